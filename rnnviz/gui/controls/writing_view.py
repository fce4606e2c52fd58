"""What was written on after a phrase, and below it the bars that the next symbol is drawn by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from rnnviz.captions.next_character import after_label
from rnnviz.gui.controls.sample_view import SampleView
from rnnviz.gui.plotting.drawing_bars import DrawingBars
from rnnviz.lab.snapshot import Sample
from rnnviz.lab.writing_on import Rule, expected

if TYPE_CHECKING:
    from rnnviz.gui.appearance.theme import Theme
    from rnnviz.probes.next_character import NextCharacter

LINES, SHARE = 3, 0.2
"""Of text at most, and of the height."""
MARGIN = 12
LEAST_FOR_TEXT = 90
"""Pixels of height below which the bars have the place to themselves."""


class WritingView(QWidget):
    """The phrase, bold, with what was written after it, and two rows of bars."""

    def __init__(self) -> None:
        super().__init__()
        self.text = SampleView("")
        self.text.setAccessibleName("The phrase, and what was written after it")
        self.text.setToolTip("The phrase is bold; what the network wrote comes after it")
        self.bars = DrawingBars("Bars of what comes next, before and after sampling's rules")
        self._shown = "", ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.text)
        column.addWidget(self.bars, 1)

    def show_found(self, found: NextCharacter, rule: Rule) -> None:
        """Show what was written, and what may come next by a rule."""
        own = len(found.symbols) - found.written
        shown = "".join(found.symbols[:own]), "".join(found.symbols[own:])
        if shown != self._shown:
            self._shown = shown
            self.text.show_sample(Sample(0, 0.0, shown[1], shown[0], rule.temperature))
            self.text.verticalScrollBar().setValue(self.text.verticalScrollBar().maximum())
        named = rule.temperature, rule.top_k, rule.greedy
        label = after_label(*named, narrow=self.bars.is_narrow)
        self.bars.show_chances(found, expected(found), rule.chances(found), label)

    def set_message(self, message: str) -> None:
        """Show a sentence in place of the bars."""
        self.bars.set_message(message)

    def set_theme(self, theme: Theme) -> None:
        """Follow the window's look."""
        self.text.set_theme(theme)
        self.bars.set_theme(theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the text a few lines, of a small panel one."""
        super().resizeEvent(event)
        self._share_out()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the program's size of text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "text"):
            self.text.resize_text()
            self._share_out()

    def _share_out(self) -> None:
        line = self.text.fontMetrics().lineSpacing()
        lines = max(1, min(LINES, int(SHARE * self.height() / line)))
        self.text.setFixedHeight(lines * line + MARGIN)
        self.text.setVisible(self.height() >= LEAST_FOR_TEXT)
