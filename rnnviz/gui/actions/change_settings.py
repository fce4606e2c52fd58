"""Changes of settings and new starts; the run from before stays in the list of runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from rnnviz.lab.setting_words import usual_texts
from rnnviz.lab.usual_settings import with_usual

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.session.session import Session


SETTLED = 300
"""Milliseconds that a threshold must stand still before it counts while training runs."""
DRAGGED = "clip_threshold"


class ChangeSettings(QObject):
    """Passes wishes on to the session."""

    restarting = Signal()
    noted = Signal(str)
    """Emitted with a sentence about what else has changed."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._held: object = None
        self._held_of: Run | None = None
        """The run that the threshold is held for."""
        self.settled = QTimer(self)
        self.settled.setSingleShot(True)
        self.settled.setInterval(SETTLED)
        self.settled.timeout.connect(self.let_go)

    def change(self, name: str, value: object) -> None:
        """Change one setting.

        A threshold of the clipping that is run through while the network trains counts where it
        comes to rest, for each that counts is a mark on the curves.
        """
        if name == DRAGGED and self._session.state == "running":
            self._held, self._held_of = value, self._session.runs.focus
            self.settled.start()
            return
        self.change_together({name: value})

    def restart(self) -> None:
        """Start over with the same settings and seed."""
        self.let_go()
        self.restarting.emit()
        self._session.restart()

    def let_go(self) -> None:
        """Pass a threshold on that has come to rest, or before something else is done.

        Where another run is in focus meanwhile it is none of that one's.
        """
        if self._held is None:
            return
        value, run, self._held, self._held_of = self._held, self._held_of, None, None
        self.settled.stop()
        if run is self._session.runs.focus:
            self._session.change(**{DRAGGED: value})

    def change_together(self, changes: dict[str, object]) -> None:
        """Change several settings at once, as a preset does."""
        self.let_go()
        complete, before = with_usual(changes), self._session.settings
        came = [n for n in complete if n not in changes and complete[n] != before.value(n)]
        self._session.change(**complete)
        said = usual_texts(before.change(**complete), came) if came else ()
        if words := " ".join(sentence for _, sentence in said):
            self.noted.emit(words)
