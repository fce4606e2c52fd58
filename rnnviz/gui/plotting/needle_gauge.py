"""A needle that leans left where gradients fade and right where they grow."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import QSizePolicy

from rnnviz.gui.plotting.ranges import AutoRange, Range, nice_above
from rnnviz.gui.plotting.sheet import Sheet
from rnnviz.lab.shown_data import ShownData

LEAST_END = 0.2
QUARTER = 90 * 16
"""Qt counts angles in sixteenths of a degree."""
THICKNESS = 5
LEAST_RADIUS = 18
OUTSIDE = 8
"""Pixels by which what stands below the dial may be wider than it on either side."""
AROUND = 4.8
"""Lines of text above and below the half circle."""

EXPONENT = "largest Lyapunov exponent in nats per step"
BETWEEN = ("to", "for", "a", "an", "=")
"""Words with which no line ends."""


class NeedleGauge(Sheet):
    """The largest Lyapunov exponent on a half circle from fading over 0 to growing."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # nothing in it can be pointed at
        self.exponent = math.nan
        self._lines = "", ""
        self._range = AutoRange(symmetric_end)
        self._wanted = self.minimumSize()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        """Return the size that was asked for."""
        return self._wanted

    def want(self, width: int, height: int) -> None:
        """Ask whoever lays it out for this size."""
        self._wanted = QSize(width, height)
        self.updateGeometry()

    def show_exponent(self, exponent: float, lines: tuple[str, str]) -> None:
        """Turn the needle to nats per step; two lines say below what that is and means."""
        self.exponent, self._lines = exponent, lines
        if math.isfinite(exponent):
            self._range.fit(-abs(exponent), abs(exponent))
        self.setToolTip(". ".join(self.lines()) + ".")
        self.set_message("")
        self.invalidate()

    def data(self) -> ShownData:
        """Return the exponent."""
        return ShownData(((EXPONENT, [self.exponent]),))

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

    @property
    def _is_known(self) -> bool:
        """Whether there is an exponent; −∞ is one, of a gradient that is exactly zero."""
        return not math.isnan(self.exponent) and self.exponent < math.inf

    def lines(self) -> tuple[str, str]:
        """Return the exponent and what it means, for people."""
        return self._lines

    def _paint(self, painter: QPainter) -> None:
        line = self.fontMetrics().height()
        radius = min(self.width() / 2 - 10, self.height() - AROUND * line)
        top = max(0.0, (self.height() - max(radius, 0.0) - AROUND * line) / 2)
        if radius >= LEAST_RADIUS:
            middle = QPointF(self.width() / 2, top + 1.2 * line + radius)
            self._paint_dial(painter, middle, radius)
            self._paint_needle(painter, middle, radius)
            top = middle.y() + 1.25 * line
        self._paint_words(painter, top, line)

    def _paint_dial(self, painter: QPainter, middle: QPointF, radius: float) -> None:
        """Draw the half circle, what its ends are, and zero above its top."""
        circle = QRectF(middle.x() - radius, middle.y() - radius, 2 * radius, 2 * radius)
        for start, colour in ((QUARTER, 0), (0, 1)):
            pen = self.theme.pen(self.theme.lines[colour], THICKNESS)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.setPen(pen)
            painter.drawArc(circle, start, QUARTER)
        painter.setPen(QColor(self.theme.muted))
        flags, line = Qt.AlignmentFlag, self.fontMetrics().height()
        painter.drawText(
            QRectF(0, middle.y() - radius - 1.2 * line, self.width(), line), flags.AlignCenter, "0"
        )
        left, middle_text, right = self.ends(2 * radius + 2 * OUTSIDE)
        below = QRectF(middle.x() - radius - OUTSIDE, middle.y() + 5, 2 * (radius + OUTSIDE), line)
        painter.drawText(below, flags.AlignLeft, left)
        painter.drawText(below, flags.AlignHCenter, middle_text)
        painter.drawText(below, flags.AlignRight, right)

    def ends(self, room: float) -> tuple[str, str, str]:
        """Return what fits below the dial: at its left end, in the middle, at its right end."""
        low, high = f"−{self.end:.3g}", f"{self.end:.3g}"
        for left, right in ((f"{low} fades", f"grows {high}"), (low, high)):
            if self.fontMetrics().horizontalAdvance(f"{left}  {right}") <= room:
                return left, "", right
        return "", f"±{high}", ""

    def _paint_needle(self, painter: QPainter, middle: QPointF, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.text))
        painter.drawEllipse(middle, 3.5, 3.5)
        if not self._is_known:
            return
        tip = QPointF(math.sin(self.angle), -math.cos(self.angle)) * (radius - 3)
        side = QPointF(math.cos(self.angle), math.sin(self.angle)) * 2.2
        painter.drawPolygon(QPolygonF([middle + side, middle + tip, middle - side]))

    def _paint_words(self, painter: QPainter, top: float, line: int) -> None:
        painter.setPen(QColor(self.theme.text))
        for row, text in enumerate(self.lines()):
            area = QRectF(0, top + (row + 0.3) * line, self.width(), line)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._shortened(text))

    def _shortened(self, text: str) -> str:
        """Return a line without the words that go without saying, if it is too long with them."""
        metrics, room = self.fontMetrics(), self.width()
        if metrics.horizontalAdvance(text) > room:
            text = text.removeprefix("memory ").removesuffix(" a step")
        _name, equals, value = text.partition(" = ")
        if equals and metrics.horizontalAdvance(text) > room:
            text = value  # the number rather than its name
        words = text.split(" ")
        while words and metrics.horizontalAdvance(" ".join(words)) > room:
            words.pop()
        while words and words[-1] in BETWEEN:
            words.pop()
        return " ".join(words)


def symmetric_end(low: float, high: float) -> Range:
    """Return a range around 0 that holds an exponent and ends at a round number."""
    end = nice_above(max(1.15 * max(abs(low), abs(high)), LEAST_END))
    return -end, end
