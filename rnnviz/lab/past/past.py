"""The past of a run: its kept moments, within a budget of memory."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rnnviz.lab.past.moment import PastMoment, bytes_of
from rnnviz.lab.past.rhythm import (
    BUDGET,
    BY_HAND,
    ORDINARY,
    ROUND,
    due_after,
    is_round,
    least_missed,
)

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
        self._by_hand: set[int] = set()

    def keep(
        self, trainer: Trainer, back: Sequence[Back] = (), by_hand: bool = False
    ) -> PastMoment | None:
        """Keep the trainer as it is now; of one step and edit the moment that is there serves.

        Returns the moment, or None where that step has another one or it is too large.
        """
        step, known = trainer.step, self.at(trainer.step)
        if by_hand:
            self._by_hand.add(step)
        if known is not None:
            return known if known.lengths.edits == trainer.history.lengths.edits else None
        if bytes_of(trainer) > self.budget:
            return None
        moment = PastMoment.of(trainer, back)
        self.take([moment])
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
        return bool(self._by_hand) and step - max(self._by_hand) <= within

    def set_budget(self, budget: int) -> None:
        """Take no more than so many bytes from now on."""
        self.budget = budget
        self._thin()

    def at(self, step: int) -> PastMoment | None:
        """The moment that was kept after exactly so many steps."""
        place = bisect_left(self.steps, step)
        there = place < len(self.steps) and self.steps[place] == step
        return self._moments[place] if there else None

    def until(self, step: int) -> Past:
        """A past of its own that ends there; what both have they share."""
        earlier = Past(self.budget)
        earlier.take(moment for moment in self._moments if moment.step <= step)
        earlier._by_hand = {one for one in self._by_hand if one <= step}
        earlier.passed(step)
        return earlier

    def _thin(self) -> None:
        moments = self._moments
        while self.bytes > self.budget and moments:
            steps = [moment.step for moment in moments]
            place = least_missed(steps, [self._rank(step) for step in steps])
            self.bytes -= moments.pop(place).bytes
        self.steps = tuple(moment.step for moment in moments)

    def _rank(self, step: int) -> int:
        if is_round(step):
            return ROUND
        return BY_HAND if step in self._by_hand else ORDINARY


def _step(moment: PastMoment) -> int:
    return moment.step
