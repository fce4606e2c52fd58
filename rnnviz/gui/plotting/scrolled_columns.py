"""Columns below a phrase, and where they do not all fit the bar that goes along it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QScrollBar, QVBoxLayout, QWidget

from rnnviz.gui.plotting.letter_columns import LetterColumns

if TYPE_CHECKING:
    from rnnviz.probes.next_character import NextCharacter


class ScrolledColumns(QWidget):
    """The columns from where the bar stands; who was at the end stays there when more come."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.columns = LetterColumns(name)
        self.bar = QScrollBar(Qt.Orientation.Horizontal)
        self.bar.setAccessibleName("Place in the phrase")
        self.bar.hide()
        self._total = 0
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.columns, 1)
        box.addWidget(self.bar)
        self.columns.roomed.connect(self._on_roomed)
        self.columns.scrolled.connect(self.bar.setValue)
        self.bar.valueChanged.connect(self.columns.scroll_to)

    def show_found(self, found: NextCharacter, unit: str) -> None:
        """Paint these, losses in a unit."""
        self.columns.show_found(found, unit)
        self.bar.setVisible(self.bar.maximum() > 0)

    def set_message(self, sentence: str) -> None:
        """Show a sentence in place of the columns."""
        self.columns.set_message(sentence)
        self.bar.setVisible(not sentence and self.bar.maximum() > 0)

    def _on_roomed(self) -> None:
        """Have the bar reach as far as there are columns."""
        columns, seen = self.columns, self.columns.room.columns
        last = max(0, columns.total - seen)
        has_grown = 0 < self._total < columns.total
        was_at_end = self.bar.value() == self.bar.maximum()
        self._total = columns.total
        with QSignalBlocker(self.bar):
            self.bar.setRange(0, last)
            self.bar.setPageStep(seen)
            if has_grown and was_at_end:
                self.bar.setValue(last)
        self.bar.setVisible(last > 0)
        columns.scroll_to(self.bar.value())
