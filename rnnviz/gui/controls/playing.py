"""Plays a walk in slow motion: a timer that goes on by one thing, while somebody watches."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal


class Playing(QObject):
    """Calls `go_on` again and again until it says that there is nothing left."""

    stopped = Signal()
    """Emitted when it has come to an end, by itself or by `stop`."""

    def __init__(self, go_on: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._go_on = go_on
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_going(self) -> bool:
        """Whether it plays."""
        return self._timer.isActive()

    def start(self, seconds: float, things: int) -> None:
        """Do so many things in so many seconds, and go on so."""
        self._timer.start(max(1, round(1000 * seconds / max(1, things))))

    def stop(self) -> None:
        """Stand still."""
        if self._timer.isActive():
            self._timer.stop()
            self.stopped.emit()

    def _on_tick(self) -> None:
        if not self._go_on():
            self.stop()
