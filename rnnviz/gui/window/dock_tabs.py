"""The tabs of panels in one place: titles that are whole, and arrows that are hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QChildEvent, QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QTabBar, QToolButton

from rnnviz.gui.widgets.target import side_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

MOVED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show)


class DockTabs(QObject):
    """Follows the tab bars that Qt makes when docks come together."""

    def __init__(self, docks: QMainWindow) -> None:
        super().__init__(docks)
        self._docks = docks
        docks.installEventFilter(self)

    def grow(self) -> None:
        """Follow the size of text."""
        for bar in self._docks.findChildren(QTabBar):
            self._grow(bar)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Have the titles of tabs whole: where there is no room for all of them they scroll."""
        if isinstance(event, QChildEvent) and event.type() == QEvent.Type.ChildPolished:
            bar = event.child()
            if isinstance(bar, QTabBar):
                bar.setElideMode(Qt.TextElideMode.ElideNone)
                bar.setUsesScrollButtons(True)
                for arrow in bar.findChildren(QToolButton):
                    arrow.installEventFilter(self)
                self._grow(bar)
        elif isinstance(watched, QToolButton) and event.type() in MOVED:
            around = watched.parentWidget()
            if isinstance(around, QTabBar):
                self._grow(around)
        return super().eventFilter(watched, event)

    def _grow(self, bar: QTabBar) -> None:
        """Make the arrows of a bar as wide as they must be, over the end of its tabs.

        Their size is the style's alone to say, and a style sheet would keep the whole window from
        following the look.
        """
        side, right = side_of(bar), bar.width()
        for arrow in sorted(bar.findChildren(QToolButton), key=QToolButton.x, reverse=True):
            place = QRect(right - side, arrow.y(), side, arrow.height())
            if arrow.geometry() != place:
                arrow.setGeometry(place)
            right -= side
