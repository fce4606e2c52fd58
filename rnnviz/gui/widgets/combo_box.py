"""A combo box that changes by what is meant for it alone."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from rnnviz.gui.widgets.calm_wheel import CalmWheel
from rnnviz.gui.widgets.target import Target


class ComboBox(CalmWheel, Target, QComboBox):
    """Leaves the wheel to what is around it, unless it has the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.leave_the_wheel()
