"""The parts of the window in the order of the eye, and the docks in front."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QTabBar, QWidget

from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.live_plot import LivePlot
from rnnviz.gui.window.tab_order import (
    Stop,
    in_reading_order,
    in_title,
    place_of,
    stops_in,
)

if TYPE_CHECKING:
    from rnnviz.gui.window.main_window import MainWindow

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


class Parts:
    """Finds the parts of the window by where they stand now, and what Tab stops at in each.

    They are the transport, the column of settings, messages, every dock in front with its tabs,
    the lesson, the timeline; another part beside these is found too.
    """

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def all(self) -> list[QWidget]:
        """Return the parts that are to be seen, in their order."""
        window, middle = self._window, self._middle()
        first = [window.transport, window.left]
        lesson = self._docked(window.lesson)
        last = [window.timeline]
        if lesson and place_of(lesson[0]).left() < place_of(window.left).left():
            first, lesson = [window.transport, *lesson, window.left], []
        return [part for part in (*first, *middle, *lesson, *last) if part.isVisible()]

    def stops(self, part: QWidget) -> list[Stop]:
        """Return what Tab stops at in a part; of a dock its tabs are the last."""
        found = stops_in(part, grouped=part is not self._window.left)
        tabs = self._tabs_of(part)
        if tabs is None:
            return found
        tabs.setAccessibleName("Panels in this place")
        return [*found, [tabs]]

    def part_of(self, widget: QWidget | None) -> QWidget | None:
        """Return the part that a widget stands in."""
        if isinstance(widget, QTabBar):
            return next((p for p in self.all() if self._tabs_of(p) is widget), None)
        if widget is None:
            return None
        return next((p for p in self.all() if p is widget or p.isAncestorOf(widget)), None)

    def _middle(self) -> list[QWidget]:
        """Return the docks in front, messages above them, and what else is beside them."""
        window = self._window
        docks = [one for dock in window.panels.docks for one in self._docked(dock)]
        known = (window.panels, window.timeline, window.left)
        beside = [one for one in beside_of(window.panels) if one not in known and one.isVisible()]
        return in_reading_order([*beside, *docks], place_of)

    def _docked(self, dock: QDockWidget) -> list[QWidget]:
        """Return a dock if it stands in the window and is no tab behind another."""
        inside = place_of(self._window).intersects(place_of(dock))
        return [dock] if dock.isVisible() and not dock.isFloating() and inside else []

    def _tabs_of(self, part: QWidget) -> QTabBar | None:
        """Return the tabs that a dock is in front of."""
        around = part.parentWidget() if isinstance(part, QDockWidget) else None
        for bar in around.findChildren(QTabBar, options=DIRECT) if around is not None else ():
            is_here = bar.isVisible() and bar.count() > 1
            if is_here and bar.tabText(bar.currentIndex()) == part.windowTitle():
                return bar
        return None


def beside_of(part: QWidget) -> list[QWidget]:
    """Return what stands in the same place as a part, whatever it is."""
    around = part.parentWidget()
    return [] if around is None else around.findChildren(QWidget, options=DIRECT)


def picture_in(part: QWidget) -> QWidget | None:
    """Return the largest picture of a part, else the largest thing in it that can be used."""
    painted: list[QWidget] = [*part.findChildren(Canvas), *part.findChildren(LivePlot)]
    silent = Qt.FocusPolicy.NoFocus
    pictures = [one for one in painted if one.isVisible() and one.focusPolicy() != silent]
    if pictures:
        return max(pictures, key=area_of)
    stops = [stop[0] for stop in stops_in(part, grouped=False) if not in_title(stop[0])]
    return max(stops, key=area_of, default=None)


def area_of(part: QWidget) -> int:
    """Return how many pixels a part takes."""
    return part.width() * part.height()
