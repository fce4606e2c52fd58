"""Shows a moment of the past of the run in focus, while that trains on or stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from time import perf_counter
from typing import TYPE_CHECKING

from rnnviz.lab.snapshot import Request, Sample, Snapshot
from rnnviz.refusal import Refusal
from rnnviz.session.measuring import Measuring, Tell
from rnnviz.tasks.progress import Cancelled

if TYPE_CHECKING:
    from rnnviz.lab.past.moment import PastMoment
    from rnnviz.lab.run import Run
    from rnnviz.lab.trainer import Trainer

WRITING = 0.3
"""Seconds that a sample of a moment may take of the training."""


@dataclass(frozen=True, eq=False)
class Then:
    """A run as it was at a moment, which is held although the run may forget it."""

    run: Run
    moment: PastMoment

    @property
    def mark(self) -> tuple[int, int]:
        """How far it was."""
        return self.moment.step, self.moment.lengths.edits

    @property
    def trainer(self) -> Trainer:
        """What stands where the run stood."""
        return self.run.at(self.moment)

    def measure(self, requests: Iterable[Request]) -> Mapping[Request, object]:
        """What probes find of it."""
        return self.run.measure(requests, self.moment)


class Rewinding:
    """Knows which moment is looked at, has it measured once, and lets its network write once."""

    def __init__(self, tell: Tell) -> None:
        self._measuring = Measuring(tell)
        self._then: Then | None = None
        self._written: Sample | None = None
        self._is_asked = False
        """Whether the network of the moment has been asked to write."""

    def look_back(self, run: Run, step: int | None) -> None:
        """Look at the kept moment that is nearest to a step, or with None at the present."""
        self.stay_with(run)
        steps = run.past.steps
        self._then, self._written, self._is_asked = None, None, False
        if step is not None and steps:
            nearest = min(steps, key=lambda one: abs(one - step))
            then = Then(run, run.kept_moment(nearest))
            run.at(then.moment)  # what there is no memory for is refused here, and once
            self._then = then

    def stay_with(self, focus: Run) -> None:
        """Forget the moment of another run: who comes back to that, or removed it, sees no past."""
        if self._then is not None and self._then.run is not focus:
            self._then.run.forget_ghost()
            self._then = self._written = None

    def then(self, run: Run) -> Then | None:
        """The moment of this run that is looked at; None where that is its present."""
        return self._then if self._then is not None and self._then.run is run else None

    def snapshot(self, then: Then, wanted: frozenset[Request]) -> Snapshot:
        """Everything that there was at a moment, with what the network writes there."""
        self._measuring.want(wanted, max(len(wanted), 1))
        results = self._measuring.results(then, everything=False, going=False)
        shown = then.run.snapshot(results, at=then.moment)
        written, known = self._written, shown.samples
        if written is None or (known and known[-1] == written):
            return shown
        return replace(shown, samples=(*known, written))

    def write(self, run: Run, idle: Callable[[], bool]) -> bool:
        """Let the network of a new moment write while there is nothing else; whether it has."""
        then = self.then(run)
        if then is None or self._is_asked:
            return False
        trainer, end = then.trainer, perf_counter() + WRITING
        samples = trainer.history.samples
        if not samples or samples[-1].step != trainer.step:
            with suppress(Cancelled, Refusal):
                self._written = trainer.write(lambda _share: idle() and perf_counter() < end)
        self._is_asked = self._written is not None or idle()
        return self._written is not None

    def take_sample(self, then: Then) -> None:
        """What the network of a moment has written last is shown."""
        samples = then.trainer.history.samples
        self._written = samples[-1] if samples else None
