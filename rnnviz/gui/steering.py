"""Changes of settings and new starts, which ask first when unsaved work would end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from rnnviz.gui.questions import may_end_run
from rnnviz.lab.settings import declarations

if TYPE_CHECKING:
    from rnnviz.session.session import Session


class Steering(QObject):
    """Passes wishes on to the session if the user means them."""

    taken_back = Signal(object)
    """Emitted with the settings that stay when the user has chosen to keep the run."""
    restarting = Signal()

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window

    def change(self, name: str, value: object) -> None:
        """Change one setting."""
        self._change({name: value}, f"{declarations()[name].label}: a change needs a new network.")

    def change_together(self, changes: dict[str, object]) -> bool:
        """Change several settings at once, as a preset does; return whether the user means it."""
        return self._change(changes, "These settings need a new network.")

    def restart(self) -> None:
        """Start over with the same settings and seed."""
        reason = "Starting over makes the network forget what it has learned."
        if not self._session.unsaved or self._may_end(reason, "Start over"):
            self.restarting.emit()
            self._session.restart()

    def _change(self, changes: dict[str, object], reason: str) -> bool:
        loses = self._session.would_lose_work(**changes)
        if loses and not self._may_end(reason, "New network"):
            self.taken_back.emit(self._session.settings)
            return False
        self._session.change(**changes)
        return True

    def _may_end(self, reason: str, go_on: str) -> bool:
        newest = self._session.snapshot()
        steps = newest.step if newest is not None else 0
        return may_end_run(self._window, reason, go_on, steps)
