"""The three units of a cross-entropy, nats, bits and perplexity: a choice that holds everywhere.

Losses are measured and kept in nats. What they are shown in stands in the unit of their task: it
is changed there, in what is to be shown, and whoever writes or draws a loss follows it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import bits, perplexity

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Row, Snapshot, TaskFacts

NATS, BITS, PERPLEXITY = "nats", "bits", "perplexity"
CHOICES = {
    NATS: "In &nats: the mean of −ln p",
    BITS: "In &bits: the mean of −log₂ p",
    PERPLEXITY: "As &perplexity: e to the loss in nats",
}
"""The units that can be chosen, and what they are called in a menu."""
NO_NATS = (
    "This task loses squared errors, which are neither nats nor bits: in whichever unit losses are "
    "shown, these stay as they are."
)
LESSONS = "The words of lessons tell losses in nats, whatever they are shown in beside them."
Values = NDArray[np.floating[Any]]


def measure_of(unit: str) -> str:
    """Return whether a unit is one of nats, bits or perplexity, "" if none: "bits per step"."""
    measure = unit.partition(" ")[0]
    return measure if measure in CHOICES else ""


def chosen(unit: str, choice: str) -> str:
    """Return the unit that a task's loss is shown in; a squared error stays one."""
    return f"{choice} {unit.partition(' ')[2]}" if measure_of(unit) else unit


def shown(nats: float, unit: str) -> float:
    """Return a loss in its unit."""
    measure = measure_of(unit)
    if measure == BITS:
        return bits(nats)
    return perplexity(nats) if measure == PERPLEXITY else nats


def all_shown(nats: Values, unit: str) -> Values:
    """Return losses (n,) in their unit; those in nats are the same array."""
    measure = measure_of(unit)
    if measure == BITS:
        return nats / math.log(2.0)
    if measure == PERPLEXITY:
        with np.errstate(over="ignore"):
            return np.exp(nats.astype(np.float64))
    return nats


def nats_of(value: float, unit: str) -> float:
    """Return in nats what is drawn in a unit."""
    measure = measure_of(unit)
    if measure == BITS:
        return value * math.log(2.0)
    if measure == PERPLEXITY:
        return math.log(value) if value > 0.0 else math.nan
    return value


def note(choice: str, unit: str, in_lesson: bool) -> str:
    """Return what somebody should know who has chosen a unit, "" if nothing.

    `unit` is that of the run in focus, "" if there is none.
    """
    if unit and not measure_of(unit):
        return NO_NATS
    return LESSONS if in_lesson and choice != NATS else ""


def task_in(task: TaskFacts, choice: str) -> TaskFacts:
    """Return a task whose losses are shown in the chosen unit."""
    unit = chosen(task.unit, choice)
    return task if unit == task.unit else replace(task, unit=unit)


def snapshot_in(snapshot: Snapshot, choice: str) -> Snapshot:
    """Return a snapshot, the runs beside it and the list of all, shown in the chosen unit."""
    if choice == NATS:
        return snapshot
    return replace(
        snapshot,
        task=task_in(snapshot.task, choice),
        beside=tuple(snapshot_in(run, choice) for run in snapshot.beside),
        rows=tuple(_row_in(row, choice) for row in snapshot.rows),
    )


def _row_in(row: Row, choice: str) -> Row:
    return replace(row, task=task_in(row.task, choice))
