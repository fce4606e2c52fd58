"""The past in a run's file: an entry of its description, and arrays called past.STEP.NAME.

A run that is saved without it is a file as ever; a program that knows nothing of it leaves it out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab import standing
from rnnviz.lab.architecture import architecture_of, learned_count
from rnnviz.lab.history import Lengths
from rnnviz.lab.past.moment import BEFORE, INPUTS, TARGETS, WEIGHTS, WINDOW, PastMoment
from rnnviz.lab.past.rhythm import thinned
from rnnviz.lab.runs.misfit import Misfit, shown
from rnnviz.lab.runs.run_layout import MOST, Part
from rnnviz.lab.runs.run_metadata import progress_of, random_state_of
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer

PAST = "past"
"""The entry with what the moments are but for their arrays; only files with a past have it."""
ARRAYS_AT_MOST = 1_600
"""Of all moments together: so many does a reader of the first version take."""
MOMENTS_AT_MOST = 1_000


@dataclass(frozen=True)
class Entry:
    """What the description says of a moment; `later` is how much came after it."""

    step: int
    settings: Settings
    progress: Mapping[str, Any]
    later: Lengths
    looked: tuple[bool, int]
    by_hand: bool


def add_past(
    arrays: dict[str, NDArray[Any]],
    metadata: dict[str, str],
    trainer: Trainer,
    past: Sequence[PastMoment],
) -> None:
    """Add to what a file will hold as many moments of the run as it has room for."""
    most = ARRAYS_AT_MOST // max((len(moment.arrays) for moment in past), default=1)
    moments = thinned(past, lambda left: len(left) > most)
    for moment in moments:
        arrays |= {_name(moment.step, name): array for name, array in moment.arrays.items()}
    metadata[PAST] = json.dumps([_entry_for(moment, trainer) for moment in moments])


def _entry_for(moment: PastMoment, trainer: Trainer) -> dict[str, Any]:
    progress, settings = dict(moment.progress), moment.settings
    random_state, looked = progress.pop(standing.RANDOM), moment.looked
    if not np.isfinite(progress["smoothed"]):  # as in the run's own progress
        progress["smoothed"], looked = trainer.feed.start, (False, looked[1])
    differing = {n: v for n, v in settings.as_dict().items() if v != trainer.settings.value(n)}
    lengths = zip(trainer.history.lengths.all, moment.lengths.all, strict=True)
    return {
        "settings": differing,
        "progress": progress,
        standing.RANDOM: random_state,
        "later": [now - then for now, then in lengths],
        "looked": looked,
        "by_hand": moment.by_hand,
    }


def entries_of(values: Any, settings: Settings, last: int) -> list[Entry]:
    """The moments of a run of `last` steps; raises Misfit for what no run can have kept."""
    if not isinstance(values, list) or len(values) > MOMENTS_AT_MOST:
        raise Misfit(f"its past cannot be {shown(values)}")
    entries = [_entry_of(value, settings) for value in values]
    steps = [*(entry.step for entry in entries), last + 1]
    if any(a >= b for a, b in pairwise(steps)):
        raise Misfit(f"the moments of its past do not rise to step {last:,}")
    return entries


def _entry_of(value: Any, settings: Settings) -> Entry:
    progress = progress_of(value["progress"])
    if standing.RECENT not in progress:
        raise Misfit("a moment of its past has no recent losses")
    then = settings.change(**value["settings"])
    if then.effects(settings) != {"now"}:
        raise Misfit("a moment of its past is that of another network")
    known, owed = value["looked"]
    later = [_count(n) for n in value["later"]]
    if type(known) is not bool or type(owed) is not int or type(value["by_hand"]) is not bool:
        raise Misfit(f"a moment of its past cannot be {shown(value)}")
    return Entry(
        progress["step"],
        then,
        progress | {standing.RANDOM: random_state_of(value[standing.RANDOM])},
        Lengths(*later),
        (known, owed),
        value["by_hand"],
    )


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= MOST:
        raise Misfit(f"{shown(value)} is no count")
    return value


def parts_of_past(
    settings: Settings, inputs: int, outputs: int, steps: Iterable[int]
) -> dict[str, Part]:
    """The arrays of moments after these steps, as `parts_of` has those of the run."""
    dtype, architecture = np.dtype(settings.dtype), architecture_of(settings, inputs, outputs)
    flat, window = Part(dtype, (architecture.size(),)), Part(None, (), optional=True)
    parts = {WEIGHTS: flat, BEFORE: flat, INPUTS: window, TARGETS: window}
    learned = Part(dtype, (learned_count(settings, inputs, outputs),))
    parts |= {f"optimizer.{slot}": learned for slot in OPTIMIZERS[settings.optimizer].slots}
    for name, shape in architecture.state_shapes(settings.batch).items():
        parts |= {f"state.{name}": Part(dtype, shape), f"{WINDOW}{name}": Part(dtype, shape)}
    return {_name(step, name): part for step in steps for name, part in parts.items()}


def moment_of(entry: Entry, arrays: Mapping[str, NDArray[Any]], trainer: Trainer) -> PastMoment:
    """The moment of a run that goes on in `trainer`; Misfit, or Refusal, where it does not fit."""
    start = _name(entry.step, "")
    own = {n.removeprefix(start): a for n, a in arrays.items() if n.startswith(start)}
    for array in own.values():
        array.flags.writeable = False
    _check_window(own, trainer)
    _check_position(entry, trainer)
    now = trainer.history.lengths
    left = [max(0, n - later) for n, later in zip(now.all, entry.later.all, strict=True)]
    if now.validations < entry.later.validations:
        raise Misfit(f"fewer losses were measured than after step {entry.step:,}")
    then, lengths = entry.settings, Lengths(*left)
    return PastMoment(
        entry.step, then, own, entry.progress, lengths, entry.looked, by_hand=entry.by_hand
    )


def _check_window(arrays: Mapping[str, NDArray[Any]], trainer: Trainer) -> None:
    """Raise Misfit for a last window that is none of the task's."""
    if (INPUTS in arrays) != (TARGETS in arrays):
        raise Misfit("half of a window is missing")
    some, network = trainer.feed.peek(), trainer.network
    sides = {INPUTS: (some.inputs, network.inputs), TARGETS: (some.targets, network.outputs)}
    for name, (like, symbols) in sides.items():
        found = arrays.get(name)
        if found is None:
            continue
        if found.shape != like.shape or found.dtype != like.dtype:
            raise Misfit(f"{name} does not fit the settings")
        if found.dtype.kind == "i" and (found.min() < 0 or found.max() >= symbols):
            raise Misfit(f"{name} has symbols that there are not")


def _check_position(entry: Entry, trainer: Trainer) -> None:
    """Raise Refusal for a place where no window begins."""
    position = trainer.feed.position
    try:
        trainer.feed.position = entry.progress["position"]
    finally:
        trainer.feed.position = position


def _name(step: int, name: str) -> str:
    return f"{PAST}.{step}.{name}"
