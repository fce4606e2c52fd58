"""Letters of equal width in the program's size of text."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication


def fixed_font(times: float = 1.0) -> QFont:
    """Return the system's font of equal width, so many times as large as other text."""
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    font.setPointSizeF(times * QApplication.font().pointSizeF())
    return font
