"""A slider that changes by what is meant for it alone."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSlider

THINNEST = 20
"""Pixels that it is high at least, so that it is hit."""


class KeySlider(QSlider):
    """Leaves the wheel to what is around it, unless it has the keyboard; grows with the text."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move while the keyboard is here."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def sizeHint(self) -> QSize:
        """Ask for room to be hit."""
        return self._thick(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        """Need room to be hit."""
        return self._thick(super().minimumSizeHint())

    def _thick(self, size: QSize) -> QSize:
        least = max(THINNEST, self.fontMetrics().height())
        return size.expandedTo(QSize(least, least))
