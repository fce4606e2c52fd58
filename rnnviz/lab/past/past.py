"""The past of a run: its kept moments, within a budget of memory."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rnnviz.lab.past.moment import PastMoment, bytes_of
from rnnviz.lab.past.rhythm import BUDGET, MOST, due_after, least_missed

if TYPE_CHECKING:
    from rnnviz.lab.edits import Back
    from rnnviz.lab.trainer import Trainer


class Past:
    """Keeps moments of one run, and forgets those that are least missed where they are too many.

    `steps` are those of the kept ones, rising, `due` is the step at which the next is kept, and
    `bytes` is what all take: never more than `budget`. A moment that alone takes more is not kept.
    """

    def __init__(self, budget: int = BUDGET) -> None:
        self.budget, self.bytes = budget, 0
        self.steps: tuple[int, ...] = ()
        self.due = 0
        self._moments: list[PastMoment] = []
        self._each = 0
        """Bytes of a moment, which are the same for all of a run; 0 until they are asked for."""

    def keep(
        self, trainer: Trainer, back: Sequence[Back] = (), by_hand: bool = False
    ) -> PastMoment | None:
        """Keep the trainer as it is now; of one step and edit the moment that is there serves.

        Returns the moment, or None where that step has another one or it is too large.
        """
        known = self.at(trainer.step)
        if known is not None:
            if by_hand and not known.by_hand:
                known = self._replace(known, replace(known, by_hand=True))
            return known if known.lengths.edits == trainer.history.lengths.edits else None
        self._each = self._each or bytes_of(trainer)
        if self._each > self.budget:
            return None
        moment = PastMoment.of(trainer, back, by_hand)
        self._moments.append(moment)  # it is the latest: steps only rise
        self.steps += (trainer.step,)
        self.bytes += moment.bytes
        if self._too_many(self._moments):
            self._thin()
        return moment

    def take(self, moments: Iterable[PastMoment]) -> None:
        """Take over moments, of which each step has one."""
        for moment in moments:
            place = bisect_left(self._moments, moment.step, key=_step)
            self._moments.insert(place, moment)
            self.bytes += moment.bytes
        self._thin()

    def passed(self, step: int) -> None:
        """What was due up to a step has been kept, or could not be."""
        self.due = max(self.due, due_after(step))

    def expect(self, step: int) -> None:
        """Keep a moment after this step, whatever else is due."""
        self.due = min(self.due, step)

    def is_handled(self, step: int, within: int) -> bool:
        """Whether a moment was kept for a change by hand at most so many steps before."""
        last = next((moment for moment in reversed(self._moments) if moment.by_hand), None)
        return last is not None and step - last.step <= within

    def set_budget(self, budget: int) -> None:
        """Take no more than so many bytes from now on."""
        self.budget = budget
        self._thin()

    @property
    def moments(self) -> Sequence[PastMoment]:
        """What is kept, in the order of its steps."""
        return tuple(self._moments)

    def at(self, step: int) -> PastMoment | None:
        """The moment that was kept after exactly so many steps."""
        place = bisect_left(self.steps, step)
        there = place < len(self.steps) and self.steps[place] == step
        return self._moments[place] if there else None

    def until(self, step: int) -> Past:
        """A past of its own that ends there; what both have they share."""
        earlier = Past(self.budget)
        earlier.take(moment for moment in self._moments if moment.step <= step)
        earlier.passed(step)
        return earlier

    def _replace(self, moment: PastMoment, by: PastMoment) -> PastMoment:
        self._moments[self._moments.index(moment)] = by
        return by

    def _too_many(self, moments: list[PastMoment]) -> bool:
        return self.bytes > self.budget or len(moments) > MOST

    def _thin(self) -> None:
        moments = self._moments
        while moments and self._too_many(moments):
            self.bytes -= moments.pop(least_missed(moments)).bytes
        self.steps = tuple(moment.step for moment in moments)


def _step(moment: PastMoment) -> int:
    return moment.step
