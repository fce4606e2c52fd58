"""The columns of a table, as its first rows show them, and the one that is to be learned."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from rnnviz.refusal import Refusal
from rnnviz.tasks.table.cells import is_date, is_missing, number_in
from rnnviz.tasks.table.dialect import Dialect, Row
from rnnviz.tasks.table.report import Column, Kind

MOSTLY = 0.8
"""From this share on of its cells, a column is one of numbers or of dates."""
NAMED_AT_MOST = 10


def columns_of(rows: Sequence[Row], dialect: Dialect) -> tuple[Column, ...]:
    """The columns of a table by its first rows, those above it and its header among them."""
    body = [row for row in rows[dialect.skipped + dialect.header :] if row]
    names = _names(rows[dialect.skipped] if dialect.header else (), dialect.width)
    cells = [[row[n] for row in body if len(row) > n] for n in range(dialect.width)]
    return tuple(
        _column(name, column, dialect.decimal) for name, column in zip(names, cells, strict=True)
    )


def _names(header: Row, width: int) -> list[str]:
    """A name for each column, none twice."""
    names: list[str] = []
    for number in range(width):
        name = header[number].strip() if number < len(header) else ""
        name = name or f"column {number + 1}"
        while name in names:
            name += f" ({number + 1})"
        names.append(name)
    return names


def _column(name: str, cells: Sequence[str], decimal: str) -> Column:
    there = [cell for cell in cells if not is_missing(cell)]
    numbers = [value for cell in there if (value := number_in(cell, decimal)) is not None]
    return Column(name, _kind(there, len(numbers)), _counts(numbers))


def _kind(there: Sequence[str], numbers: int) -> Kind:
    if not there:
        return "empty"
    if numbers >= MOSTLY * len(there):
        return "numbers"
    return "dates" if sum(map(is_date, there)) >= MOSTLY * len(there) else "text"


def _counts(numbers: Sequence[float]) -> bool:
    """Whether numbers rise by even steps, as those of rows and years do."""
    steps = np.diff(numbers)
    return len(steps) > 1 and bool(steps[0] > 0 and np.allclose(steps, steps[0]))


def place_of(columns: Sequence[Column], wanted: str, name: str) -> int:
    """The place of the column that is wanted: by its name, else the first that does not count.

    Refuses one that is not there, or holds no numbers; `name` is the table's.
    """
    numbers = [n for n, column in enumerate(columns) if column.kind == "numbers"]
    if not numbers:
        raise Refusal(f"{name} holds no numbers: {_holds(columns)} Choose a table with numbers.")
    if not wanted:
        return next((n for n in numbers if not columns[n].counts), numbers[0])
    names = [column.name for column in columns]
    alike = [n for n, one in enumerate(names) if one.casefold() == wanted.strip().casefold()]
    there = names.index(wanted) if wanted in names else next(iter(alike), None)
    choices = f"Columns of numbers: {_listed([names[n] for n in numbers])}."
    if there is None:
        raise Refusal(f"{name} has no column {wanted!r}. {choices}")
    if there not in numbers:
        raise Refusal(
            f"{names[there]} in {name} holds {_HELD[columns[there].kind]}, no numbers. {choices}"
        )
    return there


_HELD = {"dates": "dates", "text": "text", "empty": "nothing", "numbers": "numbers"}


def _holds(columns: Sequence[Column]) -> str:
    """What the columns of a table without numbers hold, as a sentence."""
    told = [f"{column.name} ({_HELD[column.kind]})" for column in columns]
    return f"its columns are {_listed(told)}." if told else "it has no rows."


def _listed(names: Sequence[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return ", ".join(names[:NAMED_AT_MOST]) + (f" and {more:,} more" if more > 0 else "")
