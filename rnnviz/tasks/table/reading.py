"""Reads one column of a table, finds out how the table is written, and refuses what is none."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np

from rnnviz.counts import counted
from rnnviz.refusal import Refusal
from rnnviz.tasks.progress import Callback, Progress
from rnnviz.tasks.reading import printable
from rnnviz.tasks.table.cells import is_date
from rnnviz.tasks.table.columns import columns_of, place_of
from rnnviz.tasks.table.dialect import Row, find_dialect, rows_of
from rnnviz.tasks.table.gathering import Gathering, Numbers, filled
from rnnviz.tasks.table.lines import WESTERN, codec_of, first_lines, lines_of
from rnnviz.tasks.table.report import TableReport
from rnnviz.tasks.table.series import LEAST, Series, check_series
from rnnviz.tasks.text import LARGEST, file_size

SUFFIXES = (".csv", ".tsv", ".tab")
"""How the names of tables end."""
BLOCK = 1 << 14
"""Rows whose cells are made numbers at once."""
WRONG_AT_MOST = 0.05
"""Share of the cells of a column of numbers that may hold something else."""
MISSING_AT_MOST = 0.5


def looks_like_numbers(path: str | Path) -> bool:
    """Whether a file is called like a table, and at least half of its columns are numbers."""
    path = Path(path)
    if path.suffix.lower() not in SUFFIXES:
        return False
    try:
        if not path.is_file():
            return False
        report = _first_look(path)
    except (OSError, ValueError, Refusal):
        return False
    known = sum(column.kind in ("numbers", "dates") for column in report.columns)
    return bool(report.number_columns) and 2 * known >= len(report.columns)


def read_series(path: str | Path, column: str = "", progress: Callback | None = None) -> Series:
    """The numbers of the column of a table that is called so, or of the first that fits.

    `progress` is called with a share from 0 to 1 and returns False to stop, which raises
    Cancelled. Memory is that of the numbers, twice. Refuses, with the table's name, the reason and
    the way out, what is not there, not readable, no table, or nothing to forecast.
    """
    path = Path(path).absolute()
    name, size = printable(path.name), file_size(path)
    if size > LARGEST:
        raise Refusal(f"{name}: over 1 GB is too large a table; cut out a part of it.")
    try:
        return _read(path, name, column, Progress(progress, size))
    except OSError as error:
        reason = error.strerror or str(error)
        raise Refusal(
            f"{name} cannot be read ({reason}); check its permissions or copy it elsewhere."
        ) from error
    except csv.Error as error:
        raise Refusal(
            f"{name} is no table: {error}. Look for a quotation mark that is never closed."
        ) from error


def _first_look(path: Path) -> TableReport:
    """What the beginning of a table tells."""
    codec = codec_of(path)
    lines = first_lines(path, codec)
    dialect = find_dialect(lines)
    rows = [row for row in _lenient(lines, dialect.delimiter) if row]
    columns = columns_of(rows, dialect)
    outside = codec if codec == WESTERN else ""
    return TableReport(printable(path.name), dialect, columns, "", 0, codec=outside)


def _lenient(lines: list[str], delimiter: str) -> Iterator[Row]:
    """The rows of the first lines, up to one that is cut off within quotation marks."""
    try:
        yield from rows_of(lines, delimiter)
    except csv.Error:
        return


def _read(path: Path, name: str, wanted: str, meter: Progress) -> Series:
    report = _first_look(path)
    place = place_of(report.columns, wanted, name)
    column = report.columns[place].name
    dates = [n for n, one in enumerate(report.columns) if one.kind == "dates"]
    gathering = Gathering(report.dialect.decimal)
    first, last = "", ""
    for rows in _blocks(path, report, meter):
        gathering.add([row[place] if len(row) > place else "" for row in rows])
        if dates:
            told = [row[dates[0]] for row in rows if len(row) > dates[0]]
            told = list(filter(is_date, (*told[:1], *told[-1:])))
            first, last = first or next(iter(told), ""), next(reversed(told), last)
    found = replace(report, column=column, rows=gathering.rows, dates=(first, last))
    values, found = _cleaned(gathering, found)
    check_series(values, name, column)
    values.flags.writeable = False
    source = printable(path)
    return Series(name, column, values, source, (str(path),), found, warnings_of(found))


def _blocks(path: Path, report: TableReport, meter: Progress) -> Iterator[list[Row]]:
    """The rows below the header, some thousand at a time."""
    dialect = report.dialect
    lines = lines_of(path, report.codec or codec_of(path), meter.advance)
    rows = filter(None, rows_of(lines, dialect.delimiter))
    below = islice(rows, dialect.skipped + dialect.header, None)
    while block := list(islice(below, BLOCK)):
        yield block


def _cleaned(gathering: Gathering, report: TableReport) -> tuple[Numbers, TableReport]:
    """The numbers without gaps, and the report with what was wrong; refuses too much of it."""
    numbers, where = gathering.numbers(), f"{report.column} in {report.name}"
    if gathering.wrong > WRONG_AT_MOST * gathering.rows and gathering.wrong > 1:
        raise Refusal(
            f"{counted(gathering.wrong, 'cell')} of {where} hold no number, the first in row "
            f"{gathering.wrong_row:,}: {gathering.first_wrong[:40]!r}. Mend them, or leave them "
            "empty."
        )
    there = np.flatnonzero(~np.isnan(numbers))
    kept = numbers[there[0] : there[-1] + 1] if len(there) else numbers[:0]
    missing = len(kept) - len(there)
    if missing > MISSING_AT_MOST * len(kept) and len(there) >= LEAST:
        raise Refusal(
            f"{missing:,} of {len(kept):,} values of {where} are missing: more gaps than "
            "numbers are no series. Choose another column, or fill the gaps."
        )
    values, missing, longest = filled(kept)
    return values, replace(
        report,
        missing=missing,
        longest_gap=longest,
        wrong=gathering.wrong,
        first_wrong=gathering.first_wrong[:40],
        wrong_row=gathering.wrong_row,
        left_out=len(numbers) - len(kept),
    )


def warnings_of(report: TableReport) -> tuple[str, ...]:
    """What somebody should know of a table before its column is learned."""
    told, where = [], f"{report.column} in {report.name}"
    if report.wrong:
        hold = "holds" if report.wrong == 1 else "hold"
        told.append(
            f"{counted(report.wrong, 'cell')} of {where} {hold} no number, the first in row "
            f"{report.wrong_row:,} ({report.first_wrong!r}); the value before stands there."
        )
    if report.missing > report.wrong:
        are = "is" if report.missing == 1 else "are"
        told.append(
            f"{counted(report.missing, 'value')} of {where} {are} missing, at most "
            f"{report.longest_gap:,} in a row; the value before stands there."
        )
    if report.codec:
        told.append(
            f"{report.name} is not UTF-8. It was read as Western European ({report.codec}), which "
            "matters for names alone; save it as UTF-8 if they look wrong."
        )
    return tuple(told)
