"""Ratios of named things as bars on a logarithmic axis, beside a rule of thumb."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy

from rnnviz.captions.clipping import ratio_accessible_text, ratio_label
from rnnviz.captions.number_format import power
from rnnviz.gui.plotting.ranges import AutoRange, Range
from rnnviz.gui.plotting.sheet import Points, Sheet

MARGIN = 6.0
WIDEST_NAME = 0.45
THICKEST, THICKNESS = 16.0, 0.56
SPARE_DECADES = 1.0
LOWEST, HIGHEST = -30.0, 30.0


class RatioBars(Sheet):
    """A bar for each of `names`, as long as log10 of its ratio; a line at the rule of thumb."""

    def __init__(self, name: str, rule: float) -> None:
        super().__init__(name)
        self.rule = rule
        self.names: tuple[str, ...] = ()
        self.ratios: tuple[float, ...] = ()
        self._range = AutoRange(whole_decades)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Return the least size in which every name can be read."""
        return self.minimumSize()

    def show_ratios(self, names: Sequence[str], ratios: Sequence[float]) -> None:
        """Paint these; a ratio that is zero or no number has no bar, an infinite one all of it."""
        if tuple(names) != self.names:
            self.names = tuple(names)
            self.setMinimumHeight(math.ceil((len(names) + 2) * self.line))
            self.invalidate()
        self.ratios = tuple(ratios)
        levels = [math.log10(ratio) for ratio in ratios if 0 < ratio < math.inf]
        levels.append(math.log10(self.rule))
        self.set_message("")
        if self._range.fit(min(levels), max(levels)) is not None:
            self.invalidate()
        self.refresh()

    def start_over(self) -> None:
        """Forget the ratios before."""
        self._range.reset()

    @property
    def line(self) -> float:
        """The height of a line of text."""
        return float(self.fontMetrics().height())

    @property
    def inside(self) -> QRectF:
        """The rectangle that the bars can fill."""
        widest = max(map(self.fontMetrics().horizontalAdvance, self.names), default=0)
        left = min(widest + 2 * MARGIN, WIDEST_NAME * self.width())
        height = self.height() - 2 * self.line - 4
        return QRectF(
            left, self.line + 2, max(1.0, self.width() - left - 3 * MARGIN), max(1.0, height)
        )

    def column(self, ratio: float) -> float:
        """Return where the bar of a ratio ends; at the left end for zero and for NaN."""
        inside, (low, high) = self.inside, self._range.current or (-4.0, 0.0)
        if not ratio > 0:
            return inside.left()
        level = math.log10(ratio) if ratio < math.inf else high
        return inside.left() + max(0.0, min(1.0, (level - low) / (high - low))) * inside.width()

    def middles(self) -> list[float]:
        """Return the rows in the middle of each bar."""
        inside, count = self.inside, max(1, len(self.names))
        return [inside.top() + (n + 0.5) * inside.height() / count for n in range(len(self.names))]

    def spots(self) -> Points:
        """Return the ends of the bars."""
        ends = [self.column(ratio) for ratio in self.ratios]
        return np.column_stack((ends, self.middles())) if ends else np.empty((0, 2))

    def accessible_text(self, spot: int) -> str:
        """Return a name and its ratio."""
        return ratio_accessible_text(self.names[spot], self.ratios[spot])

    def _paint_ground(self, painter: QPainter) -> None:
        inside, (low, high) = self.inside, self._range.current or (-4.0, 0.0)
        for level in range(math.ceil(low), math.floor(high) + 1):
            column = round(self.column(10.0**level))
            painter.setPen(QColor(self.theme.grid))
            painter.drawLine(column, int(inside.top()), column, int(inside.bottom()))
            painter.setPen(QColor(self.theme.muted))
            area = QRectF(column - 30, inside.bottom() + 2, 60, self.line)
            if (level - math.ceil(low)) % self._every(high - low) == 0:
                painter.drawText(area, Qt.AlignmentFlag.AlignCenter, power(level))
        painter.setPen(QColor(self.theme.text))
        for name, middle in zip(self.names, self.middles(), strict=True):
            room = QRectF(MARGIN, middle - self.line / 2, inside.left() - 2 * MARGIN, self.line)
            elided = self.fontMetrics().elidedText(
                name, Qt.TextElideMode.ElideRight, int(room.width()) + 1
            )
            painter.drawText(room, Qt.AlignmentFlag.AlignLeft, elided)

    def _every(self, decades: float) -> int:
        """Return at which intervals the powers of ten can be written."""
        room = self.inside.width() / max(decades, 1.0)
        return max(1, math.ceil(self.fontMetrics().horizontalAdvance("10⁻¹⁰") / max(room, 1.0)))

    def _paint(self, painter: QPainter) -> None:
        inside = self.inside
        thick = min(THICKEST, THICKNESS * inside.height() / max(1, len(self.names)))
        for ratio, middle in zip(self.ratios, self.middles(), strict=True):
            end = self.column(ratio)
            painter.fillRect(
                QRectF(inside.left(), middle - thick / 2, end - inside.left(), thick),
                QColor(self.theme.lines[0]),
            )
            self._paint_value(painter, ratio, end, middle)
        self._paint_rule(painter)

    def _paint_value(self, painter: QPainter, ratio: float, end: float, middle: float) -> None:
        """Write the ratio behind its bar or, where that is long, into it."""
        text = ratio_label(ratio)
        width = self.fontMetrics().horizontalAdvance(text) + 4
        fits = end + width + 3 < self.width()
        painter.setPen(QColor(self.theme.text if fits else self.theme.base))
        area = QRectF(end + 3 if fits else end - width, middle - self.line / 2, width, self.line)
        if fits:
            painter.fillRect(area, QColor(self.theme.base))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft, text)

    def _paint_rule(self, painter: QPainter) -> None:
        inside, column = self.inside, round(self.column(self.rule))
        painter.setPen(QPen(QColor(self.theme.text), 1.2, Qt.PenStyle.DashLine))
        painter.drawLine(column, int(inside.top()) - 1, column, int(inside.bottom()))
        text = f"rule of thumb {power(round(math.log10(self.rule)))}"
        width = self.fontMetrics().horizontalAdvance(text) + 4
        left = min(max(0.0, column - width / 2), self.width() - width)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(QRectF(left, 0, width, self.line), Qt.AlignmentFlag.AlignCenter, text)


def whole_decades(low: float, high: float) -> Range:
    """Return whole powers of ten around log10 values, with room for a bar and its number."""
    bottom = max(LOWEST, math.floor(low - SPARE_DECADES))
    return float(bottom), float(max(bottom + 2, min(HIGHEST, math.ceil(high + 0.5))))
