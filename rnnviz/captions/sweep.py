"""What a sweep found, in words: its table, how cost grows with the units, how far it is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import mean
from typing import TYPE_CHECKING, Any

from rnnviz.captions.number_format import signed_number
from rnnviz.counts import counted
from rnnviz.lab.sweep.table import cell_of, groups

if TYPE_CHECKING:
    from rnnviz.lab.sweep.store import Record
    from rnnviz.lab.sweep.sweeping import Progress
    from rnnviz.lab.sweep.table import Table

HEADINGS = {
    "heldout": "held out",
    "seconds_per_epoch": "s/epoch",
    "chars_per_second": "chars/s",
    "seconds": "s",
}
"""The columns that people call otherwise."""
FORMATS = {
    "parameters": ",d", "steps": ",d", "loss": ".4f", "heldout": ".4f", "score": ".4f",
    "seconds_per_epoch": ".1f", "chars_per_second": ",.0f", "seconds": ".1f",
}  # fmt: skip
SAMPLE_AT_MOST = 60
"""Characters of a sample that stand in a line."""
FLAT = 0.15
"""Below this power of the units the cost is called the same."""
NOTHING = "\N{EN DASH}"


def heading_caption(column: str) -> str:
    """Return what a column is called."""
    return HEADINGS.get(column, column.replace("_", " "))


def cell_caption(record: Record, column: str) -> str:
    """Return a value of a row as its column has it; a dash where there is none."""
    value = cell_of(record, column)
    if value is None:
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float) and column in FORMATS:
        whole = FORMATS[column].endswith("d")
        return format(int(value) if whole else float(value), FORMATS[column])
    return str(value)


def table_lines(table: Table) -> list[str]:
    """Return the table as lines of text, then the samples, one a line."""
    columns = table.columns
    rows = [[heading_caption(column) for column in columns]]
    rows += [[cell_caption(record, column) for column in columns] for record in table.records]
    widths = [max(len(row[place]) for row in rows) for place in range(len(columns))]
    lines = ["  ".join(map(str.rjust, row, widths)) for row in rows]
    for place, record in enumerate(table.records, 1):
        if record.error:
            lines[place] += f"  failed: {record.error}"
        elif record.result is not None and record.result.get("diverged"):
            lines[place] += "  diverged"
    return lines + sample_lines(table)


def sample_lines(table: Table) -> list[str]:
    """Return a line for each row's sample, its line ends as spaces."""
    lines = []
    for name, record in zip(table.names, table.records, strict=True):
        sample = record.result and record.result.get("sample")
        if sample:
            seed = record.values.get("seed")
            text = " ".join(str(sample).split())
            lines.append(f"{name}, seed {seed}: {text[:SAMPLE_AT_MOST]}")
    return lines


def growth_captions(table: Table) -> list[str]:
    """Return a sentence for each series of rows on how the cost grows with the hidden units."""
    found = groups(table, "hidden")
    told = [(name, _costs(series)) for name, series in found.items()]
    return [_growth(name if len(told) > 1 else "", costs) for name, costs in told if len(costs) > 1]


def growth_caption(table: Table) -> str:
    """Return in one sentence how much dearer the largest networks of each series are; or ""."""
    told = {name: _costs(series) for name, series in groups(table, "hidden").items()}
    last = {name: costs[-2:] for name, costs in told.items() if len(costs) > 1}
    if len({(before[0], after[0]) for before, after in last.values()}) != 1:
        return ""
    times = [
        signed_number(dear / cheap, 2) + (f" ({name})" if len(last) > 1 else "")
        for name, ((_, cheap), (_, dear)) in last.items()
    ]
    (before, _), (after, _) = next(iter(last.values()))
    return (
        f"From {before:,} to {after:,} hidden units an input takes {_listed(times)} times as long."
    )


def _costs(series: Mapping[Any, Sequence[Record]]) -> list[tuple[int, float]]:
    """Microseconds that an input takes to learn, by hidden units."""
    costs = []
    for hidden, records in sorted(series.items()):
        rates = [cell_of(record, "chars_per_second") for record in records]
        known = [1e6 / rate for rate in rates if rate]
        if known:
            costs.append((int(hidden), mean(known)))
    return costs


def _growth(name: str, costs: Sequence[tuple[int, float]]) -> str:
    sizes = _listed([f"{hidden:,}" for hidden, _ in costs])
    times = _listed([signed_number(cost, 2) for _, cost in costs])
    (before, cheap), (after, dear) = costs[-2:]
    more, power = dear / cheap, math.log(dear / cheap) / math.log(after / before)
    return (
        f"{name + ': a' if name else 'A'}n input takes {times} microseconds with {sizes} hidden "
        f"units; from {before:,} to {after:,}, {signed_number(after / before, 2)} times as many, "
        f"it takes {signed_number(more, 2)} times as long ({_power(power)})."
    )


def _power(power: float) -> str:
    return f"H to the power of {power:.1f}" if power >= FLAT else "hardly more"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def plan_caption(rows: int, seconds: float | None = None, jobs: int = 1) -> str:
    """Return how many rows there will be, and how long they take, so many at a time."""
    if seconds is None:
        return f"{counted(rows, 'row')}."
    at_a_time = f", {jobs:,} at a time" if jobs > 1 else ""
    return f"{counted(rows, 'row')}{at_a_time}: about {duration_in_words(seconds)}."


def point_caption(series: str, along: str, x: float, value: str) -> str:
    """Return what a point of a chart says: of which curve, where, and its value."""
    place = f"{along} {x:g}"
    return f"{series}, {place}: {value}" if series else f"{place}: {value}"


def progress_line(now: Progress) -> str:
    """Return the line that the command line rewrites while rows are computed."""
    parts = [f"{now.over:,} of {counted(now.rows, 'row')}"]
    if now.failed:
        parts.append(f"{now.failed:,} failed")
    if now.working:
        steps = ", ".join(f"{one.step:,}" for one in now.working if one.step)
        parts.append(f"{len(now.working):,} in work{f' (step {steps})' if steps else ''}")
    if now.elsewhere:
        parts.append(f"{now.elsewhere:,} elsewhere")
    if now.seconds_left is not None:
        parts.append(f"about {duration_in_words(now.seconds_left)} left")
    return ", ".join(parts)


def duration_in_words(seconds: float) -> str:
    """Return a span of time as people say it: "40 s", "12 min", "3.5 h", "2.5 days"."""
    if seconds < 99.5:
        return f"{math.ceil(seconds):,} s"
    if seconds < 99.5 * 60:
        return f"{seconds / 60:.0f} min"
    if seconds < 48 * 3600:
        return f"{seconds / 3600:.1f} h"
    return f"{seconds / 86400:,.1f} days"


def end_caption(over: int, failed: int, rows: int) -> str:
    """Return how many of the rows that were wanted are over."""
    if over < rows:
        return stopped_line(over, rows)
    if failed:
        return f"{counted(failed, 'row')} of {rows:,} failed; the next run tries them again."
    return "All rows are done."


def stopped_line(over: int, rows: int) -> str:
    """Return what is said of a sweep that was stopped."""
    return (
        f"Stopped with {over:,} of {counted(rows, 'row')} done; the same again goes on from there."
    )


def in_work_line(rows: int) -> str:
    """Return how many rows of a folder are claimed, and so not in its table yet."""
    return f"{counted(rows, 'row')} {'is' if rows == 1 else 'are'} in work."


def failed_line(name: str, seed: object, error: str) -> str:
    """Return what is said at once of a row that failed."""
    return f"{name}, seed {seed}, failed: {error}"
