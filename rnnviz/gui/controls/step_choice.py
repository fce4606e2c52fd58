"""The steps of a lesson to choose from, and the arrows to turn them one by one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QToolButton

from rnnviz.gui.widgets.buttons import ToolButton
from rnnviz.gui.widgets.combo_box import ComboBox

LIST_MARGIN = 24


class StepChoice(ComboBox):
    """Says which step is shown and of how many; its list has their titles, however long."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Step of the lesson")
        self.setMinimumContentsLength(6)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)

    @property
    def words(self) -> str:
        """What is written on it while the list is closed."""
        return f"Step {self.currentIndex() + 1} of {self.count()}" if self.count() else ""

    def showPopup(self) -> None:
        """Make the list as wide as its longest title."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + LIST_MARGIN)
        super().showPopup()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the number in place of the title, which stands in full over the text."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.words
        painter = QStylePainter(self)
        with painter:  # ended even by an error, which else would crash Qt
            painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
            painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


def arrow(direction: Qt.ArrowType, name: str) -> QToolButton:
    """Return a button that turns one step on or back."""
    button = ToolButton(arrowType=direction)
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button
