"""A field whose hint is never cut."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from rnnviz.gui.widgets.target import Target

BESIDE = 12
"""Pixels of frame and margin on both sides of what is written."""


class HintedLine(Target, QLineEdit):
    """A field that shows as many words of its hint as there is room for, or letters of one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = ""

    def setPlaceholderText(self, hint: str) -> None:
        """Show a hint while the field is empty."""
        self._hint = hint
        self._fit()

    @property
    def hint(self) -> str:
        """The whole hint."""
        return self._hint

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what fits now."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Show what fits in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_hint"):
            self._fit()

    def _fit(self) -> None:
        shown, advance = self._hint, self.fontMetrics().horizontalAdvance
        while shown and advance(shown) > self.width() - BESIDE:
            shown = shown.rpartition(" ")[0].rstrip(",;") if " " in shown else shown[:-1]
        if shown != self.placeholderText():
            super().setPlaceholderText(shown)
