"""The tabs of panels in one place: titles that are whole, and arrows that are hit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QChildEvent, QEvent, QObject, Qt
from PySide6.QtWidgets import QTabBar

from rnnviz.gui.widgets.target import side_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

ARROWS = "QTabBar::scroller {{ width: {width}px; }}"
"""Of both; Qt has no other way to the size of the arrows: the style alone knows it."""


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
                self._grow(bar)
        return super().eventFilter(watched, event)

    def _grow(self, bar: QTabBar) -> None:
        wanted = ARROWS.format(width=2 * side_of(bar))
        if bar.styleSheet() != wanted:
            bar.setStyleSheet(wanted)
