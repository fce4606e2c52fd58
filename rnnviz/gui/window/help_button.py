"""The question mark in a dock's title, beside the buttons that Qt has there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QDockWidget, QToolButton, QWidget

GAP = 2
"""Pixels between the buttons."""
FOLLOWED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show)


class HelpButton(QToolButton):
    """Stands left of the dock's own buttons, wherever the dock puts these, and is as large."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setText("?")
        self.setAutoRaise(True)
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
        if isinstance(watched, QWidget) and event.type() in (
            QEvent.Type.Move,
            QEvent.Type.Resize,
            QEvent.Type.Show,
        ):
            self._follow(watched.geometry())
        return super().eventFilter(watched, event)

    def _follow(self, box: QRect) -> None:
        self.setGeometry(box.translated(-box.width() - GAP, 0))
        self.show()
        self.raise_()
