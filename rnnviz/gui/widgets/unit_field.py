"""A field for the number of one hidden unit, which the arrow keys and the wheel change."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from rnnviz.gui.widgets.target import Target

STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
MOST = 999_999


class UnitField(Target, QLineEdit):
    """Holds the number of a unit; units are counted from 0."""

    def __init__(self, tooltip: str, parent: QWidget | None = None) -> None:
        super().__init__("0", parent)
        self.setAccessibleName("Unit")
        self.setToolTip(tooltip)
        self.setValidator(QIntValidator(0, MOST, self))
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("00000") + 12)
        self._count = 1

    @property
    def unit(self) -> int:
        """The unit that is written there, within those that there are."""
        text = self.text()
        return max(0, min(int(text) if text.isdecimal() else 0, self._count - 1))

    def offer_units(self, count: int) -> None:
        """Let one of so many units be chosen."""
        self._count = max(count, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go to the next unit and the one before."""
        if event.key() in STEPS:
            self._step(STEPS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Go through the units, while the field is being edited."""
        if self.hasFocus() and event.angleDelta().y():
            self._step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def _step(self, by: int) -> None:
        self.setText(str(max(0, min(self.unit + by, self._count - 1))))
