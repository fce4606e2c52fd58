"""A slider for a number with its name and its value beside it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from rnnviz.gui.widgets.key_slider import KeySlider
from rnnviz.gui.widgets.plain_text import plain_label


class ValueSlider(QWidget):
    """Goes from `low` to `high` in steps of `step`; `moved` tells that the value is another."""

    moved = Signal()

    def __init__(
        self, name: str, tooltip: str, bounds: tuple[float, float], step: float, value: float
    ) -> None:
        super().__init__()
        self._low, self._step = bounds[0], step
        self.slider = KeySlider(Qt.Orientation.Horizontal)
        self.slider.setMaximum(round((bounds[1] - bounds[0]) / step))
        self.slider.setAccessibleName(name)
        self.slider.setToolTip(tooltip)
        self.label = plain_label()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(plain_label(name))
        row.addWidget(self.slider, 1)
        row.addWidget(self.label)
        self._widest = max(map(_written, (bounds[0] + step, bounds[1] - step)), key=len)
        self._make_room()
        self.slider.valueChanged.connect(self._on_value_changed)
        self.set_value(value)
        self._write()

    @property
    def value(self) -> float:
        """The number the slider stands at."""
        return round(self._low + self.slider.value() * self._step, 10)

    def set_value(self, value: float) -> None:
        """Move the slider."""
        self.slider.setValue(round((value - self._low) / self._step))

    def changeEvent(self, event: QEvent) -> None:
        """Keep the room for the widest number in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_widest"):
            self._make_room()

    def _make_room(self) -> None:
        self.label.setMinimumWidth(self.fontMetrics().horizontalAdvance(self._widest))

    def _on_value_changed(self) -> None:
        self._write()
        self.moved.emit()

    def _write(self) -> None:
        self.label.setText(_written(self.value))


def _written(value: float) -> str:
    return f"{value:g}".replace("-", "−")
