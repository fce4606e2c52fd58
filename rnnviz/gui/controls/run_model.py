"""The runs as rows of a table that changes only where something has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon
from PySide6.QtWidgets import QWidget

from rnnviz.captions.run_columns import FIXED, Column, columns_of, in_order
from rnnviz.captions.runs import row_caption
from rnnviz.gui.appearance.looks import look_icon
from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.widgets.plain_text import plain_tooltip
from rnnviz.gui.widgets.table_model import NOWHERE, RIGHT, TOLD, Index, TableModel

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Row, RunId

Data = str | int | QColor | QFont | QIcon | Qt.CheckState | None
ACROSS = Qt.Orientation.Horizontal
ROLE = Qt.ItemDataRole
NO_COLUMN = -1


class RunModel(TableModel):
    """A row a run: its curves' look, whether they are shown, and what the columns say.

    `toggled` and `renamed` say what somebody wants; the rows change when the training tells so.
    """

    toggled = Signal(object, bool)
    renamed = Signal(object, str)

    roles = frozenset(
        map(int, (*TOLD, ROLE.EditRole, ROLE.DecorationRole, ROLE.CheckStateRole, ROLE.FontRole,
                  ROLE.ForegroundRole))
    )  # fmt: skip

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.columns: tuple[Column, ...] = columns_of(())
        self.sorted_by, self.falling = "", False
        self._cells: list[tuple[str, ...]] = []
        self._focus: RunId | None = None
        self._coming: Sequence[Row] = ()
        self._shown_settings: tuple[object, ...] = ()
        self._icons: dict[int, QIcon] = {}
        self._theme = LIGHT
        self._bold = QFont()
        self._bold.setBold(True)

    def show_rows(self, rows: Sequence[Row], focus: RunId | None, sort: bool = True) -> None:
        """Show these runs; with `sort` in their order, else each stays in its place."""
        self._coming = tuple(rows)
        self._take_columns(rows)
        self._take_runs(rows)
        if sort:
            self._put_in_order()
        self._tell_changes({row.run: row for row in rows}, focus)

    def row_of(self, run: RunId | None) -> int:
        """Return where a run stands, -1 if it does not."""
        return next((place for place, row in enumerate(self.rows) if row.run is run), -1)

    def is_in_focus(self, row: Row) -> bool:
        """Return whether this is the run that panels of one network show."""
        return row.run is self._focus

    def column_named(self, name: str) -> int:
        """Return where a column stands, -1 if it is not there."""
        return next((n for n, column in enumerate(self.columns) if column.name == name), NO_COLUMN)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self._theme = theme
        self._icons.clear()
        if self.rows:
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Stand in the order of a column from now on, or with -1 in that of the list."""
        self.sorted_by = self.columns[column].name if 0 <= column < len(self.columns) else ""
        self.falling = order == Qt.SortOrder.DescendingOrder
        self._put_in_order()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many runs there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return how many things are told of each."""
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let a run be renamed, and its curves be hidden, in its first column."""
        flags = super().flags(index)
        if index.column() != 0 or not index.isValid():
            return flags
        flags |= Qt.ItemFlag.ItemIsUserCheckable
        kept = self.rows[index.row()].state == "kept"
        return flags if kept else flags | Qt.ItemFlag.ItemIsEditable

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = ROLE.DisplayRole
    ) -> str | int | None:
        """Return a column's title, and its tooltip."""
        if orientation != ACROSS or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == ROLE.DisplayRole:
            return column.title
        if role == ROLE.TextAlignmentRole:
            return RIGHT if column.is_number else None
        return column.tooltip if role == ROLE.ToolTipRole else None

    def data(self, index: Index, role: int = ROLE.DisplayRole) -> Data:
        """Return what a cell tells, and how it looks."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], index.column()
        if role in (ROLE.DisplayRole, ROLE.EditRole):
            return self._cells[index.row()][column]
        if role == ROLE.TextAlignmentRole:
            return RIGHT if self.columns[column].is_number else None
        if role == ROLE.ForegroundRole:
            return QColor(self._theme.muted) if row.state == "kept" else None
        if role == ROLE.FontRole:
            return self._bold if column == 0 and self.is_in_focus(row) else None
        if role == ROLE.ToolTipRole:
            return plain_tooltip(row_caption(row, self.is_in_focus(row)))
        return self._of_first_column(row, role) if column == 0 else None

    def setData(self, index: Index, value: object, role: int = ROLE.EditRole) -> bool:
        """Tell what somebody wants: another name, or curves shown or hidden."""
        row = self.rows[index.row()]
        if role == ROLE.CheckStateRole:
            self.toggled.emit(row.run, not row.shown)
            return True
        name = " ".join(str(value).split())
        if role == ROLE.EditRole and name != row.name:
            self.renamed.emit(row.run, name)
            return True
        return False

    def _of_first_column(self, row: Row, role: int) -> Data:
        if role == ROLE.CheckStateRole:
            return Qt.CheckState.Checked if row.shown else Qt.CheckState.Unchecked
        if role == ROLE.DecorationRole:
            return self._icon(row.look)
        if role == ROLE.AccessibleTextRole:
            return row_caption(row, self.is_in_focus(row))
        return None

    def _icon(self, look: int) -> QIcon:
        if look not in self._icons:
            self._icons[look] = look_icon(look, self._theme)
        return self._icons[look]

    def _take_columns(self, rows: Sequence[Row]) -> None:
        """Have a column for each setting in which the shown runs differ by now."""
        settings = tuple(row.settings for row in rows if row.shown)
        if settings == self._shown_settings:
            return
        self._shown_settings = settings
        columns = columns_of(rows)
        if [c.name for c in columns] == [c.name for c in self.columns]:
            return
        self.beginResetModel()
        self.columns = columns
        self._cells = [self._texts(row) for row in self.rows]
        self.endResetModel()

    def _take_runs(self, rows: Sequence[Row]) -> None:
        """Have the rows of these runs; new ones come last."""
        wanted = {row.run for row in rows}
        for place in reversed(range(len(self.rows))):
            if self.rows[place].run not in wanted:
                self.beginRemoveRows(NOWHERE, place, place)
                del self.rows[place], self._cells[place]
                self.endRemoveRows()
        known = {row.run for row in self.rows}
        new = [row for row in rows if row.run not in known]
        if new:
            self.beginInsertRows(NOWHERE, len(self.rows), len(self.rows) + len(new) - 1)
            self.rows += new
            self._cells += map(self._texts, new)
            self.endInsertRows()

    def _put_in_order(self) -> None:
        """Let the rows stand as they are to be sorted; what is selected goes along."""
        newest: list[Row] = [row for row in self._coming if self.row_of(row.run) >= 0]
        column = self.column_named(self.sorted_by)
        ordered = newest if column < 0 else in_order(newest, self.columns[column], self.falling)
        before = {row.run: place for place, row in enumerate(self.rows)}
        places = [before[row.run] for row in ordered]
        if places == list(range(len(places))):
            return
        self.layoutAboutToBeChanged.emit()
        self.rows = [self.rows[place] for place in places]
        self._cells = [self._cells[place] for place in places]
        after = {old: new for new, old in enumerate(places)}
        held = self.persistentIndexList()
        moved: list[QModelIndex] = [self.index(after[one.row()], one.column()) for one in held]
        self.changePersistentIndexList(held, moved)
        self.layoutChanged.emit()

    def _tell_changes(self, rows: dict[RunId, Row], focus: RunId | None) -> None:
        """Take what is new of each run, and tell which cells it changed."""
        before, self._focus = self._focus, focus
        for place, old in enumerate(self.rows):
            row, cells = rows[old.run], self._cells[place]
            if row is old and (old.run is before) == (row.run is focus):
                continue  # a run that stands
            self.rows[place] = row
            same = cells[len(FIXED) :] if row.settings == old.settings else None
            texts = self._texts(row, same)
            changed = [n for n, text in enumerate(texts) if text != cells[n]]
            marks = (old.shown, old.look, old.state == "kept", old.run is before)
            if marks != (row.shown, row.look, row.state == "kept", row.run is focus):
                changed = [0, len(texts) - 1]
            if changed:
                self._cells[place] = texts
                ends = (self.index(place, end) for end in (changed[0], changed[-1]))
                self.dataChanged.emit(*ends)

    def _texts(self, row: Row, settings: tuple[str, ...] | None = None) -> tuple[str, ...]:
        """What a row says; what its settings say is costly, and mostly known."""
        if settings is None:
            settings = tuple(column.text(row) for column in self.columns[len(FIXED) :])
        return (*(column.text(row) for column in FIXED), *settings)
