"""Plays a walk in slow motion: a timer that goes on by one thing, while somebody watches."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from rnnviz.gui.controls.walking import Walking


class Playing(QObject):
    """Lets a walk go on again and again, until there is nothing left; waits until `is_ready`."""

    moved = Signal()
    stopped = Signal()
    """Emitted when it has come to an end, by itself or by `stop`."""

    def __init__(self, walking: Walking, is_ready: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._walking, self._is_ready = walking, is_ready
        self._things, self._back = 1, False
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.go_on)

    @property
    def is_going(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    def start(self, seconds: float, things: int, back: bool) -> None:
        """Do so many things in so many seconds, which are those of a step, and go on so."""
        self._things, self._back = max(1, things), back
        self._timer.start(max(1, round(1000 * seconds / self._things)))

    def stop(self) -> None:
        """Stand still."""
        if self._timer.isActive():
            self._timer.stop()
            self.stopped.emit()

    def go_on(self) -> None:
        """Do one thing."""
        if not self._is_ready():
            return
        is_left = self._walking.play(self._things, self._back)
        self.moved.emit()
        if not is_left:
            self.stop()
