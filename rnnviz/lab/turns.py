"""Several runs that train in turn, a step each, in one thread."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from rnnviz.tasks.progress import Cancelled

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.snapshot import RunId

By = Literal["steps", "time"]
"""What is shared out evenly: steps, or seconds of training."""


class Shared(NamedTuple):
    """What is shared out, and how many seconds each run has at most (None: no limit)."""

    by: By = "steps"
    seconds: float | None = None


STEPS = Shared()


class Turns:
    """Makes one step of the run whose turn it is, and yields that run.

    It is the turn of the one with the fewest steps (or seconds of training, `by` "time") since the
    turns began, the first of several. Whatever reaches its goal, diverges or has trained for
    `seconds` drops out; the turns are over when all have. What a run learns is bit for bit what it
    learns alone. A step that was broken off (Cancelled) has not begun: the same run is next.

    A `turn` is one step, or lasts for so many seconds of training. Longer ones cost less: the
    processor has a network's numbers at hand, and Python the methods of its cell.
    """

    def __init__(
        self,
        runs: Sequence[Run],
        by: By = "steps",
        seconds: float | None = None,
        turn: float = 0.0,
    ) -> None:
        self.runs, self.by, self.seconds = tuple(runs), by, seconds
        self._turn, self._ends = turn, 0.0
        self._last: Run | None = None
        self._began = {run.id: (run.step, run.trainer.seconds) for run in self.runs}
        self._stops: dict[RunId, int] = {}
        self._spent: dict[RunId, float] = {}
        """The seconds that other runs had in the turns before."""

    def then(self, runs: Sequence[Run], whole: bool) -> Turns:
        """The turns of other runs, or some of these, as their race shares them out.

        Those that are not the `whole` of a race make steps. Whatever has had some of its seconds
        goes on with the rest of them.
        """
        entry = runs[0].entry if runs and whole else None
        turns = Turns(runs, *(STEPS if entry is None else entry.shared))
        turns._spent = self._all_spent()
        if turns.seconds is not None:
            for run in runs:
                spent = turns._spent.get(run.id, 0.0)
                turns._began[run.id] = (run.step, run.trainer.seconds - spent)
        return turns

    def _all_spent(self) -> dict[RunId, float]:
        """The seconds that runs have had, in these turns and those before."""
        if self.seconds is None:
            return self._spent
        return self._spent | {run.id: self._had(run) for run in self.runs}

    def _had(self, run: Run) -> float:
        return run.trainer.seconds - self._began[run.id][1]

    def __iter__(self) -> Iterator[Run]:
        return self

    def __next__(self) -> Run:
        while (run := self._in_turn()) is not None:
            before = run.step
            try:
                made = next(run, None) is not None
            except Cancelled:
                if run.step == before:
                    raise
                made = True  # what was to be measured then comes before the next
            if made:
                return run
        raise StopIteration

    def _in_turn(self) -> Run | None:
        """The run that had the last step while its turn lasts, else the one whose turn it is."""
        run = self._last
        if run is None or run.trainer.seconds >= self._ends or not self._goes_on(run):
            self._last = run = self._next()
            self._ends = run.trainer.seconds + self._turn if run is not None else 0.0
        return run

    @property
    def over(self) -> bool:
        """Whether no run has a next step."""
        return self._next() is None

    def begin(self) -> None:
        """Count steps and seconds from here on."""
        self._last = None
        self._began = {run.id: (run.step, run.trainer.seconds) for run in self.runs}

    @property
    def stops(self) -> Mapping[RunId, int]:
        """The steps beyond which runs do not go."""
        return self._stops

    def stop_at(self, stops: Mapping[RunId, int]) -> None:
        """Let these runs go no further than to these steps, and all others freely."""
        self._stops = dict(stops)

    def _next(self) -> Run | None:
        if len(self.runs) == 1 and self.seconds is None and not self._stops:
            only = self.runs[0]
            return None if only.trainer.over else only
        going = [run for run in self.runs if self._goes_on(run)]
        return min(going, key=self._done, default=None)

    def _goes_on(self, run: Run) -> bool:
        if run.trainer.over or run.step >= self._stops.get(run.id, math.inf):
            return False
        return self.seconds is None or self._had(run) < self.seconds

    def _done(self, run: Run) -> float:
        """How much of what is shared out evenly the run has had."""
        return run.step - self._began[run.id][0] if self.by == "steps" else self._had(run)
