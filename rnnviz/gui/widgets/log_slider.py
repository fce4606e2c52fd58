"""A slider beside a number field: the same number on a logarithmic scale."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rnnviz.declare import Declaration
from rnnviz.gui.widgets.key_slider import KeySlider
from rnnviz.gui.widgets.number_fields import FloatField

PER_DECADE = 20
"""Places of the slider for each power of ten; a number has two digits at each of them."""
LEAST_WIDTH = 44


class LogSlider(KeySlider):
    """Moves a number field, and follows it. Page up and down go by a power of ten."""

    def __init__(self, field: FloatField, declaration: Declaration) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._field = field
        self._lowest = math.log10(field.minimum())
        self.setMaximum(round(PER_DECADE * (math.log10(field.maximum()) - self._lowest)))
        self.setPageStep(PER_DECADE)
        self.setMinimumWidth(LEAST_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # by Tab the field is reached, which can all
        self.setAccessibleName(f"{declaration.label}, logarithmic")
        self.setToolTip(declaration.tooltip)
        self.valueChanged.connect(self._on_moved)
        field.valueChanged.connect(self.show_value)

    def show_value(self, value: float) -> None:
        """Go to the place nearest to a number without changing it."""
        self.setAccessibleDescription(f"{value:.3g}")
        self.blockSignals(True)
        self.setValue(round(PER_DECADE * (math.log10(max(value, 1e-300)) - self._lowest)))
        self.blockSignals(False)

    def _on_moved(self, place: int) -> None:
        value = float(f"{10.0 ** (self._lowest + place / PER_DECADE):.2g}")
        self._field.setValue(min(max(value, self._field.minimum()), self._field.maximum()))


class WithSlider(QWidget):
    """A number field and its slider in a row."""

    def __init__(self, field: FloatField, declaration: Declaration) -> None:
        super().__init__()
        field.give_up_arrows()
        self.slider = LogSlider(field, declaration)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(field, 1)
        row.addWidget(self.slider, 1)
        self.setFocusProxy(field)


def suits(declaration: Declaration) -> bool:
    """Whether a number may be slid: it is above zero, and a change of it acts at once."""
    bounded = (declaration.low or 0.0) > 0 and declaration.high is not None
    at_once = declaration.effect == "now"
    return declaration.log and declaration.kind == "float" and at_once and bounded
