"""A black sheet over the window, while a class is to look at its teacher."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget


class Blank(QWidget):
    """Covers the window with black, so that a class looks at the teacher; a click lifts it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("blank")
        self.setAccessibleName("Nothing is shown; the key B shows it again")
        self.setAutoFillBackground(True)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), Qt.GlobalColor.black)
        self.setPalette(palette)
        window.installEventFilter(self)
        self.hide()

    def toggle(self) -> None:
        """Cover everything, or show it again."""
        self.setGeometry(self._window.rect())
        self.setVisible(self.isHidden())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.setGeometry(self._window.rect())
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Show everything again."""
        self.hide()
