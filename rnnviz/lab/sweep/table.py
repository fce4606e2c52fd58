"""The rows of a sweep as a table: what varies, what was found, in which order."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rnnviz.lab.run_names import differing, run_names
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.sweep.store import Record
from rnnviz.refusal import Refusal

TRAINING, MEMORY = "training", "memory"
FOUND = {
    TRAINING: (
        *("parameters", "steps", "loss", "heldout", "score"),
        *("seconds_per_epoch", "chars_per_second", "seconds"),
    ),
    MEMORY: ("solved", "steps", "score", "seconds"),
}
"""By kind: the columns of what was found."""
ALWAYS = {TRAINING: ("hidden",), MEMORY: ("cell", "length")}
"""The settings that are shown although they are the same in all rows."""


@dataclass(frozen=True)
class Table:
    """Records in an order, their names, and the names of the settings that vary in them."""

    kind: str
    records: tuple[Record, ...]
    names: tuple[str, ...]
    varied: tuple[str, ...]

    @classmethod
    def of(cls, kind: str, records: Iterable[Record], sort: str = "") -> Table:
        """The rows by what varies, or by another column, smallest first; what failed comes last.

        Refuses a column that there is none of.
        """
        records = tuple(records)
        settings = [settings_of(record) for record in records]
        differ = [name for name in differing(settings) if name != "seed"]
        always = [name for name in ALWAYS[kind] if name not in differ]
        varied = (*always, *differ, "seed") if records else ()
        names = run_names([one.change(seed=0) for one in settings], [""] * len(records))
        found = dict(zip((record.name for record in records), names, strict=True))
        columns = [sort] if sort else varied
        if sort and sort not in (*FOUND[kind], *declarations()):
            raise Refusal(
                f"There is no column {sort!r}; rows are sorted by one of: "
                f"{', '.join((*FOUND[kind], *varied))}."
            )
        ordered = sorted(records, key=lambda record: _key(record, columns))
        return cls(kind, tuple(ordered), tuple(_plain(found[r.name]) for r in ordered), varied)

    @property
    def columns(self) -> tuple[str, ...]:
        """What varies, and of what was found that which any row has."""
        done = [record.result for record in self.records if record.result is not None]
        found = [n for n in FOUND[self.kind] if any(one.get(n) is not None for one in done)]
        return (*self.varied, *(name for name in found if name not in self.varied))

    def as_json(self) -> list[dict[str, Any]]:
        """Every row with all that is known of it."""
        rows = zip(self.names, self.records, strict=True)
        return [as_json(name, record) for name, record in rows]


def as_json(name: str, record: Record) -> dict[str, Any]:
    """A row: its settings, and what was found or the `error` that it failed with."""
    values = dict(record.values)
    row = {"name": name, "row": record.name, "hidden": values.get("hidden")}
    row |= {"seed": values.get("seed"), "settings": values}
    if record.result is None:
        return row | {"error": record.error}
    return row | dict(record.result) | {"run": str(record.run) if record.run else None}


def cell_of(record: Record, column: str) -> Any:
    """A value of a row by its column; None where there is none."""
    if record.result is not None and column in record.result:
        return record.result[column]
    return record.values.get(column)


def settings_of(record: Record) -> Settings:
    """The settings that a row's file names; refuses what are none of this version."""
    return Settings().change(**record.values)


def _plain(name: str) -> str:
    """A name without the number that tells equal ones apart: seeds have a column of their own."""
    head, _, tail = name.rpartition(" (")
    return head if head and tail.rstrip(")").isdigit() else name


def _key(record: Record, columns: Sequence[str]) -> tuple[Any, ...]:
    """What rows are ordered by: numbers before words, and both before nothing."""
    parts: list[Any] = [bool(record.error)]
    for column in columns:
        value = cell_of(record, column)
        if isinstance(value, bool | int | float) and math.isfinite(value):
            parts.append((0, float(value), ""))
        elif value is None:
            parts.append((2, 0.0, ""))
        else:
            parts.append((1, 0.0, str(value)))
    return (*parts, record.values.get("seed", 0), record.name)


def groups(table: Table, over: str) -> Mapping[str, Mapping[Any, list[Record]]]:
    """Finished rows by the name of all else that varies, then by the value of one setting."""
    settings = [settings_of(record) for record in table.records]
    usual = [one.change(**{over: declarations()[over].default}, seed=0) for one in settings]
    names = run_names(usual, [""] * len(usual)) if usual else []
    found: dict[str, dict[Any, list[Record]]] = {}
    for name, record in zip(names, table.records, strict=True):
        if record.result is not None:
            series = found.setdefault(_plain(name), {})
            series.setdefault(record.values.get(over), []).append(record)
    return found
