"""How many steps each unit's gate would keep its state, on a logarithmic axis."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QSizePolicy

from rnnviz.captions.number_format import power
from rnnviz.captions.saturation import horizon_accessible_text, median_label
from rnnviz.gui.plotting.ranges import AutoRange, Range
from rnnviz.gui.plotting.sheet import Points, Sheet
from rnnviz.gui.widgets.fitting import fitting
from rnnviz.lab.shown_data import ShownData

MARGIN = 14.0
FEWEST_DECADES, MOST_DECADES = 2.0, 8.0
TICK_SHARE = 0.6


class HorizonStrip(Sheet):
    """A stroke for every unit at its horizon in steps (H,), and a longer one at the median."""

    by_column = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.horizons: NDArray[np.floating] = np.empty(0)
        self._range = AutoRange(whole_decades)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return room for the strokes and their axis."""
        return QSize(60, 2 * self.fontMetrics().height() + 14)

    def show_horizons(self, horizons: NDArray[np.floating]) -> None:
        """Paint these, 1 or longer; infinite ones stand at the right end, NaN nowhere."""
        self.horizons = horizons
        finite = horizons[np.isfinite(horizons)]
        longest = float(finite.max()) if finite.size else 1.0
        self.set_message("")
        if self._range.fit(0.0, math.log10(max(longest, 1.0))) is not None:
            self.invalidate()
        self.refresh()

    def data(self) -> ShownData:
        """Return the horizon of every unit, also of those for which there is no stroke."""
        units = range(self.horizons.size)
        return ShownData((("unit", units), ("horizon in steps", self.horizons)))

    def start_over(self) -> None:
        """Forget the horizons before."""
        self._range.reset()

    @property
    def median(self) -> float:
        """The median of the horizons in steps, NaN if there is none."""
        known = self.horizons[~np.isnan(self.horizons)]
        if known.size == 0:
            return math.nan
        middle = np.sort(known)[[(known.size - 1) // 2, known.size // 2]]
        return float(middle.astype(np.float64).mean())

    def columns(self, horizons: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return where horizons stand."""
        decades = (self._range.current or (0.0, FEWEST_DECADES))[1]
        levels = np.log10(np.maximum(horizons.astype(np.float64), 1.0))
        room = max(1.0, self.width() - 2 * MARGIN)
        return MARGIN + np.minimum(levels / decades, 1.0) * room

    @property
    def row(self) -> float:
        """Where the strip ends and its axis begins."""
        return max(8.0, self.height() - self.fontMetrics().height() - 4.0)

    def spots(self) -> Points:
        """Return the middles of the strokes."""
        columns = self.columns(self.horizons)
        return np.column_stack((columns, np.full(columns.size, self.row * 0.6)))

    def accessible_text(self, spot: int) -> str:
        """Return a unit's horizon."""
        return horizon_accessible_text(spot, float(self.horizons[spot]))

    def _paint_ground(self, painter: QPainter) -> None:
        decades = (self._range.current or (0.0, FEWEST_DECADES))[1]
        line, row = self.fontMetrics().height(), self.row
        levels = np.arange(0, math.floor(decades) + 1)
        for level, column in zip(levels.tolist(), self.columns(10.0**levels).tolist(), strict=True):
            painter.setPen(QColor(self.theme.grid))
            painter.drawLine(round(column), 0, round(column), int(row))
            painter.setPen(QColor(self.theme.muted))
            text = "1 step" if level == 0 else f"{10**level:,}" if level < 5 else power(level)
            width = self.fontMetrics().horizontalAdvance(text) + 4
            left = min(max(0.0, column - width / 2), self.width() - width)
            area = QRectF(left, row + 2, width, line)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
        painter.setPen(QColor(self.theme.muted))
        painter.drawLine(int(MARGIN), int(row), int(self.width() - MARGIN), int(row))

    def _paint(self, painter: QPainter) -> None:
        row = self.row
        known = self.columns(self.horizons[~np.isnan(self.horizons)])
        colour = QColor(self.theme.lines[0])
        colour.setAlpha(150)
        painter.setPen(self.theme.pen(colour, 1.0))
        strokes = [QLineF(x, row, x, row * (1 - TICK_SHARE)) for x in np.unique(known).tolist()]
        if strokes:
            painter.drawLines(strokes)
            self._paint_median(painter)

    def _paint_median(self, painter: QPainter) -> None:
        column = float(self.columns(np.array([self.median]))[0])
        painter.setPen(self.theme.pen(self.theme.text, 2.0))
        painter.drawLine(QLineF(column, self.row, column, 1.0))
        room = max(column, self.width() - column) - 4 - 6
        text = fitting(median_label(self.median), self.fontMetrics(), int(room))
        width = self.fontMetrics().horizontalAdvance(text) + 6
        left = column + 4 if column + 4 + width < self.width() else column - 4 - width
        area = QRectF(left, 0, width, self.fontMetrics().height())
        painter.fillRect(area, QColor(self.theme.base))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)


def whole_decades(low: float, high: float) -> Range:
    """Return 0 to a whole power of ten, at least `FEWEST_DECADES`."""
    return 0.0, min(MOST_DECADES, max(FEWEST_DECADES, float(math.ceil(high))))
