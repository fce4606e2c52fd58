"""Changes of settings and new starts, which ask first when unsaved work would end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from rnnviz.gui.actions.questions import may_end_run, may_go_back
from rnnviz.lab.setting_words import usual_texts
from rnnviz.lab.settings import declarations
from rnnviz.lab.usual_settings import with_usual

if TYPE_CHECKING:
    from rnnviz.session.session import Session


SETTLED = 300
"""Milliseconds that a threshold must stand still before it counts while training runs."""
DRAGGED = "clip_threshold"
FEW_STEPS = 5
"""So few steps an undo may cost without a question."""


class ChangeSettings(QObject):
    """Passes wishes on to the session if the user means them."""

    taken_back = Signal(object)
    """Emitted with the settings that stay when the user has chosen to keep the run."""
    restarting = Signal()
    noted = Signal(str)
    """Emitted with a sentence about what else has changed."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._held: object = None
        self.settled = QTimer(self)
        self.settled.setSingleShot(True)
        self.settled.setInterval(SETTLED)
        self.settled.timeout.connect(self._let_go)

    def change(self, name: str, value: object) -> None:
        """Change one setting.

        A threshold of the clipping that is run through while the network trains counts where it
        comes to rest, for each that counts is a mark on the curves.
        """
        if name == DRAGGED and self._session.state == "running":
            self._held = value
            self.settled.start()
            return
        self._change({name: value}, f"{declarations()[name].label}: a change needs a new network.")

    def change_together(self, changes: dict[str, object]) -> bool:
        """Change several settings at once, as a preset does; return whether the user means it."""
        return self._change(changes, "These settings need a new network.")

    def restart(self) -> None:
        """Start over with the same settings and seed."""
        self._let_go()
        reason = "Starting over makes the network forget what it has learned."
        if not self._session.unsaved or self._may_end(reason, "Start over"):
            self.restarting.emit()
            self._session.restart()

    def undo(self) -> None:
        """Take the last edit back; ask first if that costs training."""
        self._let_go()
        newest = self._session.snapshot()
        if newest is not None and newest.undo_step is not None:
            lost = newest.step - newest.undo_step
            if lost > FEW_STEPS and not may_go_back(
                self._window, newest.undo, newest.undo_step, lost
            ):
                return
        self._session.undo()

    def _let_go(self) -> None:
        """Pass a threshold on that has come to rest, or before something else is done."""
        if self._held is not None:
            value, self._held = self._held, None
            self.settled.stop()
            self._session.change(**{DRAGGED: value})

    def _change(self, changes: dict[str, object], reason: str) -> bool:
        self._let_go()
        loses = self._session.would_lose_work(**changes)
        if loses and not self._may_end(reason, "New network"):
            self.taken_back.emit(self._session.settings)
            return False
        complete, before = with_usual(changes), self._session.settings
        came = [n for n in complete if n not in changes and complete[n] != before.value(n)]
        self._session.change(**complete)
        said = usual_texts(before.change(**complete), came) if came else ()
        if words := " ".join(sentence for _, sentence in said):
            self.noted.emit(words)
        return True

    def _may_end(self, reason: str, go_on: str) -> bool:
        newest = self._session.snapshot()
        steps = newest.step if newest is not None else 0
        return may_end_run(self._window, reason, go_on, steps)
