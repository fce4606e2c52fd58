"""How large what is clicked is at least, so that it is hit: it grows with the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

SMALLEST = 24
"""Pixels that a target is wide and high at least, as WCAG 2.2 asks."""

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object  # PySide allows one class of Qt among the bases; each control brings its own


def side_of(widget: QWidget) -> int:
    """Return how many pixels wide and high a target with the letters of a widget is at least."""
    return max(SMALLEST, widget.fontMetrics().height())


class Target(_Widget):
    """A control that asks for room to be hit, whatever its style would have."""

    def sizeHint(self) -> QSize:
        """Ask for room to be hit."""
        return super().sizeHint().expandedTo(self._least())

    def minimumSizeHint(self) -> QSize:
        """Need room to be hit."""
        return super().minimumSizeHint().expandedTo(self._least())

    def _least(self) -> QSize:
        side = side_of(self)
        return QSize(side, side)
