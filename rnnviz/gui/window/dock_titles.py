"""Makes the titles of docks follow the size of text, which Qt leaves as it was at the start."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDockWidget

A_LITTLE = 0.01
"""Points. A dock keeps its first font for the title unless its own is another than its class's."""


def letter_titles(docks: Iterable[QDockWidget], font: QFont) -> None:
    """Write the titles in `font`."""
    barely_larger = QFont(font)
    barely_larger.setPointSizeF(font.pointSizeF() + A_LITTLE)
    for dock in docks:
        dock.setFont(barely_larger)
