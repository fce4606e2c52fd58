"""The samples of a run as rows of a list: a model that appends, and a view that stays put."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from rnnviz.captions import losses
from rnnviz.captions.invisible_characters import in_a_line
from rnnviz.captions.loss_units import shown
from rnnviz.captions.samples import accessible_text
from rnnviz.gui.appearance.fixed_font import fixed_font
from rnnviz.gui.widgets.plain_text import plain_tooltip
from rnnviz.gui.widgets.table_model import NOWHERE, RIGHT, Index, TableModel
from rnnviz.lab.shown_data import ShownData

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Sample

COLUMNS = 3  # step, loss, text
NO_LOSS = "–"
SHOWN_OF_A_SAMPLE = 200
"""Characters of a sample that its row shows."""
REMEMBERED = 500
"""Rows whose text is kept as it is shown."""


class SampleModel(TableModel):
    """Samples, newest last: a row of step, loss and first characters each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.unit = losses.NATS_PER_CHARACTER
        self._samples: Sequence[Sample] = ()
        self._count = 0
        self._starts: dict[int, str] = {}

    @property
    def newest(self) -> Sample | None:
        """The last sample, if there is one."""
        return self._samples[self._count - 1] if self._count else None

    def write_in(self, unit: str) -> None:
        """Write losses in another unit from now on."""
        self.unit = unit
        if self._count:
            self.dataChanged.emit(self.index(0, 0), self.index(self._count - 1, COLUMNS - 1))

    def sample(self, row: int) -> Sample:
        """Return the sample of a row."""
        return self._samples[row]

    def numbers(self) -> ShownData:
        """Return every sample whole, and how it came to be."""
        samples = self._samples[: self._count]
        return ShownData(
            (
                ("step", [one.step for one in samples]),
                (f"loss: {self.unit}", [shown(one.loss, self.unit) for one in samples]),
                ("temperature", [one.temperature for one in samples]),
                ("prime", [one.prime for one in samples]),
                ("text", [one.text for one in samples]),
            )
        )

    def continues(self, samples: Sequence[Sample]) -> bool:
        """Tell whether `samples` begins with what is here."""
        if self._count == 0:
            return True
        return len(samples) >= self._count and samples[self._count - 1] == self.newest

    def holds(self, samples: Sequence[Sample]) -> bool:
        """Tell whether `samples` are all here already, and nothing else."""
        return len(samples) == self._count and self.continues(samples)

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Show these: append what is new, or begin anew where it is another run."""
        if not self.continues(samples):
            self.clear()
        count = len(samples)
        if count > self._count:
            self.beginInsertRows(NOWHERE, self._count, count - 1)
            self._samples, self._count = samples, count
            self.endInsertRows()

    def clear(self) -> None:
        """Have no samples."""
        self.beginResetModel()
        self._samples, self._count = (), 0
        self._starts.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many samples there are."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """Return how many things a row tells."""
        return 0 if parent.isValid() else COLUMNS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | int | None:
        """Return what a row tells, as a tooltip and for screen readers in one sentence."""
        if role not in self.roles or not index.isValid() or index.row() >= self._count:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if index.column() < COLUMNS - 1 else None
        sample = self._samples[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(index.row(), index.column())
        if role not in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        words = accessible_text(sample, self.unit, self._start(index.row()))
        return plain_tooltip(words) if role == Qt.ItemDataRole.ToolTipRole else words

    def _cell(self, row: int, column: int) -> str:
        if column == 0:
            return f"{self._samples[row].step:,}"
        if column == 1:
            loss = self._samples[row].loss
            return losses.value(loss, self.unit) if math.isfinite(loss) else NO_LOSS
        return self._start(row)

    def _start(self, row: int) -> str:
        """Return how a sample begins; the rows seen last are remembered, as a view asks often."""
        if row not in self._starts:
            if len(self._starts) >= REMEMBERED:
                self._starts.clear()
            self._starts[row] = in_a_line(self._samples[row].text[:SHOWN_OF_A_SAMPLE])
        return self._starts[row]


class SampleList(QTableView):
    """A list that follows its end only while its user looks at the end.

    `picked` carries the row that a click or a key selected. A table, because a QListView lays all
    rows out again for each new one.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.samples = SampleModel(self)
        self.setModel(self.samples)
        self.setAccessibleName("Earlier samples")
        self.setToolTip("Step, mean loss of the last steps, and how the sample begins")
        self.setMinimumHeight(1)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.resize_text()
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Show these samples; see SampleModel.take."""
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        self.samples.show_samples(samples)
        if at_end:
            self.scrollToBottom()

    def resize_text(self) -> None:
        """Follow the program's size of text."""
        self.setFont(fixed_font())
        self._size_cells()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay at the end."""
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        super().resizeEvent(event)
        if at_end:
            self.scrollToBottom()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show whole rows only: of half a row nothing can be read."""
        super().paintEvent(event)
        room, row = self.viewport().rect(), self.verticalHeader().defaultSectionSize()
        first, last = (self.rowViewportPosition(self.rowAt(y)) for y in (0, room.bottom()))
        with QPainter(self.viewport()) as painter:
            if first < 0 and first + row < room.height():
                painter.fillRect(QRect(0, 0, room.width(), first + row), self.palette().base())
            if last > 0 and last + row > room.height():
                painter.fillRect(room.adjusted(0, last, 0, 0), self.palette().base())

    def _size_cells(self) -> None:
        """Give rows and columns fixed sizes, so that none is ever measured."""
        metrics, down, across = self.fontMetrics(), self.verticalHeader(), self.horizontalHeader()
        for header in (down, across):
            header.hide()
            header.setMinimumSectionSize(1)
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(metrics.height() + 2)
        across.setSectionResizeMode(COLUMNS - 1, QHeaderView.ResizeMode.Stretch)
        for column, widest in enumerate(("100,000 ", "0.00000 ")):
            self.setColumnWidth(column, metrics.horizontalAdvance(widest) + 4)

    def _on_selection_changed(self) -> None:
        rows = self.selectionModel().selectedRows()
        if rows:
            self.picked.emit(rows[0].row())
