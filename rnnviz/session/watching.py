"""Makes the snapshots: the run in focus, the others that are shown, and the whole list."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rnnviz.lab.snapshot import Request, Row, RunId, Snapshot, Wanted
from rnnviz.session.measuring import Measuring, Tell
from rnnviz.session.rewinding import Rewinding

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.run_rows import RunRows

Results = Mapping[Request, object]


class Watching:
    """Has every shown run measured for what is wanted of it.

    What the runs that train cost together is what one of them would; those that stand are
    measured once.
    """

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self.rewinding = Rewinding(tell)
        self._wanted = Wanted()
        self._measuring: dict[RunId, Measuring] = {}
        self._rows: RunRows | None = None
        self._made: dict[RunId, tuple[object, Snapshot]] = {}
        self._kept: tuple[Row, ...] = ()
        self.budget = 0
        """Bytes that all runs may take, where somebody has said so."""

    def want(self, wanted: Wanted) -> None:
        """Measure this from now on."""
        self._wanted = wanted

    def list_kept(self, rows: tuple[Row, ...]) -> None:
        """Put these rows of runs that are in files at the end of the list from now on."""
        self._kept = rows

    def snapshot(
        self,
        focus: Run,
        runs: Sequence[Run],
        going: Collection[Run],
        rate: float,
        everything: bool,
    ) -> Snapshot:
        """What is to be seen now; what is due, or `everything`, of those `going` is measured."""
        others = [run for run in runs if run.shown and run is not focus]
        shown = (focus, *others)
        wanted = {run.id: self._wanted_of(run, focus) for run in shown}
        self._let_go(runs)
        self.rewinding.stay_with(focus)
        cost = sum(len(wanted[run.id]) for run in shown if run in going or run is focus)
        rows = self._row_maker().rows(runs, going)
        names = {row.run: row.name for row in rows}
        made = []
        for run in shown:
            then = self.rewinding.then(run) if run is focus else None
            if then is not None:
                past = self.rewinding.snapshot(then, wanted[run.id])
                made.append(replace(past, name=names[run.id]))
                continue
            measuring = self._measuring.setdefault(run.id, Measuring(self._tell))
            measuring.want(wanted[run.id], max(cost, 1))
            is_live = run is focus or run in going
            results = measuring.results(run, everything, is_live)
            rate_now = rate if run is focus else 0.0
            made.append(self._one(run, names[run.id], results, rate_now, is_live))
        return replace(
            made[0], beside=tuple(made[1:]), rows=(*rows, *self._kept), budget=self.budget
        )

    def _one(self, run: Run, name: str, results: Results, rate: float, is_live: bool) -> Snapshot:
        """The snapshot of one run; of one that stands the last again, if nothing is another."""
        found = tuple(results), tuple(map(id, results.values()))
        key = run.mark, run.trainer.looked, run.look, name, len(run.history.samples), found
        before = self._made.get(run.id)
        if is_live or before is None or before[0] != key:
            made = replace(run.snapshot(results, rate), name=name)
            before = self._made[run.id] = key, made
        return before[1]

    def _wanted_of(self, run: Run, focus: Run) -> frozenset[Request]:
        return self._wanted.focus if run is focus else self._wanted.of_other(run.id)

    def _let_go(self, runs: Sequence[Run]) -> None:
        """Forget what was measured of runs that have gone."""
        there = {run.id for run in runs}
        for run_id in [one for one in self._measuring if one not in there]:
            del self._measuring[run_id]
            self._made.pop(run_id, None)

    def _row_maker(self) -> RunRows:
        if self._rows is None:
            from rnnviz.lab.run_rows import RunRows  # when there is a run, not at the start

            self._rows = RunRows()
        return self._rows
