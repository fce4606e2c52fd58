"""Many equal marks at once: one is painted, the others are copies of it."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QPointF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from rnnviz.gui.plotting.layer import Layer, Medium

Points = NDArray[np.float64]

SHAPES = ("circle", "square", "triangle", "diamond")
MARGIN = 2
MOST_STAMPS = 1000
"""More marks than these are painted as plain squares, which take a tenth of the time."""


@cache
def outline(shape: str, radius: float) -> QPolygonF:
    """Return a shape of SHAPES around the origin, all of about the same area."""
    corners = {
        "square": [(-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)],
        "triangle": [(0.0, -1.2), (1.1, 0.8), (-1.1, 0.8)],
        "diamond": [(0.0, -1.2), (1.2, 0.0), (0.0, 1.2), (-1.2, 0.0)],
    }.get(shape) or [(np.cos(a), np.sin(a)) for a in np.linspace(0, 2 * np.pi, 24, False)]
    return QPolygonF([QPointF(radius * x, radius * y) for x, y in corners])


def paint_mark(painter: QPainter, shape: str, radius: float, colour: QColor) -> None:
    """Draw one mark at the origin: a firm edge around a paler inside."""
    inside = QColor(colour)
    inside.setAlpha(110)
    painter.setPen(colour)
    painter.setBrush(inside)
    painter.drawPolygon(outline(shape, radius))


def paint_marks(
    painter: QPainter, places: Points, shape: str, radius: float, colour: QColor
) -> None:
    """Draw a mark at each of `places` (n, 2) in pixels; NaN has none."""
    known = places[np.isfinite(places).all(axis=1)]
    if len(known) > MOST_STAMPS:
        paint_squares(painter, known, 1.6 * radius, colour)
        return
    half = int(np.ceil(1.2 * radius)) + MARGIN
    stamp = _stamp(shape, radius, colour, half, Medium.of(painter))
    for column, row in (known - half).tolist():
        stamp.paint(painter, QPointF(column, row))


def paint_squares(painter: QPainter, places: Points, size: float, colour: QColor) -> None:
    """Draw a plain square at each of `places` (n, 2): very many at little cost."""
    if len(places) == 0:
        return
    pen = QPen(colour, size)
    pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    painter.setPen(pen)
    painter.drawPoints(arrayToQPolygonF(places[:, 0], places[:, 1]))


def _stamp(shape: str, radius: float, colour: QColor, half: int, medium: Medium) -> Layer:
    """Return one mark in the middle of a transparent square."""
    side = 2.0 * half
    stamp = Layer(QSizeF(side, side), QColor(Qt.GlobalColor.transparent), medium)
    with stamp.painter() as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(half, half)
        paint_mark(painter, shape, radius, colour)
    return stamp
