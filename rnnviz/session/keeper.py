"""What the window asks about unsaved work: where it is kept, what was kept, and to end with it."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from rnnviz.lab.runs.kept_runs import Kept, KeptRuns, count_as_unsaved
from rnnviz.session.keeping import Errand
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from rnnviz.lab.run import Run


class Keeper(QObject):
    """Runs are kept where `keep_in` says, and nowhere without it."""

    unkept = Signal(str)
    """Emitted once with the reason when a run that goes on could not be kept."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._folder: KeptRuns | None = None

    def keep_in(self, folder: Path) -> None:
        """Keep unsaved work in this folder, from now on."""
        kept = KeptRuns(folder)
        self._folder = self._worker.training.keeping.kept = kept

    def earlier(self) -> list[Kept]:
        """The runs that were kept and are open in no window, the latest first."""
        return self._folder.earlier() if self._folder is not None else []

    def left_behind(self) -> Kept | None:
        """The run that was open when the program was killed; told once."""
        return self._folder.left_behind() if self._folder is not None else None

    def holds(self, path: Path | None) -> bool:
        """Whether this is one of the kept files, which no run is saved in by hand."""
        return self._folder is not None and self._folder.holds(path)

    def take(self, run: Run) -> None:
        """See to it that a run which was read from a kept file counts as unsaved.

        That its file is open is noted in the thread that keeps, before it is given the run.
        """
        path = run.path
        if self._folder is not None and path is not None and self.holds(path):
            count_as_unsaved(run, path, own=False)  # until it is known to be open nowhere else
            self._worker.post(partial(self._take, self._folder, run, path))

    def _take(self, folder: KeptRuns, run: Run, path: Path) -> None:
        folder.take(run, path)
        self._worker.training.reports.kept_changed.emit()

    def reopen(self, run: Run) -> None:
        """Go on in the file of a run that had left the list and comes back."""
        if self._folder is not None:
            self._worker.post(partial(self._reopen, self._folder, run))

    def _reopen(self, folder: KeptRuns, run: Run) -> None:
        if run.kept is not None:
            folder.reopen(run)
            self._worker.training.reports.kept_changed.emit()

    def delete(self, path: Path | None) -> None:
        """Delete one of the kept files."""
        if path is not None and self.holds(path):
            with suppress(OSError):
                path.unlink()

    def last(self) -> LastKeep:
        """Have the runs kept as they will stay, since the program ends; returns at once."""
        training = self._worker.training
        training.keeping.share = 0.0
        errand = Errand(training.keep_last)
        if self._folder is not None:
            self._worker.post(errand, urgent=True)
        return LastKeep(self._worker, errand if self._folder is not None else None)


class LastKeep:
    """The runs that are being kept before the program ends, as another thread sees it."""

    def __init__(self, worker: Worker, errand: Errand | None) -> None:
        self._worker, self._errand = worker, errand

    def over(self, seconds: float = 0.0) -> bool:
        """Whether they are kept or could not be, or are within so many seconds."""
        return self._errand is None or self._errand.wait(seconds) or self._worker.isFinished()

    @property
    def problem(self) -> str:
        """Why one could not be kept, once it is over; "" if all are kept, or need not be."""
        done = self._errand is not None and self._errand.wait(0.0)
        return self._errand.problem if done and self._errand is not None else ""

    @property
    def share(self) -> float:
        """How much of them is written, from 0 to 1."""
        return self._worker.training.keeping.share

    @property
    def size(self) -> int:
        """About how many bytes are written."""
        from rnnviz.lab.runs.checkpoint import room_for  # not at the window's start

        return sum(room_for(run.trainer) for run in self._worker.training.runs if run.unsaved)

    def give_up(self) -> None:
        """Write nothing any more: what was kept before stays."""
        self._worker.training.keeping.given_up = True
