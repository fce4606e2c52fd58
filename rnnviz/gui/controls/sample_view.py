"""One sample, large enough to read, with the prime it was given set off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from rnnviz.gui.appearance.fixed_font import fixed_font

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.lab.snapshot import Sample

LARGER = 1.15
"""How much larger than other text a sample is."""


class SampleView(QPlainTextEdit):
    """Shows a sample's prime, bold and in the accent colour, and what was written after it."""

    def __init__(self, empty: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sample: Sample | None = None
        self._prime = QTextCharFormat()
        self._prime.setFontWeight(QFont.Weight.Bold)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setAccessibleName("Sample")
        self.setToolTip("What the network wrote; the prime it was given is bold")
        self.setPlaceholderText(empty)
        self.setMinimumHeight(24)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)  # the panel has one for it
        self.resize_text()

    def resize_text(self) -> None:
        """Follow the program's size of text."""
        self.setFont(fixed_font(LARGER))

    def show_sample(self, sample: Sample | None) -> None:
        """Show a sample, or the sentence for none."""
        if sample is self.sample:
            return
        self.sample = sample
        self._write()

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self._prime.setForeground(QColor(theme.accent))
        self._write()

    def _write(self) -> None:
        self.clear()
        if self.sample is not None:
            cursor = QTextCursor(self.document())
            cursor.insertText(self.sample.prime, self._prime)
            cursor.insertText(self.sample.text, QTextCharFormat())
