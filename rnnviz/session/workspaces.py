"""Saves the runs of a session as one folder, and brings the runs of such a folder back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.lab.turns import STEPS, Shared
from rnnviz.session.notice import Notice
from rnnviz.session.preparation import Preparation
from rnnviz.session.roster import Roster
from rnnviz.session.run_list import RunList
from rnnviz.session.worker import Worker

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.runs.workspace_writing import Member
    from rnnviz.lab.snapshot import RunId
    from rnnviz.session.run_makers import Gathered

NOTHING = "There is no run to save yet; open a text first."


class Workspaces(QObject):
    """Every method returns at once; the `folder` is the one that was saved or opened last."""

    saved = Signal(str)
    """Emitted with the folder when all runs are in it."""
    opened = Signal(object)
    """Emitted with what a window noted of its layout when the runs are there."""
    notice = Signal(object)
    _written = Signal(object, object)

    def __init__(
        self,
        runs: RunList,
        worker: Worker,
        preparation: Preparation,
        roster: Roster,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._worker = runs, worker
        self._preparation, self._roster = preparation, roster
        self.folder: Path | None = None
        self._coming: Path | None = None
        preparation.gathered.connect(self._on_gathered)
        self._written.connect(self._on_written)

    def save(self, folder: Path, layout: bytes = b"") -> None:
        """Write all runs of the list, and those that had to make room, between two steps."""
        if self._runs.focus is None:
            self.notice.emit(Notice("error", NOTHING))
            return
        from rnnviz.lab.run_names import run_names  # not at the window's start
        from rnnviz.lab.runs.workspace_writing import Member

        runs = tuple(self._runs)
        names = run_names(*zip(*((r.settings, r.name, r.title) for r in runs), strict=True))
        races = list(dict.fromkeys(run.entry.race for run in runs if run.entry))
        members = [
            Member(run.trainer, run.title, run.look, run.shown, name, *_race_of(run, races))
            for run, name in zip(runs, names, strict=True)
        ]
        members += [Member(path, title, look, False) for path, title, look in self._roster.parked]
        focus = runs.index(self._runs.focus)
        self._worker.post(partial(self._save, folder, runs, members, focus, layout))

    def _save(
        self,
        folder: Path,
        runs: Sequence[Run],
        members: Sequence[Member],
        focus: int,
        layout: bytes,
    ) -> None:
        """Write them; in the thread that trains, so that each is whole."""
        from rnnviz.lab.runs.workspace_writing import save_workspace

        keeping = self._worker.training.keeping
        paths = save_workspace(folder, members, focus, layout, keeping.go_on)
        written = list(zip(runs, paths, strict=False))  # those that had to make room come last
        for run, path in written:
            run.note_saved()
            keeping.saved(run, path)
        self._written.emit(folder, written)

    @Slot(object, object)
    def _on_written(self, folder: Path, written: Sequence[tuple[Run, Path]]) -> None:
        for run, path in written:
            run.path = path
        self.folder = folder
        self.saved.emit(str(folder))

    def open(self, folder: Path) -> None:
        """Read the runs of a workspace's folder, which come beside those that are open."""
        self._coming = folder
        self._preparation.gather(folder, folder.name)

    @Slot(object)
    def _on_gathered(self, gathered: Gathered) -> None:
        self.folder = self._coming
        for problem in gathered.problems:
            self.notice.emit(Notice("warning", problem))
        self.opened.emit(gathered.layout)


def _race_of(run: Run, races: Sequence[RunId]) -> tuple[int, str, Shared]:
    """The number of a run's race, from 1 (0: in none), what it is called in it, and its terms."""
    if run.entry is None:
        return 0, "", STEPS
    return races.index(run.entry.race) + 1, run.entry.name, run.entry.shared
