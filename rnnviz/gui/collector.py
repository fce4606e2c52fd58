"""Collects Python's cyclic garbage on the window's thread, where Qt's objects may be destroyed."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

PERIOD = 1000
"""Milliseconds between two looks."""


class GarbageCollector(QObject):
    """Takes over from Python's own collector, which would run in whichever thread allocates."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(PERIOD)
        self._timer.timeout.connect(self.check)

    def start(self) -> None:
        """Switch Python's collector off and look once a second; what is there now stays."""
        gc.disable()
        gc.freeze()
        self._timer.start()

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def check(self) -> None:
        """Collect the generations that are due, as Python's own collector would."""
        due = [n for n in range(3) if gc.get_count()[n] > gc.get_threshold()[n] > 0]
        if due:
            gc.collect(due[-1])
