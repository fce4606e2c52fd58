"""Ratios of named things as bars on a logarithmic axis, beside a rule of thumb."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy

from rnnviz.captions.clipping import ratio_accessible_text, ratio_label
from rnnviz.captions.number_format import power
from rnnviz.gui.plotting.named_bars import NamedBars
from rnnviz.gui.plotting.ranges import AutoRange, Range
from rnnviz.lab.shown_data import ShownData

SPARE_DECADES = 1.0
LOWEST, HIGHEST = -30.0, 30.0


class RatioBars(NamedBars):
    """A bar for each of `names`, as long as log10 of its ratio; a line at the rule of thumb."""

    titles = "tensor", "update / weight"

    def __init__(self, name: str, rule: float) -> None:
        super().__init__(name)
        self.rule = rule
        self._range = AutoRange(whole_decades)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return the least size in which every name can be read."""
        return self.minimumSize()

    def show_ratios(self, names: Sequence[str], ratios: Sequence[float]) -> None:
        """Paint these; a ratio that is zero or no number has no bar, an infinite one all of it."""
        if tuple(names) != self.names:
            self.setMinimumHeight(math.ceil((len(names) + 2) * self.line))
        levels = [math.log10(ratio) for ratio in ratios if 0 < ratio < math.inf]
        levels.append(math.log10(self.rule))
        if self._range.fit(min(levels), max(levels)) is not None:
            self.invalidate()
        self.show_bars(names, ratios)

    def data(self) -> ShownData:
        """Return the ratios, beside each the rule of thumb."""
        rule = [self.rule] * len(self.bars)
        return ShownData((*super().data().columns, ("rule of thumb", rule)))

    @property
    def ratios(self) -> tuple[float, ...]:
        """What is shown."""
        return self.bars

    def start_over(self) -> None:
        """Forget the ratios before."""
        self._range.reset()

    def column(self, value: float) -> float:
        """Return where the bar of a ratio ends; at the left end for zero and for NaN."""
        inside, (low, high) = self.inside, self._range.current or (-4.0, 0.0)
        if not value > 0:
            return inside.left()
        level = math.log10(value) if value < math.inf else high
        return inside.left() + max(0.0, min(1.0, (level - low) / (high - low))) * inside.width()

    def text_of(self, value: float) -> str:
        """Return a ratio as it is written."""
        return ratio_label(value)

    def accessible_text(self, spot: int) -> str:
        """Return a name and its ratio."""
        return ratio_accessible_text(self.names[spot], self.bars[spot])

    def _paint_axis(self, painter: QPainter) -> None:
        inside, (low, high) = self.inside, self._range.current or (-4.0, 0.0)
        for level in range(math.ceil(low), math.floor(high) + 1):
            column = round(self.column(10.0**level))
            painter.setPen(QColor(self.theme.grid))
            painter.drawLine(column, int(inside.top()), column, int(inside.bottom()))
            painter.setPen(QColor(self.theme.muted))
            area = QRectF(column - 30, inside.bottom() + 2, 60, self.line)
            if (level - math.ceil(low)) % self._every(high - low) == 0:
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, power(level))

    def _every(self, decades: float) -> int:
        """Return at which intervals the powers of ten can be written."""
        room = self.inside.width() / max(decades, 1.0)
        return max(1, math.ceil(self.fontMetrics().horizontalAdvance("10⁻¹⁰") / max(room, 1.0)))

    def _paint_lines(self, painter: QPainter) -> None:
        inside, column = self.inside, round(self.column(self.rule))
        painter.setPen(self.theme.pen(self.theme.text, 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(column, int(inside.top()) - 1, column, int(inside.bottom()))
        painter.setPen(QColor(self.theme.text))
        self._write_above(painter, column, f"rule of thumb {power(round(math.log10(self.rule)))}")


def whole_decades(low: float, high: float) -> Range:
    """Return whole powers of ten around log10 values, with room for a bar and its number."""
    bottom = max(LOWEST, math.floor(low - SPARE_DECADES))
    return float(bottom), float(max(bottom + 2, min(HIGHEST, math.ceil(high + 0.5))))
