"""How often every unit's gates are shut and open, as marks on a triangle."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from rnnviz.captions.hidden_units import label
from rnnviz.captions.saturation import gate_accessible_text
from rnnviz.gui.appearance.contrast import readable
from rnnviz.gui.plotting.dots import SHAPES, paint_mark, paint_marks
from rnnviz.gui.plotting.sheet import Points, Sheet
from rnnviz.lab.shown_data import ShownData

MARGIN_TOP, MARGIN_RIGHT = 8, 14
RADIUS = 3.6
RADII = (RADIUS, 4.6, 6.0, 7.5)
"""Radii of the marks of 1, 2 to 3, 4 to 7, and more units."""
ROOM = 10
"""Pixels between an axis and its numbers, for the marks that lie on it."""
ASIDE = 4.0
"""Pixels by which the marks of different gates stand aside, so that none hides another."""
LEAST_FOR_TITLES = 110
SIDES = ("below 0.1: shut", "above 0.9: open")


@dataclass(frozen=True)
class Heap:
    """Units whose gate is shut and open for the same shares of time."""

    gate: int
    left: float
    right: float
    units: tuple[int, ...]

    @property
    def radius(self) -> float:
        """The radius of its mark, in a few sizes."""
        return RADII[min(len(self.units).bit_length(), len(RADII)) - 1]


class GateScatter(Sheet):
    """A mark for every unit and gate, at its shares of time below 0.1 and above 0.9.

    Units at the same place share a larger mark; the gates' marks stand a little aside of each
    other. The two shares together are at most 1.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.gates: tuple[str, ...] = ()
        self.heaps: list[Heap] = []
        self._shares: tuple[tuple[str, NDArray[np.floating]], ...] = ()

    def show_shares(
        self, left: Mapping[str, NDArray[np.floating]], right: Mapping[str, NDArray[np.floating]]
    ) -> None:
        """Paint the shares (H,) of time of every gate; NaN is left out."""
        if tuple(left) != self.gates:
            self.gates = tuple(left)
            self.invalidate()
        shares = ((gate, zip(SIDES, (left[gate], right[gate]), strict=True)) for gate in left)
        self._shares = tuple((f"{gate} {side}", s) for gate, both in shares for side, s in both)
        self.heaps = [
            heap for n, gate in enumerate(left) for heap in heaps(n, left[gate], right[gate])
        ]
        self.set_message("")
        self.refresh()

    def data(self) -> ShownData:
        """Return both shares of time of every unit's gates, alone or in a heap."""
        units = range(self._shares[0][1].size) if self._shares else range(0)
        return ShownData((("unit", units), *self._shares))

    @property
    def inside(self) -> QRectF:
        """The rectangle in which the marks lie."""
        line = self.fontMetrics().height()
        title = line if self.height() >= LEAST_FOR_TITLES else 0
        left = title + self.fontMetrics().horizontalAdvance("100\N{NO-BREAK SPACE}%") + 4 + ROOM
        height = self.height() - MARGIN_TOP - line - title - ROOM
        width = self.width() - left - MARGIN_RIGHT
        return QRectF(left, MARGIN_TOP, max(1.0, width), max(1.0, height))

    def spots(self) -> Points:
        """Return where the heaps are."""
        if not self.heaps:
            return np.empty((0, 2))
        inside = self.inside
        shares = np.array([(heap.left, heap.right) for heap in self.heaps])
        aside = (np.array([heap.gate for heap in self.heaps]) - (len(self.gates) - 1) / 2) * ASIDE
        return np.column_stack(
            (
                inside.left() + shares[:, 0] * inside.width() + aside,
                inside.bottom() - shares[:, 1] * inside.height() - aside,
            )
        )

    def accessible_text(self, spot: int) -> str:
        """Return whose gate this is, and how often it is shut and open."""
        heap = self.heaps[spot]
        gate = self.gates[heap.gate]
        return gate_accessible_text(gate, heap.units, shut=heap.left, open_=heap.right)

    def _paint_ground(self, painter: QPainter) -> None:
        inside = self.inside
        painter.setPen(QColor(self.theme.grid))
        for share in (0.0, 0.25, 0.5, 0.75, 1.0):
            column = round(inside.left() + share * inside.width())
            row = round(inside.bottom() - share * inside.height())
            painter.drawLine(column, row, column, int(inside.bottom()))
            painter.drawLine(int(inside.left()), row, column_of(inside, 1 - share), row)
        painter.setPen(self.theme.pen(self.theme.muted, 1.0))
        painter.drawLine(inside.topLeft(), inside.bottomRight())
        self._paint_labels(painter, inside)
        self._paint_legend(painter)

    def _paint_labels(self, painter: QPainter, inside: QRectF) -> None:
        """Write the shares at the axes' ends and middles, and what they are shares of."""
        painter.setPen(QColor(self.theme.muted))
        line, flags = self.fontMetrics().height(), Qt.AlignmentFlag
        widest = self.fontMetrics().horizontalAdvance("100\N{NO-BREAK SPACE}%")
        for percent in (0, 50, 100):
            text = f"{percent}\N{NO-BREAK SPACE}%"
            row = inside.bottom() - percent / 100 * inside.height()
            top = min(max(0.0, row - line / 2), inside.bottom() - line / 2)
            if inside.height() > {0: 0, 50: 3, 100: 1.5}[percent] * line:
                painter.drawText(QRectF(0, top, inside.left() - ROOM, line), flags.AlignRight, text)
            middle = column_of(inside, percent / 100)
            left = min(middle - widest / 2, self.width() - widest - 1)
            area = QRectF(left, inside.bottom() + ROOM, widest, line)
            painter.drawText(area, flags.AlignRight if percent == 100 else flags.AlignCenter, text)
        if self.height() < LEAST_FOR_TITLES:
            return
        below = QRectF(inside.left(), self.height() - line, inside.width(), line)
        painter.drawText(below, flags.AlignCenter, SIDES[0])
        if self.fontMetrics().horizontalAdvance(SIDES[1]) > inside.height():
            return
        painter.save()
        painter.translate(0, inside.bottom())
        painter.rotate(-90)
        painter.drawText(QRectF(0, 0, inside.height(), line), flags.AlignCenter, SIDES[1])
        painter.restore()

    def _paint_legend(self, painter: QPainter) -> None:
        """Name the marks in the corner that stays empty."""
        metrics, texts = self.fontMetrics(), [label(gate) for gate in self.gates]
        if self.height() < (len(texts) + 2.5) * metrics.height():  # beside each other, in short
            self._paint_short_legend(painter)
            return
        if not texts:
            return
        line, width = metrics.height() + 1, max(map(metrics.horizontalAdvance, texts)) + 18
        corner = QPointF(self.width() - width - 4, 2)
        area = QRectF(corner.x(), corner.y(), width, line * len(texts))
        painter.fillRect(area, QColor(self.theme.base))
        for number, text in enumerate(texts):
            painter.save()
            painter.translate(corner.x() + 7, corner.y() + (number + 0.5) * line)
            paint_mark(painter, shape_of(number), RADIUS, self._colour(number))
            painter.restore()
            painter.setPen(QColor(self.theme.text))
            row = QRectF(corner.x() + 16, corner.y() + number * line, width, line)
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, text)

    def _paint_short_legend(self, painter: QPainter) -> None:
        """Write the gates' letters in their colours along the upper edge."""
        metrics, right = self.fontMetrics(), self.width() - 4.0
        for number, gate in reversed([*enumerate(self.gates)]):
            right -= metrics.horizontalAdvance(gate)
            painter.setPen(QColor(readable(self._colour(number).name(), self.theme.base)))
            painter.drawText(QPointF(right, 2 + metrics.ascent()), gate)
            right -= 4 + 2 * RADIUS
            painter.save()
            painter.translate(right + RADIUS, 2 + metrics.height() / 2)
            paint_mark(painter, shape_of(number), RADIUS, self._colour(number))
            painter.restore()
            right -= 8

    def _paint(self, painter: QPainter) -> None:
        places = self.spots()
        kinds = [(heap.gate, heap.radius) for heap in self.heaps]
        for gate, radius in sorted(set(kinds)):
            these = places[[kind == (gate, radius) for kind in kinds]]
            paint_marks(painter, these, shape_of(gate), radius, self._colour(gate))

    def _colour(self, number: int) -> QColor:
        return QColor(self.theme.lines[number % len(self.theme.lines)])


def shape_of(number: int) -> str:
    """Return the shape of the marks of a gate by its number."""
    return SHAPES[number % len(SHAPES)]


def column_of(inside: QRectF, share: float) -> int:
    """Return the pixel column of a share of the width."""
    return round(inside.left() + share * inside.width())


def heaps(gate: int, left: NDArray[np.floating], right: NDArray[np.floating]) -> Sequence[Heap]:
    """Return the units (H,) of a gate, those with equal shares together."""
    found: dict[tuple[float, float], list[int]] = {}
    for unit, place in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        if all(map(math.isfinite, place)):
            found.setdefault(place, []).append(unit)
    return [Heap(gate, x, y, tuple(units)) for (x, y), units in found.items()]
