"""What leaves the wheel to what is around it, unless it has the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object  # PySide allows one class of Qt among the bases; each widget brings its own


class CalmWheel(_Widget):
    """Goes in front of a widget of Qt that the wheel would change while a form is scrolled."""

    def leave_the_wheel(self) -> None:
        """Take the keyboard by click and by key, and not by the wheel."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Change while the keyboard is here."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
