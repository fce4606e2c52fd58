"""Sets out some of the panels as a lesson wants them, and tells how they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt

from rnnviz.lessons.layout import TABS, Layout, names, tabs

if TYPE_CHECKING:
    from rnnviz.gui.window.docks import PanelDocks
    from rnnviz.gui.window.panel_dock import PanelDock

NARROW = 37
"""Lines of text across, below which two panels do not stand side by side."""
ROWS_IF_NARROW = 2
LARGEST = 2
"""The room of the largest part, in parts of all others together."""
DOWN, ACROSS = Qt.Orientation.Vertical, Qt.Orientation.Horizontal


def show_layout(panels: PanelDocks, rows: Sequence[Layout], front: str = "") -> Layout:
    """Show these panels, row under row; without any everything stays where it is.

    Where there is little room, all stand in two rows, the others in tabs behind them; `front` is
    then before the others of its place. Returns how they stand, for `give_room`.
    """
    if not rows:
        return ()
    layout = tuple(rows)
    if is_narrow(panels):
        layout = _stacked(names(layout))
    by_name = {dock.kind.name: dock for dock in panels.docks}
    for dock in panels.docks:
        dock.setFloating(False)
        panels.removeDockWidget(dock)
    panels.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, by_name[_first(layout)])
    _split(panels, by_name, layout, DOWN)
    if front in names(layout):
        by_name[front].raise_()
    return layout


def is_narrow(panels: PanelDocks) -> bool:
    """Whether there is no room for two panels side by side, at the present size of text."""
    return panels.width() < NARROW * panels.fontMetrics().height()


def give_room(panels: PanelDocks, layout: Layout, name: str) -> None:
    """Give the largest place of a layout to one of its panels, equal ones to the others."""
    by_name = {dock.kind.name: dock for dock in panels.docks}
    if name in names(layout):
        _Room(panels, by_name, name).share(layout, DOWN, panels.size().toTuple())


def _stacked(shown: Sequence[str]) -> tuple[str, ...]:
    """As many rows as there is room for; the rest in tabs behind them."""
    rows = [shown[place::ROWS_IF_NARROW] for place in range(min(ROWS_IF_NARROW, len(shown)))]
    return tuple(f" {TABS} ".join(row) for row in rows)


def _first(layout: Layout) -> str:
    return names(layout)[0]


def _split(
    panels: PanelDocks, by_name: Mapping[str, PanelDock], layout: Layout, along: Qt.Orientation
) -> None:
    """Part the place where the first panel of `layout` stands among all of them."""
    if isinstance(layout, str):
        front, *behind = (by_name[name] for name in tabs(layout))
        for dock in behind:
            panels.tabifyDockWidget(front, dock)
            dock.show()
        front.show()
        front.raise_()
        return
    for before, part in pairwise(layout):
        panels.splitDockWidget(by_name[_first(before)], by_name[_first(part)], along)
    for part in layout:
        _split(panels, by_name, part, ACROSS if along is DOWN else DOWN)


@dataclass(frozen=True)
class _Room:
    """Gives one panel of a layout so much that two such shares are the largest area."""

    panels: PanelDocks
    by_name: Mapping[str, PanelDock]
    largest: str

    def share(self, layout: Layout, along: Qt.Orientation, sides: tuple[int, int]) -> None:
        """Part a place of these `sides`, across and down; docks may not have their sizes yet."""
        if isinstance(layout, str):
            return
        down = along is DOWN
        shares = [
            LARGEST * (len(layout) - 1) if self.largest in names(part) else 1 for part in layout
        ]
        unit = sides[down] / max(1, sum(shares))
        sizes = [round(share * unit) for share in shares]
        if len(layout) > 1:
            docks = [_in_front(self.by_name, part) for part in layout]
            self.panels.resizeDocks(docks, sizes, along)
        else:
            sizes = [sides[down]]
        for part, size in zip(layout, sizes, strict=True):
            self.share(
                part, ACROSS if down else DOWN, (sides[0], size) if down else (size, sides[1])
            )


def _in_front(by_name: Mapping[str, PanelDock], layout: Layout) -> PanelDock:
    """The dock that is seen at the first place of a layout: those in tabs behind have no size."""
    first = layout
    while not isinstance(first, str):
        first = first[0]
    docks = [by_name[name] for name in tabs(first)]
    return next((dock for dock in docks if dock.in_front), docks[0])


def layout_of(panels: PanelDocks) -> tuple[Layout, ...]:
    """How the panels stand that are not closed; those that float come last, in a row of theirs."""
    shown = [dock for dock in panels.docks if dock.toggleViewAction().isChecked()]
    places: dict[str, QRect] = {}
    for dock in shown:
        if dock.in_front and not dock.isFloating():
            behind = [other.objectName() for other in panels.tabifiedDockWidgets(dock)]
            places[f" {TABS} ".join([dock.kind.name, *behind])] = dock.geometry()
    standing = _parted(places, DOWN) if places else ()
    rows = standing if isinstance(standing, tuple) else (standing,)
    return (*rows, *(dock.kind.name for dock in shown if dock.isFloating()))


def _parted(places: Mapping[str, QRect], along: Qt.Orientation) -> Layout:
    """Parts that no panel reaches across, each of them parted the other way."""
    if len(places) == 1:
        return next(iter(places))
    groups = _groups(places, along)
    other = ACROSS if along is DOWN else DOWN
    if len(groups) == 1 and len(_groups(places, other)) == 1:
        return tuple(places)  # no cut goes through; one after the other
    return tuple(_parted(group, other) for group in groups)


def _groups(places: Mapping[str, QRect], along: Qt.Orientation) -> list[dict[str, QRect]]:
    """The panels between two cuts, from the top or from the left."""

    def span(place: QRect) -> tuple[int, int]:
        if along is DOWN:
            return place.top(), place.bottom()
        return place.left(), place.right()

    groups: list[dict[str, QRect]] = []
    end = -1
    for name, place in sorted(places.items(), key=lambda item: span(item[1])):
        first, last = span(place)
        if first > end:
            groups.append({})
        groups[-1][name] = place
        end = max(end, last)
    return groups
