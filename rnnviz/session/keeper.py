"""What the window asks about unsaved work: to keep it, what was kept, and to give it up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rnnviz.lab.runs.kept_runs import Kept, KeptRuns
from rnnviz.refusal import Refusal
from rnnviz.session.keeping import Errand
from rnnviz.session.run_list import RunList
from rnnviz.session.worker import Worker
from rnnviz.tasks.progress import Callback, Cancelled

if TYPE_CHECKING:
    from rnnviz.lab.run import Run

LOOK_SECONDS = 0.02
"""Between two looks whether what waits for the run to be kept is still wanted."""
STAYS = "{problem} So this run stays: save it elsewhere with File > Save run, and try again."


class Keeper(QObject):
    """Runs are kept where `keep_in` says, and nowhere without it."""

    unkept = Signal(str)
    """Emitted once with the reason when a run that goes on could not be kept."""
    kept = Signal()
    """Emitted when unsaved work was kept because another run takes its place."""
    stays = Signal()
    """Emitted when a run could not be kept, and is therefore not replaced."""

    def __init__(self, worker: Worker, runs: RunList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._runs = worker, runs
        self._folder: KeptRuns | None = None

    def keep_in(self, folder: Path) -> None:
        """Keep unsaved work in this folder, from now on."""
        kept = KeptRuns(folder)
        self._folder = self._worker.training.keeping.kept = kept

    def earlier(self) -> list[Kept]:
        """The runs that were kept and are open in no window, the latest first."""
        return self._folder.earlier(self._runs.focus) if self._folder is not None else []

    def left_behind(self) -> Kept | None:
        """The run that was open when the program was killed; told once."""
        return self._folder.left_behind() if self._folder is not None else None

    def holds(self, path: Path | None) -> bool:
        """Whether this is one of the kept files, which no run is saved in by hand."""
        return self._folder is not None and self._folder.holds(path)

    def take(self, run: Run) -> None:
        """See to it that a run which was read from a kept file counts as unsaved."""
        if self._folder is not None and run.path is not None and self.holds(run.path):
            self._folder.take(run, run.path)

    def first(self, report: Callback) -> None:
        """Keep the present run before another takes its place; raises Refusal if that fails.

        For the thread that makes the other one, which waits until it is kept; `report` tells
        whether it is still wanted.
        """
        run = self._worker.training.run
        if self._folder is None or run is None:
            return
        errand = Errand(self._worker.training.keep)
        self._worker.post(errand, urgent=True)
        while not errand.wait(LOOK_SECONDS):
            if not report(1.0):
                raise Cancelled
        if errand.problem:
            self.stays.emit()
            raise Refusal(STAYS.format(problem=errand.problem))
        if run.unsaved:
            self.kept.emit()

    def last(self) -> LastKeep:
        """Have the present run kept as it will stay, since the program ends; returns at once."""
        training = self._worker.training
        training.keeping.share = 0.0
        errand = Errand(training.keep_last)
        if self._folder is not None:
            self._worker.post(errand, urgent=True)
        return LastKeep(self._worker, errand if self._folder is not None else None)

    def give_up(self) -> None:
        """What the present run has learned so far need not be kept."""
        self._worker.post(self._worker.training.give_up)


class LastKeep:
    """The run that is being kept before the program ends, as another thread sees it."""

    def __init__(self, worker: Worker, errand: Errand | None) -> None:
        self._worker, self._errand = worker, errand

    def over(self, seconds: float = 0.0) -> bool:
        """Whether it is kept or could not be, or is within so many seconds."""
        return self._errand is None or self._errand.wait(seconds) or self._worker.isFinished()

    @property
    def problem(self) -> str:
        """Why it could not be kept, once it is over; "" if it is kept, or need not be."""
        done = self._errand is not None and self._errand.wait(0.0)
        return self._errand.problem if done and self._errand is not None else ""

    @property
    def share(self) -> float:
        """How much of it is written, from 0 to 1."""
        return self._worker.training.keeping.share

    @property
    def size(self) -> int:
        """About how many bytes are written."""
        from rnnviz.lab.runs.checkpoint import room_for  # not at the window's start

        run = self._worker.training.run
        return room_for(run.trainer) if run is not None else 0

    def give_up(self) -> None:
        """Write nothing any more: what was kept before stays."""
        self._worker.training.keeping.given_up = True
