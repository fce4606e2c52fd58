"""Paints what lies over the colours of a heat map: lines along its rows, a frame around a cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.plotting.colour_scale import ColourScale

DARK, LIGHT = QColor("#000000"), QColor("#ffffff")
REACH = 0.42
"""How far from its middle a row's line goes for the ends of the scale, in heights of the row."""


def paint_lines(painter: QPainter, inside: QRect, values: NDArray[Any], scale: ColourScale) -> None:
    """Draw the values (R, C) of every row as a line over its colours, dark with a light rim."""
    rows, columns = values.shape
    x = inside.left() + (np.arange(columns) + 0.5) * inside.width() / columns
    middle, half = (scale.high + scale.low) / 2, (scale.high - scale.low) / 2
    levels = np.clip((values - middle) / half, -1, 1) * REACH
    y = inside.top() + (np.arange(rows)[:, None] + 0.5 - levels) * inside.height() / rows
    lines = [
        arrayToQPolygonF(x[known], row[known]) for row in y if (known := np.isfinite(row)).any()
    ]
    for shift, colour in ((-1, LIGHT), (1, LIGHT), (0, DARK)):  # wider pens take far longer
        painter.setPen(colour)
        for line in lines:
            painter.drawPolyline(line.translated(0, shift))


def paint_boundaries(painter: QPainter, inside: QRect, columns: Sequence[int], of: int) -> None:
    """Draw a line before each of these columns, `of` so many, that stands out from any colour."""
    for column in columns:
        x = inside.left() + inside.width() * column // of
        painter.fillRect(x - 1, inside.top(), 1, inside.height(), LIGHT)
        painter.fillRect(x, inside.top(), 1, inside.height(), DARK)


def paint_frame(painter: QPainter, cell: QRect) -> None:
    """Draw a frame around a cell that stands out from any colour."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(LIGHT)
    painter.drawRect(cell.adjusted(-2, -2, 1, 1))
    painter.setPen(DARK)
    painter.drawRect(cell.adjusted(-1, -1, 0, 0))
