"""The buttons in a dock's title: help, a menu, and those that Qt has there, all of one size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QDockWidget,
    QMenu,
    QStyle,
    QStyleOptionToolButton,
    QToolButton,
)
from shiboken6 import isValid

from rnnviz.gui.widgets.target import side_of

GAP = 2
"""Pixels between the buttons."""
FOLLOWED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)
NAMES = ("qt_dockwidget_closebutton", "qt_dockwidget_floatbutton")
"""The names are Qt's, and the only way to a title's buttons without a title of one's own."""


class HelpButton(QToolButton):
    """Stands left of the dock's own buttons, and makes all of them grow with the text.

    Others stand `beside` it.
    """

    def __init__(self, dock: QDockWidget, *beside: QToolButton) -> None:
        super().__init__(dock)
        self.setText("?")
        self.setToolTip("What is this? (Shift+F1)")
        self.setAccessibleName(f"What is this? {dock.windowTitle()}")
        self._dock, self._beside = dock, beside
        for one in (self, *beside):
            one.setAutoRaise(True)
            one.setAutoFillBackground(True)  # a title that is too long for its dock ends before it
            one.setBackgroundRole(QPalette.ColorRole.Window)
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        found = (dock.findChild(QAbstractButton, name) for name in NAMES)
        self._neighbours = [button for button in found if button is not None]
        for button in self._neighbours:
            button.installEventFilter(self)
        self._grow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the neighbours, wherever the dock puts them."""
        if event.type() in FOLLOWED:
            self._place()
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Grow with the text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_neighbours"):
            self._grow()

    def _grow(self) -> None:
        """Have the dock make its title as high as the buttons need it."""
        side = side_of(self)
        for button in self._neighbours:
            button.setMinimumSize(side, side)
        self._place()

    def _place(self) -> None:
        """Stand side by side, or hide where the system draws the title and Qt has no buttons."""
        there = filter(isValid, self._neighbours)  # a dock that ends takes them away before this
        shown = [button for button in there if not button.isHidden()]
        for one in (self, *self._beside):
            one.setVisible(bool(shown))
        if not shown:
            return
        side, frame = shown[0].minimumHeight(), self._frame()
        right = self._dock.width() - frame - 1
        for button in (*shown, self, *self._beside):
            button.setGeometry(right - side, frame, side, side)
            right -= side + GAP
        for one in (self, *self._beside):
            one.raise_()

    def _frame(self) -> int:
        """Return how wide the frame is that Qt draws around a floating dock."""
        if not self._dock.isFloating():
            return 0
        return self.style().pixelMetric(QStyle.PixelMetric.PM_DockWidgetFrameWidth, None, self)


class TitleMenu(QToolButton):
    """Opens a menu of what can be done with what a dock shows; filled when it is about to open."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self.setText("\N{IDENTICAL TO}")
        self.setToolTip("Take it with you: picture and data")
        self.setAccessibleName(f"Picture and data of {dock.windowTitle()}")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.filled = QMenu(dock)
        self.setMenu(self.filled)

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        """Have no arrow beside the sign, for which there is no room."""
        super().initStyleOption(option)
        option.features &= ~QStyleOptionToolButton.ToolButtonFeature.HasMenu
