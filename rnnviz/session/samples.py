"""Has runs write by themselves while they train, each by a plan of its own."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING

from rnnviz.session.sample_schedule import SampleSchedule

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.snapshot import RunId
    from rnnviz.lab.trainer import Trainer
    from rnnviz.session.sample_writer import SampleWriter


class Samples:
    """Writes a sample where one is due, or wanted; a run that is new begins a plan."""

    def __init__(self, writer: SampleWriter) -> None:
        self._writer = writer
        self._plans: dict[RunId, SampleSchedule] = {}

    def write_due(self, runs: Sequence[Run]) -> bool:
        """Write for the first of the runs that is due, and return whether there was one."""
        for run in runs:
            plan = self._plans.get(run.id) or self._begin(run, runs)
            if plan.due(run.step):
                self.write(run)
                return True
        return False

    def write(self, run: Run, asked: bool = False) -> None:
        """Write for a run, unless nobody has `asked` and this step has a sample; plan the next."""
        start, samples = perf_counter(), run.history.samples
        if asked or not samples or samples[-1].step != run.step:
            self._writer.write(run.trainer, asked)
        if not asked:
            plan = self._plans.get(run.id) or self._begin(run, (run,))
            plan.note(run.step, perf_counter() - start)

    def write_beside(self, trainer: Trainer) -> None:
        """Write, because somebody asked for it, with a trainer that stands in no plan."""
        self._writer.write(trainer, asked=True)

    def rested(self, start: float) -> None:
        """Nothing has trained since then (of `perf_counter`)."""
        for plan in self._plans.values():
            plan.rested(start)

    def _begin(self, run: Run, runs: Sequence[Run]) -> SampleSchedule:
        """Plan a run that is new, and forget those that do not train any more."""
        there = {one.id for one in runs}
        self._plans = {run_id: plan for run_id, plan in self._plans.items() if run_id in there}
        plan = self._plans[run.id] = SampleSchedule()
        plan.begin(run.step)
        self._writer.forget()
        return plan
