"""How closely units follow something, as bars, with lines at what chance and a start reach."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rnnviz.captions.unit_finder import number
from rnnviz.gui.appearance.contrast import readable
from rnnviz.gui.plotting.named_bars import NamedBars
from rnnviz.lab.shown_data import ShownData

TICKS = 5
APART = 6
CHANCE_LINE, START_LINE = 1, 2
"""The theme's colours of lines for the two controls."""


@dataclass(frozen=True)
class Control:
    """What scores are compared with: the name and the score of a line; NaN has none."""

    name: str
    score: float


class ScoreBars(NamedBars):
    """A bar for each of the best units, from `low`, which is no score at all, to 1.

    `texts` are what is said of each bar, `numbers` those of all units, with a bar or without.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.low = 0.0
        self.controls: tuple[Control, ...] = ()
        self.texts: tuple[str, ...] = ()
        self.numbers = ShownData(())

    def set_scale(self, low: float, controls: tuple[Control, ...]) -> None:
        """Begin bars at `low`, and draw a line for each of the controls."""
        if low != self.low:
            self.invalidate()
        self.low, self.controls = low, controls

    def data(self) -> ShownData:
        """Return the scores of all units, and what they are compared with."""
        lines = ((one.name.rpartition(" ")[0], one.score) for one in self.controls)
        controls = ((name, [score] * self.numbers.rows) for name, score in lines)
        return ShownData((*self.numbers.columns, *controls))

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
        needed = self.fontMetrics().horizontalAdvance("0.0") + APART
        for n in range(0, TICKS + 1, max(1, math.ceil(needed * TICKS / inside.width()))):
            value = self.low + n * (1.0 - self.low) / TICKS
            column = round(self.column(value))
            painter.setPen(QColor(self.theme.grid))
            painter.drawLine(column, int(inside.top()), column, int(inside.bottom()))
            painter.setPen(QColor(self.theme.muted))
            area = QRectF(column - 30, inside.bottom() + 2, 60, self.line)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, f"{value:.1f}")

    def _paint_lines(self, painter: QPainter) -> None:
        inside = self.inside
        colours = (CHANCE_LINE, START_LINE)
        known = [(one, line) for one, line in zip(self.controls, colours, strict=False)
                 if math.isfinite(one.score)]  # fmt: skip
        known.sort(key=lambda pair: pair[0].score)
        names = self._names([control for control, _ in known])
        for (control, line), (left, text) in zip(known, names, strict=True):
            column, colour = round(self.column(control.score)), QColor(self.theme.lines[line])
            style = Qt.PenStyle.DashLine if line == CHANCE_LINE else Qt.PenStyle.DotLine
            painter.setPen(self.theme.pen(colour, 2.0, style))
            painter.drawLine(column, int(inside.top()) - 1, column, int(inside.bottom()))
            painter.setPen(QColor(readable(colour.name(), self.theme.base)))
            painter.drawText(QPointF(left, self.fontMetrics().ascent()), text)

    def _names(self, controls: Sequence[Control]) -> list[tuple[float, str]]:
        """Return where the names of lines from left to right begin, and what there is room for."""
        advance, texts = self.fontMetrics().horizontalAdvance, [one.name for one in controls]
        if sum(advance(text) + APART for text in texts) > self.width():
            texts = [number(one.score) for one in controls]
        lefts: list[float] = []
        end = 0.0
        for control, text in zip(controls, texts, strict=True):
            end = max(self.column(control.score) - advance(text) / 2, end)
            lefts.append(end)
            end += advance(text) + APART
        end = float(self.width())
        for place in range(len(texts) - 1, -1, -1):
            lefts[place] = min(lefts[place], end - advance(texts[place]))
            end = lefts[place] - APART
        return list(zip(lefts, texts, strict=True))
