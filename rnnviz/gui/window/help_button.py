"""The question mark in a dock's title, beside the buttons that Qt has there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QToolButton, QWidget

GAP = 2
"""Pixels between the buttons."""
FOLLOWED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class HelpButton(QToolButton):
    """Stands left of the dock's own buttons, wherever the dock puts these."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setText("?")
        self.setAutoRaise(True)
        self.setAutoFillBackground(True)  # a title that is too long for its dock ends before it
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setToolTip("What is this? (Shift+F1)")
        self.setAccessibleName(f"What is this? {dock.windowTitle()}")
        # The name is Qt's, and the only way to a title's buttons without a title of one's own.
        self._neighbour = dock.findChild(QAbstractButton, "qt_dockwidget_floatbutton")
        if self._neighbour is None:
            self.hide()
        else:
            self._neighbour.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the neighbour."""
        if isinstance(watched, QWidget) and event.type() in FOLLOWED:
            self._follow(watched)
        return super().eventFilter(watched, event)

    def _follow(self, neighbour: QWidget) -> None:
        """Stand beside it, or hide where the system draws the title and Qt has no buttons."""
        beside, side = neighbour.geometry(), self.fontMetrics().height()
        box = QRect(0, 0, max(beside.width(), side), max(beside.height(), side))
        box.moveCenter(beside.center())
        box.moveRight(beside.left() - GAP - 1)
        self.setGeometry(box)
        self.setVisible(not neighbour.isHidden())
        self.raise_()
