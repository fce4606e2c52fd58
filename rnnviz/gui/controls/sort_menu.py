"""A menu that sorts the table of runs, for those who use no mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from rnnviz.gui.controls.run_model import NO_COLUMN

if TYPE_CHECKING:
    from rnnviz.gui.controls.run_table import RunTable

AS_LISTED = "As they came"
RISING, FALLING = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


class SortMenu(QMenu):
    """The columns that there are when it is opened; the one that is sorted by turns round."""

    def __init__(self, table: RunTable) -> None:
        super().__init__("&Sort by", table)
        self._table = table
        self.aboutToShow.connect(self.fill)
        self.triggered.connect(self._on_triggered)

    def fill(self) -> None:
        """List the columns."""
        self.clear()
        runs = self._table.runs
        for place, title in enumerate((AS_LISTED, *(c.title for c in runs.columns)), NO_COLUMN):
            action = self.addAction(title)
            action.setData(place)
            action.setCheckable(True)
            action.setChecked(place == runs.column_named(runs.sorted_by))

    def _on_triggered(self, action: QAction) -> None:
        place, runs = int(action.data()), self._table.runs
        turns = place == runs.column_named(runs.sorted_by) and not runs.falling
        self._table.sortByColumn(place, FALLING if turns else RISING)
