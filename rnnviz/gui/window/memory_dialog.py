"""Asks how much memory all runs may take together."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from rnnviz.gui.preferences import MEMORY
from rnnviz.gui.widgets.number_fields import SpinBox
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.screen_dialog import ScreenDialog

WORDS = (
    "Megabytes that all runs may take together, their pasts included. Beyond it pasts are "
    "thinned, and the oldest hidden runs go to files:"
)


class MemoryDialog(ScreenDialog):
    """Shows what they may take now; `chosen` brings other megabytes."""

    chosen = Signal(int)

    def __init__(self, megabytes: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("Memory for runs")
        self.field = SpinBox(minimum=MEMORY[0], maximum=MEMORY[1], value=megabytes)
        self.field.setAccessibleName("Megabytes")
        words = plain_label(WORDS)
        words.setWordWrap(True)
        choices = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(choices.Ok | choices.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(self._on_accepted)
        column = QVBoxLayout()
        column.addWidget(words)
        column.addWidget(self.field)
        self.hold(column, buttons)
        self.field.selectAll()

    def _on_accepted(self) -> None:
        self.chosen.emit(self.field.value())
