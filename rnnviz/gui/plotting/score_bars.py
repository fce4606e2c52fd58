"""How closely units follow something, as bars, with lines at what chance and a start reach."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnnviz.captions.unit_finder import number
from rnnviz.gui.plotting.named_bars import NamedBars

TICKS = 5
CHANCE_LINE, START_LINE = 1, 2
"""The theme's colours of lines for the two controls."""


@dataclass(frozen=True)
class Control:
    """What scores are compared with: the name and the score of a line; NaN has none."""

    name: str
    score: float


class ScoreBars(NamedBars):
    """A bar for each of the best units, from `low`, which is no score at all, to 1.

    `texts` are what is said of each bar.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.low = 0.0
        self.controls: tuple[Control, ...] = ()
        self.texts: tuple[str, ...] = ()

    def set_scale(self, low: float, controls: tuple[Control, ...]) -> None:
        """Begin bars at `low`, and draw a line for each of the controls."""
        if low != self.low:
            self.invalidate()
        self.low, self.controls = low, controls

    @property
    def most(self) -> int:
        """The bars that there is room for."""
        return max(1, int(self.inside.height() / (self.line + 1)))

    def column(self, value: float) -> float:
        """Return where the bar of a score ends; at the left end for NaN."""
        share = (value - self.low) / (1.0 - self.low) if math.isfinite(value) else 0.0
        return self.inside.left() + max(0.0, min(1.0, share)) * self.inside.width()

    def text_of(self, value: float) -> str:
        """Return a score as it is written."""
        return number(value)

    def accessible_text(self, spot: int) -> str:
        """Return what is said of a unit."""
        return self.texts[spot] if spot < len(self.texts) else ""

    def _paint_axis(self, painter: QPainter) -> None:
        inside = self.inside
        for n in range(TICKS + 1):
            value = self.low + n * (1.0 - self.low) / TICKS
            column = round(self.column(value))
            painter.setPen(QColor(self.theme.grid))
            painter.drawLine(column, int(inside.top()), column, int(inside.bottom()))
            painter.setPen(QColor(self.theme.muted))
            area = QRectF(column - 30, inside.bottom() + 2, 60, self.line)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, f"{value:.1f}")

    def _paint_lines(self, painter: QPainter) -> None:
        inside, ends = self.inside, -math.inf
        colours = (CHANCE_LINE, START_LINE)
        known = [(one, line) for one, line in zip(self.controls, colours, strict=False)
                 if math.isfinite(one.score)]  # fmt: skip
        for control, line in sorted(known, key=lambda pair: pair[0].score):
            column, colour = round(self.column(control.score)), QColor(self.theme.lines[line])
            style = Qt.PenStyle.DashLine if line == CHANCE_LINE else Qt.PenStyle.DotLine
            painter.setPen(QPen(colour, 2.0, style))
            painter.drawLine(column, int(inside.top()) - 1, column, int(inside.bottom()))
            painter.setPen(colour)
            width = self.fontMetrics().horizontalAdvance(control.name)
            middle = max(column, ends + width / 2 + 6)
            self._write_above(painter, middle, control.name)
            ends = middle + width / 2
