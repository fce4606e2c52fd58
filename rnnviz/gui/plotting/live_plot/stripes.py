"""Cuts a line at fixed pixel columns, so that it shows the same dash however it is painted."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter

from rnnviz.gui.appearance.looks import Stripes

Floats = NDArray[np.float64]
Segments = Floats
"""Straight lines (m, 4): where each begins, column and row, and where it ends."""
NEAREST, FARTHEST = -64, 1 << 13
"""Columns beyond which nothing is seen, and so nothing is cut."""
CAP = 0.5
"""Pixels by which a pen of one pixel draws a line longer than it is, at either end."""


def cut(points: Floats, stripes: Stripes) -> Segments:
    """Return what is drawn of an unbroken line (n, 2) that runs from left to right.

    `stripes` are counted from column 0, and what a piece is long along the line does not matter:
    a line that grows, is steep or is noisy has the same dash.
    """
    x, y = points[:, 0], points[:, 1]
    borders = _borders(max(float(x[0]), NEAREST), min(float(x[-1]), FARTHEST), stripes)
    number = np.arange(len(x))
    between = np.interp(borders, x, number)
    # Where each border comes among the points; of the two, a point at the same place comes first.
    at = between.astype(np.intp) + np.arange(1, len(borders) + 1)
    is_point = np.ones(len(x) + len(borders), np.bool)
    is_point[at] = False
    columns, rows = np.empty(is_point.size), np.empty(is_point.size)
    columns[at], columns[is_point] = borders, x
    rows[at], rows[is_point] = np.interp(between, number, y), y
    middles = (columns[:-1] + columns[1:]) / 2 % sum(stripes)
    drawn = np.flatnonzero(_ends_of(stripes).searchsorted(middles, "right") & 1)
    segments = np.empty((len(drawn), 4))
    segments[:, 0], segments[:, 1] = columns[drawn], rows[drawn]
    drawn += 1
    segments[:, 2], segments[:, 3] = columns[drawn], rows[drawn]
    return segments


def within(segments: Segments, columns: tuple[int, int]) -> Segments:
    """Return those of straight lines that reach between two columns."""
    return segments[(segments[:, 2] >= columns[0]) & (segments[:, 0] <= columns[1])]


def whole(points: Floats) -> Segments:
    """Return all of an unbroken line (n, 2)."""
    return np.column_stack((points[:-1], points[1:]))


class Lines:
    """Straight lines that can be drawn again and again: one call for all, no object for each."""

    def __init__(self, segments: Segments) -> None:
        self._memory = PrimitiveArray(QLineF, 4)  # what a painter is handed only points into it
        self._memory.resize(len(segments))
        self._memory.ndarray()[:] = segments
        self._handed = self._memory.drawargs() if len(segments) else None

    def draw(self, painter: QPainter) -> None:
        """Draw them with the painter's pen."""
        if self._handed is not None:
            painter.drawLines(*self._handed)


def _borders(first: float, last: float, stripes: Stripes) -> Floats:
    """Return the columns between two at which a stripe begins or ends."""
    borders = _all_borders(stripes)
    return borders[borders.searchsorted(first, "right") : borders.searchsorted(last, "left")]


@lru_cache(32)
def _all_borders(stripes: Stripes) -> Floats:
    """Return all columns that are seen at which a stripe begins or ends."""
    period = sum(stripes)
    begins = np.arange(NEAREST // period, FARTHEST // period + 1) * period
    borders: Floats = (begins[:, None] + _ends_of(stripes)).ravel()
    return borders


@lru_cache(32)
def _ends_of(stripes: Stripes) -> Floats:
    """Return where in a period each piece that is drawn begins and ends, without its caps."""
    ends = np.cumsum((0, *stripes[:-1])).astype(np.float64)
    ends[0::2] += CAP
    ends[1::2] -= CAP
    return ends
