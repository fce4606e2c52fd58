"""How a table is written: what parts its cells and its decimals, and whether it has a header."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rnnviz.tasks.table.cells import COMMA, POINT, is_date, is_missing, number_in

SPACES, NOTHING = " ", ""
"""Any number of blanks between cells; and a table of one column."""
_DELIMITERS = (NOTHING, "\t", ";", COMMA, "|", SPACES)
"""The first of equally good ones is taken."""
Row = Sequence[str]


@dataclass(frozen=True)
class Dialect:
    """How a table is written: `skipped` rows stand above it, and `width` cells in most rows."""

    delimiter: str
    decimal: str
    header: bool
    skipped: int
    width: int


def rows_of(lines: Iterable[str], delimiter: str) -> Iterator[Row]:
    """The rows of lines; raises csv.Error for what cannot be parted."""
    if delimiter == SPACES:
        return (line.split() for line in lines)
    if delimiter == NOTHING:
        return ([line.strip().strip('"')] for line in lines)
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=True)


def find_dialect(lines: Sequence[str]) -> Dialect:
    """The way of writing in which most cells of the first lines of a table are understood."""
    best: tuple[float, bool, bool] | None = None
    found = Dialect(NOTHING, POINT, False, 0, 1)
    for delimiter in _DELIMITERS:
        rows = [row for row in _parted(lines, delimiter) if row]
        for decimal in (POINT, COMMA):
            dialect = _dialect_of(rows, delimiter, decimal)
            body = [row for row in rows[dialect.skipped + dialect.header :] if any(row)]
            marked = delimiter != COMMA and any(decimal in cell for row in body for cell in row)
            merit = _merit(body, dialect), dialect.width > 1, decimal == COMMA and marked
            if best is None or merit > best:
                best, found = merit, dialect
    return found


def _parted(lines: Sequence[str], delimiter: str) -> list[Row]:
    try:
        return list(rows_of(lines, delimiter))
    except csv.Error:
        return []


def _merit(rows: Sequence[Row], dialect: Dialect) -> float:
    """The share of cells that are understood, of those in rows of the usual width."""
    fitting = [row for row in rows if len(row) == dialect.width]
    cells = [cell for row in fitting for cell in row if not is_missing(cell)]
    if not cells:
        return 0.0
    known = sum(number_in(cell, dialect.decimal) is not None or is_date(cell) for cell in cells)
    return round(known / len(cells) * len(fitting) / len(rows), 3)


def _dialect_of(rows: Sequence[Row], delimiter: str, decimal: str) -> Dialect:
    widths = Counter(map(len, rows))
    width = max(widths, key=lambda one: (widths[one], one), default=1)
    skipped = next((n for n, row in enumerate(rows) if len(row) == width and not _noted(row)), 0)
    header = _is_header([row for row in rows[skipped:] if len(row) == width], decimal)
    return Dialect(delimiter, decimal, header, skipped, width)


def _noted(row: Row) -> bool:
    """Whether a row is a comment."""
    return row[0].lstrip().startswith(("#", "%"))


def _is_header(rows: Sequence[Row], decimal: str) -> bool:
    """Whether the first of these rows names columns of numbers or dates, and holds none."""
    if not rows or any(_is_value(cell, decimal) for cell in rows[0]):
        return False
    if len(rows) == 1:
        return True
    below = list(zip(*rows[1:], strict=True))
    return any(
        not is_missing(name) and any(_is_value(cell, decimal) for cell in column)
        for name, column in zip(rows[0], below, strict=True)
    )


def _is_value(cell: str, decimal: str) -> bool:
    return number_in(cell, decimal) is not None or is_date(cell)
