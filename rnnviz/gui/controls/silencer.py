"""Which hidden units are silenced, and how: a box that restores them, and a row of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from rnnviz.gui.widgets import unit_numbers
from rnnviz.gui.widgets.buttons import CheckBox
from rnnviz.gui.widgets.choice import Choice, LayerChoice
from rnnviz.gui.widgets.choice_row import ChoiceRow
from rnnviz.gui.widgets.hinted_line import HintedLine
from rnnviz.gui.widgets.plain_text import plain_label
from rnnviz.lab.panels import MEAN, ZERO
from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Option

Options = tuple[tuple[str, "Option"], ...]


class Silencer(QWidget):
    """Names units that are held at zero or their mean while `box` is ticked.

    `changed` says that others are. Without the tick all work as they do; the network itself is
    never changed. The box stands where its owner puts it, the rest only while it is ticked.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = CheckBox("silence")
        self.box.setAccessibleName("Silence units")
        self.box.setToolTip("Hold units at a constant and see what that costs; untick to restore")
        self.units = HintedLine()
        self.units.setAccessibleName("Silenced units")
        self.units.setToolTip("The units that are held; the network itself stays as it is")
        self.units.setPlaceholderText(unit_numbers.EXAMPLE)
        self.units.setMinimumWidth(40)
        self.layer = LayerChoice("The layer whose units are silenced; layer 1 reads the input")
        offer = (("at zero", ZERO), ("at their mean", MEAN))
        self.to = Choice("What they are held at", "Zero, or the mean along the page", offer)
        self.suggested = 0
        """The unit that is silenced where none was named."""
        self._given = ""
        self._count = 1
        parts = plain_label("Units"), self.units, self.layer, self.to
        self.setLayout(ChoiceRow(parts, stretched=(self.units,)))
        self.hide()
        self.box.toggled.connect(self._on_toggled)
        self.units.textChanged.connect(self._on_named)
        self.layer.currentIndexChanged.connect(self.changed)
        self.to.currentIndexChanged.connect(self.changed)

    def offer(self, stack: tuple[int, int], units: int) -> None:
        """Choose from so many layers, in so many directions, and units."""
        self._count = units
        self.layer.offer_layers(*stack)

    @property
    def problem(self) -> str:
        """Why the units that are named cannot be silenced, "" where they can."""
        if not self.box.isChecked():
            return ""
        try:
            unit_numbers.read(self.units.text(), self._count)
        except Refusal as refusal:
            return str(refusal)
        return ""

    @property
    def options(self) -> Options:
        """What probes are told; nothing where all units work."""
        if not self.box.isChecked() or self.problem:
            return ()
        units = unit_numbers.read(self.units.text(), self._count)
        named = ",".join(map(str, sorted(units)))
        layer = ("silenced_layer", self.layer.currentData())
        return (("silenced", named), ("silence_to", self.to.currentData()), layer)

    def _on_toggled(self, on: bool) -> None:
        if on and self.units.text().strip() in ("", self._given):
            self._given = str(self.suggested)
            self.units.setText(self._given)
        self.setVisible(on)
        self.changed.emit()

    def _on_named(self, text: str) -> None:
        """Silence what is named, and restore all where that is nobody."""
        if bool(text.strip()) != self.box.isChecked():
            self.box.setChecked(bool(text.strip()))
        else:
            self.changed.emit()
