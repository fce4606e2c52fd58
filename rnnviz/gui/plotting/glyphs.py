"""Single characters that are painted again and again, each laid out once."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText


class Glyphs:
    """Short texts in one font: their widths, and a way to paint them at a third of the cost."""

    def __init__(self, font: QFont) -> None:
        self.font = QFont(font)
        metrics = QFontMetrics(font)
        self.line, self.ascent, self.descent = metrics.height(), metrics.ascent(), metrics.descent()
        self._metrics = metrics
        self._known: dict[str, tuple[int, QStaticText]] = {}

    def width(self, text: str) -> int:
        """Return how many pixels wide a text is."""
        return self._of(text)[0]

    def widest(self, texts: Iterable[str]) -> int:
        """Return the width of the widest of some texts; 0 if there are none."""
        return max(map(self.width, set(texts)), default=0)

    def paint(self, painter: QPainter, left: float, baseline: float, text: str) -> None:
        """Write a text with the painter's pen; the painter must have this font."""
        painter.drawStaticText(QPointF(left, baseline - self.ascent), self._of(text)[1])

    def _of(self, text: str) -> tuple[int, QStaticText]:
        if text not in self._known:
            laid_out = QStaticText(text)
            laid_out.setTextFormat(Qt.TextFormat.PlainText)
            laid_out.prepare(font=self.font)
            self._known[text] = self._metrics.horizontalAdvance(text), laid_out
        return self._known[text]
