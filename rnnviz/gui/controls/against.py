"""What a loss is drawn against: training steps, what was read, or seconds."""

from __future__ import annotations

from rnnviz.captions.losses import INPUTS, SECONDS, STEPS, inputs
from rnnviz.gui.widgets.fitted_combo import FittedCombo


class Against(FittedCombo):
    """Chooses the curve that losses stand over; `name` is that of the chosen one."""

    def __init__(self) -> None:
        tooltip = (
            "Draw the loss against training steps, against what was read, or against the seconds "
            "that training took"
        )
        super().__init__("What the loss is drawn against", tooltip)
        for against in (STEPS, INPUTS, SECONDS):
            self.addItem(f"by {against}", against)

    @property
    def name(self) -> str:
        """The name of the chosen curve."""
        return str(self.currentData())

    def name_inputs(self, unit: str) -> None:
        """Name what is read by what losses in this unit are of."""
        self.setItemText(1, f"by {inputs(unit)}")
