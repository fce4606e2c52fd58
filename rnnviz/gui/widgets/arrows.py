"""The arrows of a number field: side by side, each as high as the field, grown with the text."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QSpinBox

from rnnviz.gui.widgets.buttons import ToolButton
from rnnviz.gui.widgets.target import side_of

Number = QSpinBox | QDoubleSpinBox
STEPS = QAbstractSpinBox.StepEnabledFlag


class Arrows(QObject):
    """Two buttons in place of those of Qt's style, which are 14 pixels wide at any size of text."""

    def __init__(self, field: Number) -> None:
        super().__init__(field)
        self._field = field
        field.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self._down = _arrow(field, Qt.ArrowType.DownArrow, "Less")
        self._up = _arrow(field, Qt.ArrowType.UpArrow, "More")
        self._down.clicked.connect(field.stepDown)
        self._up.clicked.connect(field.stepUp)
        field.valueChanged.connect(self.show_steps)

    @property
    def width(self) -> int:
        """Pixels that both take."""
        return 2 * side_of(self._field)

    def place(self) -> None:
        """Stand at the right end of the field, beside what is written."""
        side, height = side_of(self._field), self._field.height()
        right = self._field.width()
        for button in (self._up, self._down):
            right -= side
            button.setGeometry(right, 0, side, height)
        self._field.lineEdit().setTextMargins(0, 0, self.width, 0)
        self.show_steps()

    def remove(self) -> None:
        """Leave the field without arrows."""
        for button in (self._down, self._up):
            button.setParent(None)
            button.deleteLater()
        self._field.valueChanged.disconnect(self.show_steps)
        self._field.lineEdit().setTextMargins(0, 0, 0, 0)
        self.deleteLater()

    def show_steps(self) -> None:
        """Offer the steps that there are from the present number."""
        steps = self._field.stepEnabled()
        self._down.setEnabled(bool(steps & STEPS.StepDownEnabled))
        self._up.setEnabled(bool(steps & STEPS.StepUpEnabled))


def _arrow(field: Number, direction: Qt.ArrowType, name: str) -> ToolButton:
    button = ToolButton(field)
    button.setArrowType(direction)
    button.setAutoRaise(True)
    button.setAutoRepeat(True)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field has the keyboard
    button.setCursor(Qt.CursorShape.ArrowCursor)
    button.setAccessibleName(name)
    return button
