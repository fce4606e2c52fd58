"""What was found in a table, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rnnviz.captions.number_format import signed_number
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.tasks.table.report import TableReport
    from rnnviz.tasks.table.series import Series

_PARTED = {
    "": "one column",
    "\t": "parted by tabs",
    ";": "parted by semicolons",
    ",": "parted by commas",
    "|": "parted by bars",
    " ": "parted by blanks",
}
MOST = 6
"""Columns that are named."""


def written_caption(report: TableReport) -> str:
    """Return how a table is written: "1,000 rows, parted by commas, with a header"."""
    dialect = report.dialect
    parts = [counted(report.rows, "row"), _PARTED[dialect.delimiter]]
    parts.append("with a header" if dialect.header else "without a header")
    parts += ["decimal commas"] if dialect.decimal == "," else []
    above = counted(dialect.skipped, "line")
    parts += [f"{above} above it left out"] if dialect.skipped else []
    return ", ".join(parts)


def rows_caption(series: Series) -> str:
    """Return how many numbers of a column are learned from, and how far they reach."""
    values = series.values
    span = f"{signed_number(float(values.min()))} to {signed_number(float(values.max()))}"
    return f"{counted(len(values), 'number')} of {series.column}, {span}"


def parts_caption(series: Series, validation: float) -> str:
    """Return what the network reads in place of the numbers, and on what that was found."""
    train, heldout = series.split(validation)
    mean, deviation = signed_number(float(train.mean())), signed_number(float(train.std()))
    return (
        f"(number - {mean}) / {deviation}: mean and deviation of the first {len(train):,}; the "
        f"last {len(heldout):,} are held out"
    )


def columns_caption(report: TableReport) -> str:
    """Return the columns of a table and what stands in them."""
    told = [_column(column.name, column.kind, report.dates) for column in report.columns]
    return _listed(told)


def _column(name: str, kind: str, dates: tuple[str, str]) -> str:
    spans = kind == "dates" and all(dates)
    return f"{name} ({kind}, {dates[0]} to {dates[1]})" if spans else f"{name} ({kind})"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST
    return ", ".join(names[:MOST]) + (f" and {more:,} more" if more > 0 else "")


def missing_caption(report: TableReport) -> str:
    """Return what is missing in the column that is learned, and what stands there; "" if nothing.

    Cells at its ends without a number are left out.
    """
    told = []
    if report.missing:
        few = counted(report.missing, "value")
        told.append(
            f"{few}, at most {report.longest_gap:,} in a row: the value before stands there"
        )
    if report.left_out:
        told.append(f"{counted(report.left_out, 'row')} without one at the ends left out")
    return "; ".join(told)


def table_caption(series: Series) -> str:
    """Return all of it in two sentences, as the command line tells it."""
    report = series.report
    if report is None:
        return f"{series.name}: {counted(len(series.values), 'number')} of {series.column}."
    found = f"{report.name}: {written_caption(report)}; columns: {columns_caption(report)}."
    return f"{found} Learned is {series.column}, {counted(len(series.values), 'number')}."
