"""A frame around a panel for a moment, so that a class knows where to look."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

MOMENT = 2500
"""Milliseconds."""
WIDTH = 5


class Spotlight(QWidget):
    """Lies over the widget that it is pointed at, and lets everything through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._home = parent
        self.setObjectName("spotlight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self._out = QTimer(self)
        self._out.setSingleShot(True)
        self._out.setInterval(MOMENT)
        self._out.timeout.connect(self.end)

    def point_at(self, widget: QWidget) -> None:
        """Frame what `widget` has below the title of its dock, for a moment."""
        if around := self.parent():
            around.removeEventFilter(self)
        self.setParent(widget)
        widget.installEventFilter(self)
        self.setGeometry(widget.contentsRect())
        self.raise_()
        self.show()
        self._out.start()

    def end(self) -> None:
        """Take the frame away."""
        self._out.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what is framed, and do not go down with it."""
        if event.type() == QEvent.Type.DeferredDelete:
            self.end()
            watched.removeEventFilter(self)
            self.setParent(self._home)
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.contentsRect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame."""
        with QPainter(self) as painter:
            painter.setPen(QPen(self.palette().highlight().color(), WIDTH))
            half = WIDTH / 2
            painter.drawRect(QRectF(self.rect()).adjusted(half, half, -half, -half))
