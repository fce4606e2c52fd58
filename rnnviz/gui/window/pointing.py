"""Lets somebody point at a part of the window: the next click says which, and does nothing else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

BUTTONS = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
)


class Pointing(QObject):
    """Shows a question mark at the pointer until a click; Escape, or any other key, ends it.

    `pointed` brings the place on the screen.
    """

    pointed = Signal(QPoint)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_going = self._is_down = False

    def begin(self) -> None:
        """Wait for the click."""
        application = QApplication.instance()
        if not self.is_going and application is not None:
            self.is_going, self._is_down = True, False
            QApplication.setOverrideCursor(Qt.CursorShape.WhatsThisCursor)
            application.installEventFilter(self)

    def end(self) -> None:
        """Wait no more."""
        application = QApplication.instance()
        if self.is_going and application is not None:
            self.is_going = False
            QApplication.restoreOverrideCursor()
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the click before anything else gets it: it is over with its release."""
        if isinstance(event, QMouseEvent) and event.type() in BUTTONS:
            self._is_down |= event.type() == QEvent.Type.MouseButtonPress
            if self._is_down and event.type() == QEvent.Type.MouseButtonRelease:
                self.end()
                self.pointed.emit(event.globalPosition().toPoint())
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.end()
            return event.key() == Qt.Key.Key_Escape
        return False
