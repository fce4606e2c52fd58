"""What a loss is drawn against: training steps, what was read, or seconds."""

from __future__ import annotations

from rnnviz.captions.losses import INPUTS, SECONDS, STEPS, inputs
from rnnviz.gui.widgets.combo_box import ComboBox


class Against(ComboBox):
    """Chooses the curve that losses stand over; `name` is that of the chosen one."""

    def __init__(self) -> None:
        super().__init__()
        for against in (STEPS, INPUTS, SECONDS):
            self.addItem(f"by {against}", against)
        self.setMinimumWidth(60)
        self.setAccessibleName("What the loss is drawn against")
        self.setToolTip(
            "Draw the loss against training steps, against what was read, or against the seconds "
            "that training took"
        )

    @property
    def name(self) -> str:
        """The name of the chosen curve."""
        return str(self.currentData())

    def name_inputs(self, unit: str) -> None:
        """Name what is read by what losses in this unit are of."""
        self.setItemText(1, f"by {inputs(unit)}")
