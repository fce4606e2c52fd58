"""The choice of a recurrent layer, there only where there are several."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget


class LayerChoice(QComboBox):
    """A combo box of layers whose index is the layer's, counted from 0; the top one at first."""

    def __init__(self, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Layer")
        self.setToolTip(tooltip)
        self.addItem("layer 1")
        self.hide()

    def offer(self, layers: int) -> None:
        """Let one of so many layers be chosen; `currentIndexChanged` says if that is new."""
        if self.count() == layers:
            return
        self.blockSignals(True)
        self.clear()
        self.addItems([f"layer {number}" for number in range(1, layers + 1)])
        self.setCurrentIndex(layers - 1)
        self.blockSignals(False)
        self.setVisible(layers > 1)
        self.currentIndexChanged.emit(layers - 1)
