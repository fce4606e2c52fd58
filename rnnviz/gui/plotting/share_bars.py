"""The share of time that each unit spends somewhere, as a row of bars."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rnnviz.captions.saturation import unit_accessible_text
from rnnviz.gui.plotting import ticks
from rnnviz.gui.plotting.heat_map import members, starts
from rnnviz.gui.plotting.sheet import Points, Sheet
from rnnviz.lab.shown_data import ShownData

MARGIN_TOP, MARGIN_RIGHT = 6, 8
WIDEST = "100\N{NO-BREAK SPACE}%"
TIME = "share of time"
WIDTH_FOR_A_GAP = 4.0
ROOM_FOR_A_NAME = 40


class ShareBars(Sheet):
    """Shares (H,) in 0..1, a bar for every unit, and a dashed line at their mean.

    Where units are more than pixels a bar shows the highest of several.
    """

    by_column = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.shares: NDArray[np.floating] = np.empty(0)
        self._where = ""

    def show_shares(self, shares: NDArray[np.floating], where: str = "") -> None:
        """Paint these, the shares of time spent `where`."""
        self._where = where
        if shares.size != self.shares.size:
            self.invalidate()
        self.shares = shares
        self.set_message("")
        self.refresh()

    def data(self) -> ShownData:
        """Return the share of every unit, also of those that have no bar of their own."""
        title = f"{TIME}: {self._where}" if self._where else TIME
        return ShownData((("unit", range(self.shares.size)), (title, self.shares)))

    @property
    def inside(self) -> QRectF:
        """The rectangle that full bars fill."""
        metrics = self.fontMetrics()
        left = metrics.horizontalAdvance(WIDEST) + 6
        height = self.height() - MARGIN_TOP - metrics.height() - 3
        return QRectF(
            left, MARGIN_TOP, max(1.0, self.width() - left - MARGIN_RIGHT), max(1.0, height)
        )

    @property
    def places(self) -> int:
        """How many bars there is room for."""
        return max(1, min(self.shares.size, int(self.inside.width())))

    @property
    def _marked(self) -> tuple[float, ...]:
        """The shares that are named at the axis."""
        roomy = self.inside.height() > 2.5 * self.fontMetrics().height()
        return (0.0, 0.5, 1.0) if roomy else (0.0, 1.0)

    def heights(self) -> NDArray[np.floating]:
        """Return the share that each bar shows; NaN counts as none."""
        known = np.nan_to_num(self.shares.astype(np.float64), nan=0.0)
        return np.maximum.reduceat(known, starts(known.size, self.places))

    def spots(self) -> Points:
        """Return the middles of the bars' tops."""
        if self.shares.size == 0:
            return np.empty((0, 2))
        inside, heights = self.inside, self.heights()
        columns = inside.left() + (np.arange(heights.size) + 0.5) * inside.width() / heights.size
        return np.column_stack((columns, inside.bottom() - heights * inside.height()))

    def accessible_text(self, spot: int) -> str:
        """Return a unit's share."""
        unit = self.unit(spot)
        return unit_accessible_text(unit, float(self.shares[unit]))

    def unit(self, spot: int) -> int:
        """Return whose share a bar shows, that of the highest of several."""
        units = members(spot, self.shares.size, self.places)
        shares = self.shares[units.start : units.stop]
        known = np.isfinite(shares).any()
        return units.start + (int(np.nanargmax(shares)) if known else 0)

    def _paint_ground(self, painter: QPainter) -> None:
        inside, metrics = self.inside, self.fontMetrics()
        line, flags = metrics.height(), Qt.AlignmentFlag
        for level in self._marked:
            row = inside.bottom() - level * inside.height()
            painter.setPen(QColor(self.theme.grid))
            painter.drawLine(int(inside.left()), round(row), int(inside.right()), round(row))
            painter.setPen(QColor(self.theme.muted))
            top = min(max(0.0, row - line / 2), self.height() - line)
            text = f"{100 * level:.0f}\N{NO-BREAK SPACE}%"
            painter.drawText(QRectF(0, top, inside.left() - 4, line), flags.AlignRight, text)
        self._paint_names(painter)

    def _paint_names(self, painter: QPainter) -> None:
        """Number the units below."""
        inside, count = self.inside, self.shares.size
        if count == 0:
            return
        widest = 1.5 * self.fontMetrics().horizontalAdvance("unit 0")
        most = max(1, int(inside.width() / max(ROOM_FOR_A_NAME, widest)))
        found = ticks.linear(0.0, float(max(count - 1, 1)), most) if count > 1 else np.zeros(1)
        for unit in sorted({round(float(tick)) for tick in found}):
            middle = inside.left() + (unit + 0.5) * inside.width() / count
            text = f"unit {unit}" if unit == 0 else str(unit)
            width = self.fontMetrics().horizontalAdvance(text) + 4
            left = min(max(middle - width / 2, inside.left() - 4), self.width() - width)
            area = QRectF(left, inside.bottom() + 2, width, self.fontMetrics().height())
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)

    def _paint(self, painter: QPainter) -> None:
        if self.shares.size == 0:
            return
        inside, heights = self.inside, self.heights()
        width = inside.width() / heights.size
        gap = 1.0 if width >= WIDTH_FOR_A_GAP else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.theme.lines[0]))
        if not gap:
            self._paint_outline(painter, inside, heights)
        for place in np.flatnonzero(heights).tolist() if gap else ():
            height, left = float(heights[place]) * inside.height(), inside.left() + place * width
            painter.drawRect(QRectF(left, inside.bottom() - height, width - gap, height))
        self._paint_mean(painter)

    def _paint_outline(
        self, painter: QPainter, inside: QRectF, heights: NDArray[np.floating]
    ) -> None:
        """Draw bars without gaps as one area: many at little cost."""
        edges = np.repeat(np.linspace(inside.left(), inside.right(), heights.size + 1), 2)
        tops = inside.bottom() - np.repeat(heights, 2) * inside.height()
        rows = np.concatenate(([inside.bottom()], tops, [inside.bottom()]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.drawPolygon(arrayToQPolygonF(edges, rows))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def _paint_mean(self, painter: QPainter) -> None:
        known = self.shares[np.isfinite(self.shares)]
        if known.size == 0:
            return
        inside, mean = self.inside, float(known.mean())
        row = round(inside.bottom() - mean * inside.height())
        painter.setPen(self.theme.pen(self.theme.text, 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(int(inside.left()), row, int(inside.right()), row)
        height = self.fontMetrics().height()
        if all(
            abs(row - inside.bottom() + share * inside.height()) > height for share in self._marked
        ):
            area = QRectF(0, row - height / 2, inside.left() - 4, height)
            painter.drawText(area, Qt.AlignmentFlag.AlignRight, "mean")
