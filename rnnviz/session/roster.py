"""What is done to the list of runs: which is in focus, shown, trained, kept in a file, or goes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, SignalInstance, Slot

from rnnviz.lab.snapshot import Row, RunId
from rnnviz.lab.turns import STEPS, Shared
from rnnviz.session.deeds import Deeds
from rnnviz.session.keeper import Keeper
from rnnviz.session.notice import Notice
from rnnviz.session.preparation import Preparation
from rnnviz.session.run_list import RunList
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from rnnviz.lab.race.contestants import Entries
    from rnnviz.lab.run import Run
    from rnnviz.lab.runs.kept_runs import Kept
    from rnnviz.session.jobs import Elsewhere
    from rnnviz.session.run_makers import Gathered
    from rnnviz.tasks.progress import Callback

    Reading = tuple[int, list[tuple[Kept, RunId, Row]]]

STAYS = "{problem} It stays in the list; save it elsewhere with Save on its row."
ONLY = "This is the only run that is open; begin or open another before it goes."


class Roster(QObject):
    """Follows the user in the list of runs; every method returns at once.

    Runs are named by their ids; those that are kept in files come back when they are wanted.
    """

    focus_changed = Signal(object, object)
    """Emitted with the run that is in focus now, and the one that was before (or None)."""
    removed = Signal(object)
    """Emitted with a run that somebody takes off the list, right before that."""
    parked_run = Signal(object)
    """Emitted with a run that goes to its file because its memory is needed."""
    kept_changed = Signal()
    """Emitted when other runs than before are in files."""
    notice = Signal(object)
    listed = Signal()
    """Emitted when the rows of runs in files are others, which the next snapshot tells of."""

    def __init__(
        self,
        runs: RunList,
        worker: Worker,
        preparation: Preparation,
        deeds: Deeds,
        keeper: Keeper,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._worker = runs, worker
        self._preparation, self._deeds, self._keeper = preparation, deeds, keeper
        self._kept: dict[Path, RunId] = {}
        self._called: dict[Path, tuple[str, int]] = {}
        """The title and the look of runs that are in files now."""
        self._readings = 0
        """How often the files were read."""
        preparation.ready.connect(self._on_ready)
        preparation.gathered.connect(self._on_gathered)
        worker.training.reports.forked.connect(self._on_forked)
        worker.training.reports.parked.connect(self._on_parked)
        worker.training.reports.stays.connect(self._on_stays)
        worker.training.reports.kept_changed.connect(self.kept_changed)
        self.kept_changed.connect(self.list_kept)

    # Which runs there are

    @Slot(object)
    def _on_ready(self, made: tuple[Run, ...]) -> None:
        """Put what was made into the list, and its first run into focus."""
        before = self._runs.focus
        for run in made:
            run.title, _ = self._called.pop(run.path, ("", 0)) if run.path else ("", 0)
            self._keeper.take(run)
        self._runs.add(*made)
        self._tell(before)

    @Slot(object)
    def _on_gathered(self, gathered: Gathered) -> None:
        """Put the runs of a workspace into the list as they stood in it."""
        before = self._runs.focus
        self._runs.gather(gathered.runs, gathered.focus)
        self._tell(before)

    @property
    def parked(self) -> list[tuple[Path, str, int]]:
        """The files of runs that had to make room, each with its title and its look."""
        return [(path, *called) for path, called in self._called.items() if path.is_file()]

    def _tell(self, before: Run | None, field: tuple[Run, ...] = ()) -> None:
        """Tell the thread what is open, and all others what is in focus, whose race trains."""
        focus = self._runs.focus
        is_other = focus is not before
        if is_other and focus is not None:
            field = self._runs.race_of(focus)
            self.focus_changed.emit(focus, before)  # what it showed is forgotten first
        take = partial(self._worker.training.take, tuple(self._runs), focus, field)
        self._worker.post(take, urgent=is_other)

    def race(self, entries: Entries, seeds: int = 1, shared: Shared = STEPS) -> None:
        """Begin a run for each contestant and seed, which train in turn from now on."""
        self._preparation.race(entries, seeds, shared)

    @property
    def open_runs(self) -> tuple[Run, ...]:
        """The runs of the list that are in memory."""
        return tuple(self._runs)

    @property
    def in_focus(self) -> Run | None:
        """The run that is shown."""
        return self._runs.focus

    def is_open(self, run: Run) -> bool:
        """Whether a run is in the list."""
        return run in self._runs

    # The past of the run in focus

    def look_back(self, step: int | None) -> None:
        """Show a moment of the past of the run in focus, or with None its present."""
        self._worker.post(partial(self._deeds.look_back, step))

    def continue_from(self, step: int, **changes: object) -> None:
        """Begin a run that goes on from a moment, with the settings of then but for changes."""
        self._worker.post(partial(self._deeds.fork, step, changes, self._preparation.expect()))

    @Slot(object, object)
    def _on_forked(self, run: Run | None, job: Elsewhere) -> None:
        """A run goes on from a moment of another; in focus if nothing else is wanted by now."""
        if self._preparation.jobs.is_newest(job):
            self._preparation.take(run)
        elif run is not None:
            self._runs.append(run)
            self._tell(self._runs.focus)

    # What is done to one of them

    def focus(self, run_id: RunId) -> None:
        """Show this run, and follow what is asked of it."""
        run, before = self._runs.named(run_id), self._runs.focus
        if run is None:
            self._bring_back(run_id)
        elif run is not before:
            self.put_in_focus(run)

    def put_in_focus(self, run: Run) -> None:
        """Show this run; one that has left the list comes back."""
        before = self._runs.focus
        if run in self._runs:
            self._runs.focus = run
        else:
            self._keeper.reopen(run)
            self._runs.add(run)
        run.shown = True
        self._tell(before)
        self._preparation.focus_on(run)

    def show(self, run_id: RunId, shown: bool = True) -> None:
        """Show a run's curves beside those of the one in focus, or hide them."""
        run = self._runs.named(run_id)
        if run is not None:
            run.shown = shown
            self._tell(self._runs.focus)
        elif shown:
            self._bring_back(run_id)

    def rename(self, run_id: RunId, title: str) -> None:
        """Call a run so; by what it differs in from the others again if it is ""."""
        run = self._runs.named(run_id)
        if run is not None:
            run.title = title.strip()
            self._tell(self._runs.focus)

    def train(self, run_id: RunId) -> None:
        """Go on training this run, and it alone; what was to come beside it does not."""
        self.focus(run_id)
        run = self._runs.named(run_id)
        if run is not None:
            if self._preparation.busy:
                self._preparation.focus_on(run)
            self._tell(self._runs.focus, (run,))
        self._preparation.orders.do(self._worker.training.train)

    def copy(self, run_id: RunId, changes: dict[str, object]) -> None:
        """Begin a run like this one but for these changes."""
        run = self._runs.named(run_id)
        if run is not None:
            self.focus(run_id)
            self._preparation.begin_like(run, changes)

    def remove(self, run_id: RunId) -> None:
        """Take a run out of the list; if it has unsaved work it is kept in a file, whose row stays.

        Of a run that is kept the file goes: that cannot be taken back.
        """
        run = self._runs.named(run_id)
        if run is None:
            self._keeper.delete(self._path(run_id))
            self.list_kept()
        elif len(self._runs) == 1:
            self.notice.emit(Notice("info", ONLY))
        else:
            self._take_out(run, self.removed)

    def put_away(self, runs: Iterable[Run]) -> None:
        """Take runs out of the list that are not in focus; what is unsaved of them is in files."""
        for run in [one for one in runs if one in self._runs and one is not self._runs.focus]:
            self._runs.remove(run)
        self._tell(self._runs.focus)

    def _take_out(self, run: Run, told: SignalInstance) -> None:
        before = self._runs.focus
        told.emit(run)
        self._runs.remove(run)
        self._tell(before)
        if run is before and self._runs.focus is not None:
            self._preparation.focus_on(self._runs.focus)

    def set_budget(self, budget: int) -> None:
        """So many bytes may all runs take together; beyond it the oldest hidden go to files."""
        self._worker.post(partial(self._worker.training.set_budget, budget))

    def trains(self, run_id: RunId) -> bool:
        """Whether this run makes steps at the moment."""
        return self._worker.training.trains(self._runs.named(run_id))

    @Slot(object, str)
    def _on_stays(self, run: Run, problem: str) -> None:
        """A run that was to go could not be kept: it comes back."""
        if run not in self._runs:
            self._runs.append(run)
            self._tell(self._runs.focus)
        self.notice.emit(Notice("error", STAYS.format(problem=problem)))

    # Runs in files

    @Slot()
    def list_kept(self) -> None:
        """Have the runs that are kept in files read and shown in the list."""
        self._readings += 1
        self._preparation.jobs.aside(partial(self._read_kept, self._readings), self._on_kept)

    def _read_kept(self, number: int, _report: Callback) -> Reading:
        """Their rows, the latest first; for a thread of its own."""
        from rnnviz.lab.runs.kept_rows import named_rows, row_of_kept

        found = []
        for kept in self._keeper.earlier():
            run_id = self._kept.get(kept.path) or RunId(kept.name)
            row = row_of_kept(kept, run_id, self._called.get(kept.path, ("", 0))[1])
            if row is not None:
                found.append((kept, run_id, row))
        titles = [self._called.get(kept.path, ("", 0))[0] for kept, _, _ in found]
        rows = named_rows([row for _, _, row in found], titles)
        named = [(kept, run, row) for (kept, run, _), row in zip(found, rows, strict=True)]
        return number, named

    @Slot(object)
    def _on_kept(self, reading: Reading) -> None:
        number, found = reading
        if number != self._readings:
            return  # a later one, which knows more, is under way or was faster
        self._kept = {kept.path: run_id for kept, run_id, _ in found}
        rows = tuple(row for _, _, row in found)
        self._worker.post(partial(self._worker.training.watching.list_kept, rows))
        self.listed.emit()

    def _bring_back(self, run_id: RunId) -> None:
        """Read a run that is in a file, unless it is here again since its row was shown."""
        path = self._path(run_id)
        here = [run for run in self._runs if run.kept is not None and run.kept.path == path]
        if here:
            self.put_in_focus(here[0])
        elif path is not None:
            self._preparation.load(path)

    def _path(self, run_id: RunId) -> Path | None:
        return next((path for path, one in self._kept.items() if one is run_id), None)

    @Slot(object)
    def _on_parked(self, run: Run) -> None:
        """A run is in its file: its memory is needed by others."""
        if run in self._runs and run is not self._runs.focus:
            if run.kept is not None:
                self._called[run.kept.path] = run.title, run.look
            self._take_out(run, self.parked_run)
