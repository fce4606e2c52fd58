"""Runs that the history of what was done may bring back, in memory or in their files."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from PySide6.QtCore import QObject, Slot

if TYPE_CHECKING:
    from pathlib import Path

    from rnnviz.lab.run import Run
    from rnnviz.lab.snapshot import RunId
    from rnnviz.session.preparation import Preparation
    from rnnviz.session.roster import Roster

GONE = "“{words}” cannot be taken back: the file of its run is not there any more."


class Gone(Exception):  # noqa: N818  # what is not there is no error of the program
    """Why something cannot be taken back; with a place for its `words`."""


class HeldRun:
    """A run, or the file that it went to because memory was needed."""

    def __init__(self, run: Run) -> None:
        self.run: Run | None = run
        self.path: Path | None = None


class HeldRuns(QObject):
    """Knows every run that the history names by one `HeldRun`, which follows it into its file."""

    def __init__(
        self, roster: Roster, preparation: Preparation, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._roster, self._preparation = roster, preparation
        self._held: WeakValueDictionary[RunId, HeldRun] = WeakValueDictionary()
        """Those that the history names; nothing else keeps a run here."""
        self._awaited: HeldRun | None = None
        roster.parked_run.connect(self._on_parked)
        roster.kept_changed.connect(self._on_kept)

    def of(self, run: Run) -> HeldRun:
        """The one that stands for this run."""
        return self._held.setdefault(run.id, HeldRun(run))

    def focus(self) -> HeldRun | None:
        """The one of the run in focus."""
        run = self._roster.in_focus
        return self.of(run) if run is not None else None

    def bring(self, held: HeldRun) -> Run | None:
        """Bring a run into focus as it stood; None while it is read. Raises Gone."""
        if held.run is None:
            if held.path is None or not held.path.is_file():
                raise Gone(GONE)
            self._awaited = held
            self._preparation.load(held.path)
        elif held.run is not self._roster.in_focus:
            self._roster.put_in_focus(held.run)
        return held.run

    def comes(self, run: Run) -> bool:
        """Whether this run is the one that is brought back from its file."""
        held = self._awaited
        if held is None or run.kept is None or run.kept.path != held.path:
            return False
        held.run, held.path, self._awaited = run, None, None
        self._held[run.id] = held
        return True

    def take_out(self, held: HeldRun) -> None:
        """Take a run off the list again."""
        if held.run is not None:
            self._roster.remove(held.run.id)

    def memory(self, helds: Iterable[HeldRun]) -> int:
        """Bytes of those runs that are in no list."""
        from rnnviz.lab.run_rows import RunRows  # when there is a run, not at the start

        rows = RunRows()
        runs = {held.run for held in helds if held.run is not None}
        return sum(rows.memory(run) for run in runs if not self._roster.is_open(run))

    @Slot(object)
    def _on_parked(self, run: Run) -> None:
        held = self._held.pop(run.id, None)
        if held is not None:
            held.run, held.path = None, run.kept.path if run.kept is not None else None

    @Slot()
    def _on_kept(self) -> None:
        """What has left the list and is in its file need not be in memory."""
        for run in [held.run for held in self._held.values()]:
            if run is None or run.kept is None or self._roster.is_open(run):
                continue
            if run.kept.holds(run, whole=True):
                self._on_parked(run)
