"""The columns of the list of runs: what stands in each, and by what it is sorted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rnnviz.captions.help.names import fact, setting
from rnnviz.captions.loss_units import shown
from rnnviz.captions.runs import held_out_text, loss_text, seconds_text, state_text
from rnnviz.lab.run_names import ABSENT, differing, effect_text, in_effect
from rnnviz.lab.settings import declarations
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Row

Key = float | str | None
"""What a column is sorted by; None and what is not a number come last in either direction."""


@dataclass(frozen=True)
class Column:
    """A column: its name in the program, its title and tooltip, its words and what sorts it.

    `value` is what stands there in all its digits, if that is not what sorts it.
    """

    name: str
    title: str
    tooltip: str
    text: Callable[[Row], str]
    key: Callable[[Row], Key]
    is_number: bool = True
    value: Callable[[Row], object] | None = None


FIXED = (
    Column(
        "name", "Run", "The run, named by what it differs in from the others",
        lambda row: row.name, lambda row: row.name.casefold(), False, lambda row: row.name,
    ),
    Column(
        "step", "Steps", "Training steps done", lambda row: f"{row.step:,}", lambda row: row.step,
    ),
    Column(
        "smoothed", "Loss", "Mean loss of the last tenth of the steps",
        loss_text, lambda row: row.smoothed,
        value=lambda row: shown(row.smoothed, row.task.unit),
    ),
    Column(
        "heldout", "Held out", "The newest loss, or a task's score, on data not learned from",
        held_out_text, lambda row: row.score if row.task.measure else row.heldout,
        value=lambda row: row.score if row.task.measure else shown(row.heldout, row.task.unit),
    ),
    Column(
        "seconds", "Seconds", "How long the run has trained",
        seconds_text, lambda row: row.seconds,
    ),
    Column(
        "parameters", "Parameters", "Weights and biases of the network",
        lambda row: f"{row.parameters:,}", lambda row: row.parameters,
    ),
    Column(
        "state", "State", "What the run is doing, or that it is in a file until it is wanted again",
        state_text, state_text, is_number=False,
    ),
)  # fmt: skip
"""The columns that are always there."""


def columns_of(rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns for these runs: the fixed ones, and one for each setting that differs."""
    drawn = [row.settings for row in rows if row.shown]
    return (*FIXED, *(_column(name) for name in differing(drawn)))


def help_of(column: Column) -> str:
    """The name of the help text about a column."""
    return fact(column.title) if column in FIXED else setting(column.name)


def in_order(rows: Sequence[Row], column: Column, falling: bool) -> list[Row]:
    """The rows sorted by a column; equal ones stay as they are, unknown values come last."""
    known = [row for row in rows if _is_known(column.key(row))]
    unknown = [row for row in rows if not _is_known(column.key(row))]
    # Keys of one column are all numbers or all texts.
    return sorted(known, key=column.key, reverse=falling) + unknown  # type: ignore[arg-type]


def data(rows: Sequence[Row], columns: Sequence[Column]) -> ShownData:
    """Return all that the list says of these runs, and what losses and scores are measured in."""
    told = ((one.title, [(one.value or one.key)(row) for row in rows]) for one in columns)
    units = [row.task.unit for row in rows]
    scores = [row.task.measure or row.task.unit for row in rows]
    return ShownData((*told, ("Loss is", units), ("Held out is", scores)))


def _is_known(key: Key) -> bool:
    return key is not None and not (isinstance(key, float) and math.isnan(key))


def _column(name: str) -> Column:
    """A setting as a column."""
    declared = declarations()[name]
    is_number = declared.kind in ("int", "float")

    def text(row: Row) -> str:
        return effect_text(row.settings, name)

    def key(row: Row) -> Key:
        words = text(row)
        if words == ABSENT:
            return None
        value = in_effect(row.settings, name)
        if not is_number:
            return words.casefold()
        return value if isinstance(value, int | float) else None

    def value(row: Row) -> object:
        return key(row) if is_number or key(row) is None else text(row)

    return Column(name, declared.label, declared.tooltip, text, key, is_number, value)
