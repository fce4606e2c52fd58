"""A moment of a run: all that makes it what it was after a step, and how to stand there again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.core.pauses import COPIED_AT_ONCE, Pauses, copy_in_pieces
from rnnviz.core.state import State
from rnnviz.lab import standing
from rnnviz.lab.history import Lengths
from rnnviz.lab.past.rhythm import BY_HAND, ORDINARY, ROUND, is_round
from rnnviz.lab.settings import Settings
from rnnviz.tasks.task import Batch

if TYPE_CHECKING:
    from rnnviz.lab.edits import Back
    from rnnviz.lab.trainer import Trainer

WEIGHTS, BEFORE = "weights", "before"
"""All weights after the step, and as they were before its update."""
INPUTS, TARGETS = "window.inputs", "window.targets"
WINDOW = "window.state."
"""The last window and, with a state's letter, the state in which it began."""


@dataclass(frozen=True, eq=False)
class PastMoment:
    """What a run was after `step` steps; its arrays are never written again.

    `arrays` are the weights, those before the update, the optimizer, the states, and the last
    window with the state it began in; before the first step there is no window. `lengths` are
    those of the curves and lists, `back` is what could be undone.
    """

    step: int
    settings: Settings
    arrays: Mapping[str, Array]
    progress: Mapping[str, Any]
    lengths: Lengths
    looked: tuple[bool, int]
    """Whether the first window's loss was known, and the step whose validation was owed."""
    back: Sequence[Back] = ()
    by_hand: bool = False
    """Whether it was kept because something was changed by hand right after it."""

    @classmethod
    def of(cls, trainer: Trainer, back: Sequence[Back] = (), by_hand: bool = False) -> PastMoment:
        """The present of a trainer between two steps; a large one asks whether it goes on."""
        pauses = trainer.network.pauses
        arrays = {name: _copy(array, pauses) for name, array in _growing(trainer).items()}
        if trainer.batch is not None:  # a batch is never written again: it needs no copy
            arrays |= {INPUTS: trainer.batch.inputs, TARGETS: trainer.batch.targets}
        return cls(
            trainer.step,
            trainer.settings,
            arrays,
            standing.progress_of(trainer),
            trainer.history.lengths,
            (trainer.estimates.first_is_known, trainer.estimates.owed),
            tuple(back),
            by_hand,
        )

    @property
    def rank(self) -> int:
        """How much it is wanted where there is no room for all."""
        return ROUND if is_round(self.step) else BY_HAND if self.by_hand else ORDINARY

    @cached_property
    def bytes(self) -> int:
        """What its arrays take."""
        return sum(array.nbytes for array in self.arrays.values())

    def show_in(self, trainer: Trainer) -> None:
        """Let a trainer of the same network be what the run was then, but for the optimizer."""
        standing.put_back(trainer, self.arrays, self.progress)
        trainer.settings = self.settings
        trainer.network.flat[...] = self.arrays[WEIGHTS]
        trainer.before[...] = self.arrays[BEFORE]
        trainer.batch_state.take(self._window_state())
        trainer.batch = self._batch()
        trainer.estimates.first_is_known, trainer.estimates.owed = self.looked

    def go_on_in(self, trainer: Trainer, pauses: Pauses) -> None:
        """Let it be what the run was then, to be trained on."""
        self.show_in(trainer)
        standing.put_back_optimizer(trainer, self.arrays, self.progress, pauses)

    def _batch(self) -> Batch | None:
        arrays = self.arrays
        return Batch(arrays[INPUTS], arrays[TARGETS]) if INPUTS in arrays else None

    def _window_state(self) -> State:
        begins = {n: a for n, a in self.arrays.items() if n.startswith(WINDOW)}
        return State(**{name.removeprefix(WINDOW): array for name, array in begins.items()})


def bytes_of(trainer: Trainer) -> int:
    """About what a moment of a trainer takes."""
    return sum(array.nbytes for array in _growing(trainer).values())


def _growing(trainer: Trainer) -> dict[str, Array]:
    """What the next step writes over."""
    begins = {f"{WINDOW}{name}": array for name, array in trainer.batch_state.arrays.items()}
    weights = {WEIGHTS: trainer.network.flat, BEFORE: trainer.before}
    return weights | standing.arrays_of(trainer) | begins


def _copy(array: Array, pauses: Pauses) -> Array:
    """A copy that is never written; a large one is made in pieces."""
    if array.size <= COPIED_AT_ONCE:
        copy: Array = array.copy()
    else:
        copy = np.empty_like(array)
        copy_in_pieces(array.reshape(-1), copy.reshape(-1), pauses)
    copy.flags.writeable = False
    return copy
