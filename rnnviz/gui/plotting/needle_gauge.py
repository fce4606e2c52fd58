"""A needle that leans left where gradients fade and right where they grow."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.plotting.colour_scale import number
from rnnviz.gui.plotting.ranges import AutoRange, Range, nice_above
from rnnviz.gui.plotting.sheet import Sheet

LEAST_END = 0.2
QUARTER = 90 * 16
"""Qt counts angles in sixteenths of a degree."""
THICKNESS = 5


class NeedleGauge(Sheet):
    """The largest Lyapunov exponent on a half circle from fading over 0 to growing."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.exponent = math.nan
        self.memory = math.nan
        self._range = AutoRange(symmetric_end)

    def show_exponent(self, exponent: float, memory: float) -> None:
        """Turn the needle; both in nats per step and in steps."""
        self.exponent, self.memory = exponent, memory
        if math.isfinite(exponent):
            self._range.fit(-abs(exponent), abs(exponent))
        self.setToolTip(". ".join(self.lines()) + ".")
        self.set_message("")
        self.invalidate()

    def start_over(self) -> None:
        """Forget the range of the exponents before."""
        self._range.reset()

    @property
    def end(self) -> float:
        """The exponent at the right end of the scale."""
        return (self._range.current or (-LEAST_END, LEAST_END))[1]

    @property
    def angle(self) -> float:
        """Radians by which the needle leans to the right of upright."""
        return max(-1.0, min(1.0, self.exponent / self.end)) * math.pi / 2

    def lines(self) -> tuple[str, str]:
        """Return the exponent and what it means, for people."""
        if math.isnan(self.exponent):
            return "λ₁ is not a number", "no memory to tell"
        if math.isinf(self.exponent):
            return "λ₁ = −∞", "nothing is passed on"
        first = f"λ₁ = {number(self.exponent, 2)} a step"
        if math.isinf(self.memory):
            return first, "neither fades nor grows"
        steps = f"{number(self.memory, 2) if self.memory < 100 else f'{self.memory:,.0f}'} steps"
        return first, f"memory {steps}" if self.exponent < 0 else f"e-fold in {steps}"

    def _paint(self, painter: QPainter) -> None:
        line = self.fontMetrics().height()
        words = 2 * line + 2
        room = QRectF(4, line + 4, self.width() - 8, max(10, self.height() - words - line - 8))
        radius = min(room.width() / 2 - 6, room.height())
        if radius >= 18:
            middle = QPointF(self.width() / 2, room.top() + (room.height() + radius) / 2)
            self._paint_dial(painter, middle, radius)
            self._paint_needle(painter, middle, radius)
        self._paint_words(painter, line)

    def _paint_dial(self, painter: QPainter, middle: QPointF, radius: float) -> None:
        circle = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        for start, colour in ((QUARTER, 0), (0, 1)):
            pen = QPen(QColor(self.theme.lines[colour]), THICKNESS)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(circle, start, QUARTER)
        painter.setPen(QColor(self.theme.muted))
        line, half = self.fontMetrics().height(), radius / 2
        ends = (
            (QRectF(middle.x() - radius + 6, middle.y() - line, half, line), "fades", "Left"),
            (QRectF(middle.x() + half - 6, middle.y() - line, half, line), "grows", "Right"),
        )
        if radius >= 45:
            for area, text, side in ends:
                painter.drawText(area, getattr(Qt.AlignmentFlag, f"Align{side}"), text)
        for share, text in ((-0.72, f"−{self.end:.3g}"), (0.0, "0"), (0.72, f"{self.end:.3g}")):
            self._paint_number(painter, middle, radius, share, text)

    def _paint_number(
        self, painter: QPainter, middle: QPointF, radius: float, share: float, text: str
    ) -> None:
        """Write 0 above the top, and the ends outside of the shoulders of the half circle."""
        width, line = self.fontMetrics().horizontalAdvance(text) + 4, self.fontMetrics().height()
        if share == 0.0:
            area = QRectF(middle.x() - width / 2, middle.y() - radius - line - 2, width, line)
        else:
            at = middle.x() + math.copysign(radius, share)
            left = max(0.0, at - width / 2) if share < 0 else min(at - width / 2, self.width() - width)
            area = QRectF(left, middle.y() + 1, width, line)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_needle(self, painter: QPainter, middle: QPointF, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.text))
        painter.drawEllipse(middle, 3.5, 3.5)
        if math.isnan(self.exponent):
            return
        tip = QPointF(math.sin(self.angle), -math.cos(self.angle)) * (radius - 3)
        side = QPointF(math.cos(self.angle), math.sin(self.angle)) * 2.2
        painter.drawPolygon(QPolygonF([middle + side, middle + tip, middle - side]))

    def _paint_words(self, painter: QPainter, line: int) -> None:
        painter.setPen(QColor(self.theme.text))
        for row, text in enumerate(self.lines()):
            area = QRectF(0, self.height() - (2 - row) * line - 1, self.width(), line)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def symmetric_end(low: float, high: float) -> Range:
    """Return a range around 0 that holds an exponent and ends at a round number."""
    end = nice_above(max(abs(low), abs(high), LEAST_END))
    return -end, end
