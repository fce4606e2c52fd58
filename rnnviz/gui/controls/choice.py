"""A choice of a few things, hidden while there is only one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from rnnviz.core.cells import REGISTRY as CELLS

Offer = tuple[tuple[str, object], ...]
"""What people read and what is meant, in the order of the list."""
STATES = {"h": "state h", "c": "memory c"}


class Choice(QComboBox):
    """A combo box whose offer may change while the program runs."""

    def __init__(
        self, name: str, tooltip: str, offered: Offer = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(tooltip)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumWidth(40)
        self._offered: Offer = ()
        self.offer(offered)

    def offer(self, offered: Offer, otherwise: int = 0) -> None:
        """Have these to choose from; what was chosen stays, or else number `otherwise` is."""
        if offered == self._offered:
            return
        self._offered, chosen = offered, self.currentData()
        meant = [data for _, data in offered]
        self.blockSignals(True)
        self.clear()
        for text, data in offered:
            self.addItem(text, data)
        self.setCurrentIndex(meant.index(chosen) if chosen in meant else otherwise)
        self.blockSignals(False)
        if len(offered) < 2:
            self.hide()
        elif self.parentWidget() is not None:  # without, it would be a window of its own
            self.show()


class LayerChoice(Choice):
    """One of the network's layers, the top one at first."""

    def __init__(self, tooltip: str) -> None:
        super().__init__("Layer", tooltip)
        self.offer_layers(1)

    def offer_layers(self, layers: int) -> None:
        """Choose from so many layers; in a network of another depth the top one again."""
        if self.count() != layers:
            self.offer(())
            offered = tuple((f"layer {layer + 1}", layer) for layer in range(layers))
            self.offer(offered, layers - 1)


class StateChoice(Choice):
    """The hidden state h, or of a cell that has one the memory c."""

    def __init__(self, tooltip: str) -> None:
        super().__init__("Which state", tooltip, _states(("h",)))

    def offer_states_of(self, cell: str) -> None:
        """Choose from what the cell named so carries from step to step."""
        self.offer(_states(("h", "c") if CELLS[cell].has_c else ("h",)))


def side_by_side(*choices: QWidget) -> QHBoxLayout:
    """Return a row of controls at the left that become narrower where there is little room."""
    row = QHBoxLayout()
    row.setSpacing(4)
    for choice in choices:
        row.addWidget(choice)
    row.addStretch(1)
    return row


def _states(names: Sequence[str]) -> Offer:
    return tuple((STATES[name], name) for name in names)
