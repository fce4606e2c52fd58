"""A picture through which the arrow keys walk: left and right by steps, up and down by units."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from rnnviz.gui.plotting.canvas import Canvas

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
UNITS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Walked(Canvas):
    """Tells by how many steps, or units, somebody goes on; all other keys are the window's."""

    walked = Signal(int)
    counted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on by a step or by a unit."""
        if event.key() in STEPS:
            self.walked.emit(STEPS[Qt.Key(event.key())])
        elif event.key() in UNITS:
            self.counted.emit(UNITS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)
