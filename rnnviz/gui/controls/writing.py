"""What a network's writing on is steered with: symbol by symbol, or as a beam search."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rnnviz.declare import Declaration
from rnnviz.gui.widgets.fitted_combo import FittedCombo
from rnnviz.gui.widgets.number_fields import IntField
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.gui.widgets.tool_button import tool_button
from rnnviz.probes.beam_search import DEEPEST, LENGTH, WIDEST, WIDTH

_WIDTH = Declaration(
    "width", "Width", WIDTH, "So many beginnings are kept at every step; 1 is greedy.", "int",
    low=1, high=WIDEST,
)  # fmt: skip
_LENGTH = Declaration(
    "length", "Length", LENGTH, "So many characters are written; Enter writes one more.", "int",
    low=1, high=DEEPEST,
)  # fmt: skip


class WritingControls(QWidget):
    """One symbol more, one less, and whether it is drawn or the likeliest."""

    write_requested = Signal()
    undo_requested = Signal()
    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.write = tool_button("Write on")
        self.write.setToolTip("Write one character more (Enter)")
        self.undo = tool_button("Take back")
        self.undo.setToolTip("Take back the last character that was written (Shift+Enter)")
        self.how = FittedCombo()
        self.how.setAccessibleName("How the next character is chosen")
        self.how.setToolTip("Drawn by the run's temperature and top k, or always the likeliest")
        self.how.addItem("sampled", False)
        self.how.addItem("greedy", True)
        row = _row(self, self.write, self.undo, self.how)
        row.addStretch(1)
        self.write.clicked.connect(self.write_requested)
        self.undo.clicked.connect(self.undo_requested)
        self.how.currentIndexChanged.connect(self.changed)

    @property
    def is_greedy(self) -> bool:
        """Whether the likeliest is always written."""
        return bool(self.how.currentData())


class BeamControls(QWidget):
    """The width and length of a beam search, and another sample beside it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.draws = 0
        self.width_field, self.length_field = IntField(_WIDTH), IntField(_LENGTH)
        self.again = tool_button("Draw again")
        self.again.setToolTip("Draw another sample to stand beside the tree")
        parts: list[QWidget] = []
        for field, declared in ((self.width_field, _WIDTH), (self.length_field, _LENGTH)):
            field.show_value(declared.default)
            field.setAccessibleName(f"{declared.label} of the beam search")
            field.setToolTip(declared.tooltip)
            field.edited.connect(self._on_edited)
            parts += [plain_label(declared.label), field]
        row = _row(self, *parts, self.again)
        row.addStretch(1)
        self.again.clicked.connect(self._on_again_clicked)

    @property
    def options(self) -> tuple[tuple[str, int], ...]:
        """What is asked of the probe."""
        width, length = self.width_field.value(), self.length_field.value()
        return ("width", width), ("length", length), ("draw", self.draws)

    def take(self, other: BeamControls) -> None:
        """Stand at what others stand at."""
        self.draws = other.draws
        self.width_field.show_value(other.width_field.value())
        self.length_field.show_value(other.length_field.value())

    def grow(self, by: int) -> None:
        """Write so many characters more, or less."""
        self.length_field.setValue(self.length_field.value() + by)

    def _on_edited(self, _value: object) -> None:
        self.changed.emit()

    def _on_again_clicked(self) -> None:
        self.draws += 1
        self.changed.emit()


def _row(widget: QWidget, *parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout(widget)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(4)
    for part in parts:
        row.addWidget(part)
    return row
