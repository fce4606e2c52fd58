"""Sets out some of the panels in rows, as a lesson wants them, and closes the others."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from rnnviz.gui.docks import PanelDock, PanelDocks

NARROW = 560
"""Pixels below which two panels do not stand side by side."""
ROWS_IF_NARROW = 2
EQUAL = 1000


def show_rows(panels: PanelDocks, names: list[list[str]]) -> None:
    """Show these panels, row under row; without names everything stays where it is.

    Where there is little room, those of a row stand in tabs, or all in two rows.
    """
    by_name = {dock.panel.name: dock for dock in panels.docks}
    rows = [[by_name[name] for name in row] for row in names]
    if not rows:
        return
    for dock in panels.docks:
        dock.setFloating(False)
        panels.removeDockWidget(dock)
    if panels.width() < NARROW:
        rows = _stacked([dock for row in rows for dock in row])
        _place(panels, rows, side_by_side=False)
    else:
        _place(panels, rows, side_by_side=True)
    firsts = [row[0] for row in rows]
    for dock in firsts:
        dock.raise_()
    panels.resizeDocks(firsts, [EQUAL] * len(firsts), Qt.Orientation.Vertical)


def _stacked(docks: list[PanelDock]) -> list[list[PanelDock]]:
    """As many rows as there is room for; the rest in tabs behind them."""
    return [docks[place::ROWS_IF_NARROW] for place in range(min(ROWS_IF_NARROW, len(docks)))]


def _place(panels: PanelDocks, rows: list[list[PanelDock]], *, side_by_side: bool) -> None:
    for number, row in enumerate(rows):
        if number == 0:
            panels.addDockWidget(Qt.DockWidgetArea.TopDockWidgetArea, row[0])
        else:
            panels.splitDockWidget(rows[number - 1][0], row[0], Qt.Orientation.Vertical)
    for row in rows:
        for left, dock in pairwise(row):
            if side_by_side:
                panels.splitDockWidget(left, dock, Qt.Orientation.Horizontal)
            else:
                panels.tabifyDockWidget(row[0], dock)
        for dock in row:
            dock.show()
        if side_by_side:
            panels.resizeDocks(row, [EQUAL] * len(row), Qt.Orientation.Horizontal)
