"""Two groups of controls side by side, or one above the other where the window is narrow."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QWidget


class TwoRows(QWidget):
    """A row of controls that breaks in the middle; in each half, one widget takes what is left.

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
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._box = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(4)
        self._rows = QHBoxLayout(), QHBoxLayout()
        for row, widgets in zip(self._rows, (first, second), strict=True):
            row.setSpacing(4)
            for widget in widgets:
                row.addWidget(widget, int(widget in stretched))
            self._box.addLayout(row, int(any(widget in stretched for widget in widgets)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the row where it does not fit."""
        super().resizeEvent(event)
        self._break()

    def event(self, event: QEvent) -> bool:
        """Break it too where a control has come, gone or grown."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._break()
        return done

    def _break(self) -> None:
        needed = sum(row.sizeHint().width() for row in self._rows) + self._box.spacing()
        side_by_side = self.width() >= needed
        direction = QBoxLayout.Direction
        self._box.setDirection(direction.LeftToRight if side_by_side else direction.TopToBottom)
