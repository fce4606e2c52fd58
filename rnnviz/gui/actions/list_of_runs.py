"""What is done to runs of the list: passed on, and asked about first where something would go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rnnviz.gui.actions.questions import may_delete_run
from rnnviz.lab.usual_settings import with_usual

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Row, RunId
    from rnnviz.session.session import Session


class ListOfRuns(QObject):
    """Hands what somebody wants of a run to the session; `file_wanted` asks where to save it."""

    file_wanted = Signal(object)
    done = Signal()
    """Emitted when something was asked of the session, whose answer is soon to be seen."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window

    def do(self, verb: str, run: RunId) -> None:
        """Do what the list's verbs say: "focus", "show", "hide", "train", "save" or "remove"."""
        roster = self._session.roster
        if verb == "save":
            self.file_wanted.emit(run)
        elif verb == "remove":
            self._remove(run)
        elif verb == "focus":
            roster.focus(run)
        elif verb == "train":
            roster.train(run)
        else:
            roster.show(run, verb == "show")
        self.done.emit()

    def rename(self, run: RunId, title: str) -> None:
        """Call a run so; "" brings back the name that it has by itself."""
        self._session.roster.rename(run, title)
        self.done.emit()

    def copy(self, run: RunId, changes: dict[str, object]) -> None:
        """Begin a run like this one but for these changes, and what usually comes with them."""
        self._session.roster.copy(run, with_usual(changes))
        self.done.emit()

    def list_kept(self, panel: str) -> None:
        """Have the runs that are in files listed when their list is first seen."""
        if panel == "runs":
            self._session.roster.list_kept()
            self.done.emit()

    def _remove(self, run: RunId) -> None:
        row = self._row(run)
        if row is not None and row.state == "kept":
            wanted = may_delete_run(self._window, row.name, row.step)
        else:
            wanted = True
        if wanted:
            self._session.roster.remove(run)

    def _row(self, run: RunId) -> Row | None:
        newest = self._session.snapshot()
        rows = newest.rows if newest is not None else ()
        return next((row for row in rows if row.run is run), None)
