"""What is read, which view of the next character is seen, and what that view is steered with."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from rnnviz.captions.invisible_characters import typed
from rnnviz.gui.controls.phrase import MOST
from rnnviz.gui.controls.writing import BeamControls, WritingControls
from rnnviz.gui.widgets.choice_row import ChoiceRow
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.tool_button import tool_button
from rnnviz.lab.panels import BEAM, EACH, WRITE

NAMES = {EACH: "Each character", WRITE: "Write on", BEAM: "Beam search"}


class NextControls(QWidget):
    """A row of view, phrase and copying, and below it what only one of the views needs."""

    view_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.seen = EACH
        """The view that is chosen."""
        self.view, self.phrase = FittedCombo(), HintedLine()
        self.view.setAccessibleName("What is shown of the next character")
        self.view.setToolTip("Each character of the phrase, the network writing on, or a search")
        for data, text in NAMES.items():
            self.view.addItem(text, data)
        self.phrase.setAccessibleName("Phrase")
        self.phrase.setToolTip("The phrase that is read; \\n is a line end, Enter writes on")
        self.phrase.setMinimumWidth(40)
        self.phrase.setMaxLength(MOST)
        self.copy = tool_button("Copy")
        self.copy.setToolTip("Copy the numbers as a table, with all their digits")
        self.how, self.beams = WritingControls(), BeamControls()
        self._arrange()
        self.view.currentIndexChanged.connect(self._on_view_chosen)
        self._show_view()

    @property
    def text(self) -> str:
        """The phrase that was typed, "" if none was."""
        return typed(self.phrase.text())

    def _arrange(self) -> None:
        """Lay the rows out; they never hold the window open."""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(ChoiceRow((self.view, self.phrase, self.copy), stretched=(self.phrase,)))
        row = QHBoxLayout()
        row.setSpacing(4)
        for part in (self.how, self.beams):
            row.addWidget(part)
        column.addLayout(row)

    def _on_view_chosen(self) -> None:
        self.seen = str(self.view.currentData())
        self._show_view()
        self.view_chosen.emit()

    def _show_view(self) -> None:
        self.how.setVisible(self.seen == WRITE)
        self.beams.setVisible(self.seen == BEAM)
