"""The table of runs: sorted by any column, its rows renamed, shown and brought into focus."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from rnnviz.captions.run_columns import help_of as explained_column
from rnnviz.gui.appearance.looks import SAMPLE
from rnnviz.gui.controls.run_model import NO_COLUMN, RunModel

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Row, RunId

NAME_AT_MOST = 60
"""Characters of a name that somebody gives."""
WIDEST = {
    "step": "100,000",
    "smoothed": "0.0000",
    "heldout": "0.0000",
    "seconds": "1,000",
    "parameters": "1,000,000",
    "state": "diverged",
}
"""What columns have room for, however their numbers grow: a width that follows them is restless."""
SCORE_WIDEST = "accuracy 97.5 %"
SETTING_WIDEST = "Adam"
LATE = {"heldout": 1, "step": 2, "state": 3, "seconds": 4, "parameters": 5}
"""The columns that are left out first where there is no room, the last of these first."""
NAME_SHARE = 0.5
"""Of the table's width, for the names at most."""
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
UNSORTED = Qt.SortOrder.AscendingOrder


class NameEditor(QStyledItemDelegate):
    """Edits a name in its place."""

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Return a line for so many characters."""
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            editor.setMaxLength(NAME_AT_MOST)
            editor.setAccessibleName("The run's name; empty for the one it has by itself")
        return editor


class RunTable(QTableView):
    """The runs; `focus_requested` brings the one that was double-clicked, or Enter pressed on."""

    focus_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runs = RunModel(self)
        self._names_width = 0
        self._leaves_out = False
        self.setModel(self.runs)
        self.setAccessibleName("Runs")
        self.setMinimumHeight(1)
        self._behave()
        self._set_headers()
        self.doubleClicked.connect(self._on_wanted)
        self.clicked.connect(self._on_clicked)

    @property
    def chosen(self) -> Row | None:
        """The run of the selected row, or else the one in focus."""
        focus = (row for row in self.runs.rows if self.runs.is_in_focus(row))
        return self.selected or next(focus, None)

    @property
    def selected(self) -> Row | None:
        """The run of the selected row."""
        rows = self.selectionModel().selectedRows()
        return self.runs.rows[rows[0].row()] if rows else None

    @property
    def is_edited(self) -> bool:
        """Whether somebody is writing a name."""
        return self.state() == QAbstractItemView.State.EditingState

    def show_rows(self, rows: Sequence[Row], focus: RunId | None) -> None:
        """Show these runs; none jumps away from under the pointer."""
        columns, selected, before = self.runs.columns, self.selected, set(self._names())
        held = self.viewport().underMouse() and bool(self.runs.rows)
        self.runs.show_rows(rows, focus, sort=not held)
        if self.runs.columns is not columns:  # which forgets what was selected
            self._follow_columns()
            if selected is not None:
                self.choose(selected.run)
        if set(self._names()) != before:
            self.size_columns()

    def explanation_at(self, at: QPoint | None) -> str:
        """Return the help text of the column at a place on the screen, or of the current one."""
        place = self.currentIndex().column()
        if at is not None:
            place = self.columnAt(self.viewport().mapFromGlobal(at).x())
        return explained_column(self.runs.columns[place]) if place >= 0 else ""

    def choose(self, run: RunId) -> None:
        """Select a run's row."""
        place = self.runs.row_of(run)
        if place >= 0:
            self.setCurrentIndex(self.runs.index(place, 0))

    def rename(self, run: RunId) -> None:
        """Have a run's name written anew, in its place."""
        self.choose(run)
        self.edit(self.currentIndex())

    def size_columns(self) -> None:
        """Give the columns the widths that their words need, and the names what is left."""
        metrics = self.fontMetrics()
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 6)
        for n in range(1, len(self.runs.columns)):
            self.setColumnWidth(n, self._width_of(n))
        self._size_names()

    def leave_out(self, wanted: bool) -> None:
        """Leave out what there is no room for, rather than have it scrolled."""
        if wanted != self._leaves_out:
            self._leaves_out = wanted
            self.size_columns()

    def _choose_columns(self) -> None:
        """Hide the columns that are needed least until the others have room, and names the rest."""
        places = range(1, len(self.runs.columns))
        by_need = sorted(places, key=lambda place: LATE.get(self.runs.columns[place].name, 0))
        wide = self.viewport().width()
        widest = max(map(self.fontMetrics().horizontalAdvance, self._names()), default=0)
        liked = min(int(1.1 * widest) + self._marks, int(NAME_SHARE * wide))
        room = wide - max(self._least_for_names(), liked)
        for place in by_need:
            room -= self.columnWidth(place) or self._width_of(place)
            self.setColumnHidden(place, self._leaves_out and room < 0)
        if self._leaves_out:
            taken = sum(self.columnWidth(place) for place in places)
            self.setColumnWidth(0, max(self._least_for_names(), wide - taken))
            self._names_width = self.columnWidth(0)

    def _size_names(self) -> None:
        """Let the names have the room that they need, but no more than their share."""
        metrics = self.fontMetrics()
        widest = max(map(metrics.horizontalAdvance, self._names()), default=0)
        least = self._least_for_names()
        most = max(least, int(NAME_SHARE * self.viewport().width()))
        self.setColumnWidth(0, min(max(least, int(1.1 * widest) + self._marks), most))
        self._names_width = self.columnWidth(0)
        self._choose_columns()

    @property
    def _marks(self) -> int:
        """The width of the box, the line and the gaps between."""
        return SAMPLE[0] + 3 * self.fontMetrics().height()

    def _least_for_names(self) -> int:
        return self.fontMetrics().horizontalAdvance("Vanilla RNN") + self._marks

    def _width_of(self, place: int) -> int:
        advance = self.fontMetrics().horizontalAdvance
        return 2 * advance("0") + max(map(advance, self._words(place)))

    def _words(self, place: int) -> list[str]:
        """What a column needs room for: its title, and what stands in it now or may later."""
        column = self.runs.columns[place]
        has_scores = column.name == "heldout" and any(row.task.measure for row in self.runs.rows)
        likely = SCORE_WIDEST if has_scores else WIDEST.get(column.name, SETTING_WIDEST)
        present = [self.runs.index(n, place).data() for n in range(self.runs.rowCount())]
        return [column.title + "  ", likely, *present]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow with the names, unless somebody has set their width."""
        super().resizeEvent(event)
        if self.columnWidth(0) == self._names_width:
            self._size_names()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter bring a run into focus."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not self.is_edited:
            self._on_wanted(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _behave(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegateForColumn(0, NameEditor(self))
        self.setIconSize(QSize(*SAMPLE))

    def _set_headers(self) -> None:
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setMinimumSectionSize(1)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        across.setHighlightSections(False)
        across.setDefaultAlignment(LEFT)
        across.setSortIndicatorClearable(True)
        across.setSortIndicator(NO_COLUMN, UNSORTED)
        across.setAccessibleName("Columns of runs; a click sorts by one")
        self.setSortingEnabled(True)
        self.size_columns()

    def _follow_columns(self) -> None:
        """Mark the column that is sorted by, wherever it stands now."""
        falling = Qt.SortOrder.DescendingOrder if self.runs.falling else UNSORTED
        place = self.runs.column_named(self.runs.sorted_by)
        self.horizontalHeader().setSortIndicator(place, falling)
        self.size_columns()

    def _names(self) -> list[str]:
        return [row.name for row in self.runs.rows]

    def _on_wanted(self, index: QModelIndex) -> None:
        if index.isValid():
            self.focus_requested.emit(self.runs.rows[index.row()].run)

    def _on_clicked(self, index: QModelIndex) -> None:
        """Bring a run that is in a file back at once."""
        if self.runs.rows[index.row()].state == "kept":
            self._on_wanted(index)
