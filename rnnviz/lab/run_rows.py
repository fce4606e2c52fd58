"""The list of runs as rows: what each is called, how far it is, and what it takes."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rnnviz.lab.memory.memory_need import Shape, need
from rnnviz.lab.run_names import run_names
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Row, RunId

if TYPE_CHECKING:
    from rnnviz.lab.run import Run


class RunRows:
    """Makes rows of runs; what of a run never changes is found once."""

    def __init__(self) -> None:
        self._windows: dict[RunId, int] = {}
        self._made: dict[RunId, tuple[object, Row]] = {}
        """The last row of each run, and what it was made of."""
        self._named: tuple[object, list[str]] = (), []

    def rows(self, runs: Sequence[Run], going: Collection[Run]) -> tuple[Row, ...]:
        """A row for each; those that are `going` train at the moment."""
        self._windows = {run.id: self._window(run) for run in runs}  # of those alone
        pairs = zip(runs, self._names(runs), strict=True)
        self._made = {run.id: self._kept(run, name, run in going) for run, name in pairs}
        return tuple(row for _, row in self._made.values())

    def _kept(self, run: Run, name: str, going: bool) -> tuple[object, Row]:
        """The row of a run, the last one again where nothing of it is another."""
        trainer = run.trainer
        seen = run.mark, trainer.seconds, run.past.bytes, run.settings, trainer.goal, trainer.looked
        key = (*seen, name, run.look, run.shown, going)
        before = self._made.get(run.id)
        return before if before and before[0] == key else (key, self._row(run, name, going))

    def _names(self, runs: Sequence[Run]) -> list[str]:
        """What the runs are called, found anew where one came, went or has other settings.

        Those that are shown are told apart from each other, the others from all.
        """
        given = [(run.settings, run.name, title, run.shown) for run, title in _titled(runs)]
        if self._named[0] != given:
            of_all, shown = _made(given), iter(_made([one for one in given if one[-1]]))
            names = [
                next(shown) if one[-1] else name for one, name in zip(given, of_all, strict=True)
            ]
            self._named = given, names
        return self._named[1]

    def memory(self, run: Run) -> int:
        """About how many bytes a run takes."""
        trainer = run.trainer
        arrays = [trainer.network.flat] * 3  # and gradients, and the weights before the update
        arrays += [*trainer.optimizer.state.values(), *trainer.history.arrays().values()]
        there = sum(array.nbytes for array in arrays)
        return self._window(run) + there + run.past.bytes

    def _window(self, run: Run) -> int:
        if run.id not in self._windows:
            self._windows[run.id] = _windows(run)
        return self._windows[run.id]

    def _row(self, run: Run, name: str, going: bool) -> Row:
        trainer, curves = run.trainer, run.history.curves()
        known = run.step > 0 or trainer.estimates.first_is_known
        return Row(
            run=run.id,
            name=name,
            look=run.look,
            shown=run.shown,
            settings=run.settings,
            task=run.task,
            parameters=trainer.network.flat.size,
            step=run.step,
            smoothed=trainer.smoothed if known else math.nan,
            heldout=_last(curves.validation_loss),
            score=_last(curves.validation_score),
            seconds=trainer.seconds,
            memory=self.memory(run),
            state="running" if going else state_of(run),
            entry=run.entry,
        )


Given = tuple[Settings, str, str, bool]
"""The settings, the text or task and the title of a run, and whether it is shown."""


def _made(given: Sequence[Given]) -> list[str]:
    settings, texts, titles, _ = zip(*given, strict=True) if given else ((), (), (), ())
    return run_names(settings, texts, titles)


def _titled(runs: Sequence[Run]) -> list[tuple[Run, str]]:
    """The runs with the names that they have from people or from their race, "" for none."""
    seeds: dict[tuple[RunId, str], set[int]] = {}
    for run in runs:
        if run.entry is not None:
            seeds.setdefault((run.entry.race, run.entry.name), set()).add(run.settings.seed)
    return [(run, run.title or _entered(run, seeds)) for run in runs]


def _entered(run: Run, seeds: Mapping[tuple[RunId, str], set[int]]) -> str:
    """The name that a run has in its race, with its seed where there are several."""
    if run.entry is None:
        return ""
    several = len(seeds[run.entry.race, run.entry.name]) > 1
    return f"{run.entry.name}, seed {run.settings.seed}" if several else run.entry.name


def state_of(run: Run) -> str:
    """How a run stands that does not train at the moment."""
    trainer = run.trainer
    if trainer.diverged:
        return "diverged"
    if not run.step:
        return "ready"
    return "finished" if trainer.over else "paused"


def _last(values: Any) -> float:
    return float(values[-1]) if len(values) else math.nan


def _windows(run: Run) -> int:
    """Bytes of the windows that a run computes in."""
    feed, settings = run.trainer.feed, run.settings
    shape = Shape.of(feed.inputs, feed.outputs, feed.peek(), settings.batch)
    return need(settings, shape).windows
