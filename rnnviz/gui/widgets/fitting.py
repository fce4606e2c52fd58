"""How much of a text there is room for."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics

from rnnviz.captions.wordings import longest

ENDLESS = 100_000


def fitting(text: str, metrics: QFontMetrics, width: int, lines: int = 1) -> str:
    """Return the longest wording of a text that fits into so many lines; nothing if none does."""
    return longest(text, lambda one: fits(one, metrics, width, lines))


def fits(text: str, metrics: QFontMetrics, width: int, lines: int = 1) -> bool:
    """Whether a text has room in so many lines of this width."""
    if lines == 1:
        return "\n" not in text and metrics.horizontalAdvance(text) <= width
    room = QRect(0, 0, max(width, 1), ENDLESS)
    needed = metrics.boundingRect(room, int(Qt.TextFlag.TextWordWrap), text)
    return needed.height() <= lines * metrics.lineSpacing() + 1 and needed.width() <= width
