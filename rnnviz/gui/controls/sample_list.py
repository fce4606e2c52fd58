"""The samples of a run as rows of a list: a model that appends, and a view that stays put."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QListView, QWidget

from rnnviz.gui.signs import in_a_line

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Sample

SHOWN_OF_A_SAMPLE = 160
"""Characters of a sample that its row shows."""
Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()


def nats(loss: float) -> str:
    """Return a loss in words."""
    return f"{loss:.2f} nats" if math.isfinite(loss) else "loss not finite"


class SampleModel(QAbstractListModel):
    """Samples (newest last) of which a list shows step, loss and first characters."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples: Sequence[Sample] = ()
        self._count = 0

    @property
    def newest(self) -> Sample | None:
        """The last sample, if there is one."""
        return self._samples[self._count - 1] if self._count else None

    def sample(self, row: int) -> Sample:
        """Return the sample of a row."""
        return self._samples[row]

    def continues(self, samples: Sequence[Sample]) -> bool:
        """Tell whether `samples` begins with what is here."""
        if self._count == 0:
            return True
        return len(samples) >= self._count and samples[self._count - 1] == self.newest

    def holds(self, samples: Sequence[Sample]) -> bool:
        """Tell whether `samples` are all here already, and nothing else."""
        return len(samples) == self._count and self.continues(samples)

    def take(self, samples: Sequence[Sample]) -> None:
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
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """Return how many samples there are."""
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return a sample's row as text, or as words for a screen reader."""
        if not index.isValid() or index.row() >= self._count:
            return None
        sample = self._samples[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            start = in_a_line(sample.text[:SHOWN_OF_A_SAMPLE])
            return f"{sample.step:>7,} {sample.loss:5.2f}  {start}"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            start = in_a_line((sample.prime + sample.text)[:SHOWN_OF_A_SAMPLE])
            return f"Step {sample.step:,}, {nats(sample.loss)}: {start}"
        return None


class SampleList(QListView):
    """A list that follows its end only while its user looks at the end.

    `picked` carries the row that a click or a key selected.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.samples = SampleModel(self)
        self.setModel(self.samples)
        self.setUniformItemSizes(True)  # or 10,000 rows would each be measured
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setAccessibleName("Earlier samples")
        self.setToolTip("Step, loss in nats per character, and the beginning of what was written")
        self.setMinimumHeight(1)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def take(self, samples: Sequence[Sample]) -> None:
        """Show these samples; see SampleModel.take."""
        bar = self.verticalScrollBar()
        at_end = bar.value() >= bar.maximum()
        self.samples.take(samples)
        if at_end:
            self.scrollToBottom()

    def _on_selection_changed(self) -> None:
        rows = self.selectionModel().selectedIndexes()
        if rows:
            self.picked.emit(rows[0].row())
