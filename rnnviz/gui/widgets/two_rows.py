"""Two groups of controls side by side, or one above the other where the window is narrow."""

from __future__ import annotations

from PySide6.QtWidgets import QSizePolicy, QWidget

from rnnviz.gui.widgets.choice_row import ChoiceRow


class TwoRows(QWidget):
    """A row of controls that breaks in the middle, and farther where even that is too narrow.

    Its width never holds the window open: it takes what it is given.
    """

    def __init__(
        self,
        first: tuple[QWidget, ...],
        second: tuple[QWidget, ...],
        stretched: tuple[QWidget, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setLayout(ChoiceRow(first, second, stretched=stretched))
