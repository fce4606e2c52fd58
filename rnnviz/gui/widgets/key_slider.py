"""A slider that changes by what is meant for it alone."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSlider

from rnnviz.gui.widgets.target import Target


class KeySlider(Target, QSlider):
    """Leaves the wheel to what is around it, unless it has the keyboard; grows with the text."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move while the keyboard is here."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
