"""What the list of runs says: of a run, of what is equal in all of them, and of their memory."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions import losses
from rnnviz.captions.kept import moment_in_words
from rnnviz.captions.score_format import number as score_number
from rnnviz.captions.score_format import short as short_measure
from rnnviz.counts import counted
from rnnviz.lab.run_names import ABSENT, UNNAMED, is_usual, shared, short_words
from rnnviz.lab.settings import declarations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.lab.settings import Settings
    from rnnviz.lab.snapshot import Row

MEGABYTE = 10**6
STATES = {"kept": "in a file"}
"""The states that have other words for people than for the program."""
TOLD_ALWAYS = ("cell", "hidden", "window", "batch", "optimizer", "lr")
"""What is said of runs that share it; of the rest what is not the usual."""


def state_text(row: Row) -> str:
    """Return what a run is doing."""
    return STATES.get(row.state, row.state)


def loss_text(row: Row) -> str:
    """Return a run's mean loss as a bare number, a dash where it is none."""
    return losses.value(row.smoothed, row.task.unit) if math.isfinite(row.smoothed) else ABSENT


def held_out_text(row: Row) -> str:
    """Return what was measured on data not learned from: a task's score, or the loss."""
    measure = row.task.measure
    if measure:
        known = f"{short_measure(measure)} {score_number(row.score, measure)}"
        return known if math.isfinite(row.score) else ABSENT
    return losses.value(row.heldout, row.task.unit) if math.isfinite(row.heldout) else ABSENT


def seconds_text(row: Row) -> str:
    """Return how many seconds a run has trained, with a decimal while they are few."""
    return f"{row.seconds:,.0f}" if row.seconds >= 9.95 else f"{row.seconds:.1f}"


def row_caption(row: Row, in_focus: bool = False) -> str:
    """Return a run in a sentence, for screen readers and as a tooltip."""
    said = [f"{row.name}: step {row.step:,}", f"loss {_loss_with_unit(row)}"]
    if (held_out := held_out_text(row)) != ABSENT:
        said.append(held_out if row.task.measure else f"held out {held_out}")
    said.append(f"{seconds_text(row)} seconds of training")
    said.append(counted(row.parameters, "parameter"))
    ending = [state_text(row)]
    ending += [f"kept at {moment_in_words(row.time)}"] if row.time else []
    ending += [] if row.shown else ["its curves are hidden"]
    ending += ["in focus"] if in_focus else []
    return f"{', '.join(said)}; {', '.join(ending)}."


def _loss_with_unit(row: Row) -> str:
    if not math.isfinite(row.smoothed):
        return "not a number" if row.step else "not measured yet"
    return f"{loss_text(row)} {row.task.unit}"


def shared_caption(rows: Sequence[Row]) -> str:
    """Return what is equal in all of several runs: "All: Vanilla, 64 units, ..., sonnets.txt."."""
    if len(rows) < 2:
        return ""
    first = rows[0].settings
    words = [
        short_words(first, name)
        for name in shared([row.settings for row in rows])
        if name in TOLD_ALWAYS or _is_telling(first, name)
    ]
    texts = {row.run.name for row in rows}
    if len(texts) == 1:
        words += texts
    return f"All: {', '.join(words)}." if words else ""


def _is_telling(settings: Settings, name: str) -> bool:
    """Whether a shared value says something of the training that is not so by itself."""
    says_nothing = name in UNNAMED or declarations()[name].group == "sampling"
    return not says_nothing and not is_usual(settings, name)


def memory_caption(rows: Sequence[Row], budget: int) -> str:
    """Return how much memory all runs take, and how much they may."""
    used = sum(row.memory for row in rows)
    return f"Memory of all runs: {_megabytes(used)} of {_megabytes(budget)} MB"


def _megabytes(size: int) -> str:
    return f"{math.ceil(size / MEGABYTE):,}"
