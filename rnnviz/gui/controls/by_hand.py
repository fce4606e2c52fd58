"""What people do to the network by hand, while it trains or waits, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QToolButton, QWidget

from rnnviz.captions import forget_bias
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.widgets.number_fields import FloatField
from rnnviz.gui.widgets.plain_text import plain_label, plain_tooltip
from rnnviz.gui.widgets.tool_button import tool_button
from rnnviz.lab.interventions import REGISTRY, Intervention

if TYPE_CHECKING:
    from rnnviz.core.cells import Cell
    from rnnviz.declare import Declaration
    from rnnviz.lab.snapshot import Snapshot

KEEP_BIAS = "keep_bias"
NOTHING_DONE = "Nothing to undo"
UNDO_HINT = "Take back what was done last (Ctrl+Z); Ctrl+Shift+Z does it again"


class ByHand(QWidget):
    """A row for every intervention, and a button that takes the last one back."""

    requested = Signal(str, object)
    """Emitted with an intervention's name and its number, or None where it has none."""
    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, FloatField] = {}
        self.buttons: dict[str, QToolButton] = {}
        self._offered: tuple[bool, type[Cell]] | None = None
        self._build()
        self._arrange()
        self._connect()
        self._offer(False, CELLS["vanilla"])

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Offer what can be done to this network."""
        self._offer(True, CELLS[snapshot.settings.cell])

    def show_undo(self, words: str) -> None:
        """Name what would be taken back."""
        self.undo.setText(f"Undo: {words}" if words else NOTHING_DONE)
        self.undo.setToolTip(plain_tooltip(f"{UNDO_HINT}: {words}" if words else UNDO_HINT))
        self.undo.setEnabled(bool(words))

    def _build(self) -> None:
        for name, intervention in REGISTRY.items():
            if intervention.value is not None:
                self.fields[name] = _field(intervention, intervention.value)
            button = self.buttons[name] = tool_button("Do")
            button.setObjectName(name)
            button.setAccessibleName(f"Do: {intervention.label}")
            button.setToolTip(intervention.hint)
        self.horizon = plain_label()
        self.horizon.setAccessibleName("What the bias means")
        self.horizon.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.horizon.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.horizon.setWordWrap(True)  # after the policy, which it extends
        self.undo = tool_button(NOTHING_DONE)
        self.undo.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.undo.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.undo.setEnabled(False)

    def _arrange(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        for name, button in self.buttons.items():
            row = grid.rowCount()
            label = plain_label(REGISTRY[name].label)
            label.setToolTip(REGISTRY[name].hint)
            grid.addWidget(label, row, 0)
            if name in self.fields:
                grid.addWidget(self.fields[name], row, 1)
            grid.addWidget(button, row, 2)
            if name == KEEP_BIAS:
                grid.addWidget(self.horizon, row + 1, 0, 1, 3)
        grid.addWidget(self.undo, grid.rowCount(), 0, 1, 3)

    def _connect(self) -> None:
        for button in self.buttons.values():
            button.clicked.connect(self._on_clicked)
        self.fields[KEEP_BIAS].edited.connect(self._say_horizon)
        self.undo.clicked.connect(self.undo_requested)

    def _offer(self, there: bool, cell: type[Cell]) -> None:
        """Enable what makes sense: with a network, and what its cells have."""
        if (there, cell) == self._offered:
            return
        self._offered = there, cell
        for name, button in self.buttons.items():
            reason = REGISTRY[name].why_unavailable(cell)
            button.setEnabled(there and not reason)
            button.setToolTip(as_sentence(reason) if reason else REGISTRY[name].hint)
        self._reason = as_sentence(REGISTRY[KEEP_BIAS].why_unavailable(cell))
        self.fields[KEEP_BIAS].setEnabled(not self._reason)
        self._say_horizon()

    def _say_horizon(self) -> None:
        words = self._reason or forget_bias.caption(self.fields[KEEP_BIAS].value())
        if words != self.horizon.text():
            self.horizon.setText(words)

    def _on_clicked(self) -> None:
        name = self.sender().objectName()
        field = self.fields.get(name)
        self.requested.emit(name, None if field is None else field.value())


def as_sentence(reason: str) -> str:
    """Return a reason with a capital and a full stop; nothing for none."""
    return f"{reason[0].upper()}{reason[1:]}." if reason else ""


def _field(intervention: Intervention, declared: Declaration) -> FloatField:
    """Return an editor for an intervention's number."""
    field = FloatField(declared)
    field.setAccessibleName(intervention.label)
    field.setToolTip(intervention.hint)
    field.show_value(declared.default)
    return field
