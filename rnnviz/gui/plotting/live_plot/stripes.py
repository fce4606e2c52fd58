"""Cuts a line at fixed pixel columns, so that it shows the same dash however it is painted."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter

from rnnviz.gui.appearance.looks import Stripes
from rnnviz.gui.plotting.live_plot.curve import Points

Segments = NDArray[np.float64]
"""Straight lines (m, 4): where each begins, column and row, and where it ends."""
NEAREST, FARTHEST = -64, 1 << 13
"""Columns beyond which nothing is seen, and so nothing is cut."""
CAP = 0.5
"""Pixels by which a pen of one pixel draws a line longer than it is, at either end."""


def cut(points: Points, stripes: Stripes) -> Segments:
    """Return what is drawn of an unbroken line (n, 2) that runs from left to right.

    `stripes` are counted from column 0, and what a piece is long along the line does not matter:
    a line that grows, is steep or is noisy has the same dash.
    """
    x, y = points[:, 0], points[:, 1]
    number = np.arange(len(x))
    borders = _borders(max(float(x[0]), NEAREST), min(float(x[-1]), FARTHEST), stripes)
    between = np.interp(borders, x, number)
    order = np.argsort(np.concatenate((number, between)), kind="stable")
    columns = np.concatenate((x, borders))[order]
    rows = np.concatenate((y, np.interp(between, number, y)))[order]
    middles = (columns[:-1] + columns[1:]) / 2 % sum(stripes)
    drawn = np.searchsorted(_ends_of(stripes), middles, "right") % 2 == 1
    ends = (columns[:-1], rows[:-1], columns[1:], rows[1:])
    return np.column_stack([one[drawn] for one in ends])


def within(segments: Segments, columns: tuple[int, int]) -> Segments:
    """Return those of straight lines that reach between two columns."""
    return segments[(segments[:, 2] >= columns[0]) & (segments[:, 0] <= columns[1])]


def whole(points: Points) -> Segments:
    """Return all of an unbroken line (n, 2)."""
    return np.column_stack((points[:-1], points[1:]))


def draw(painter: QPainter, segments: Segments) -> None:
    """Draw straight lines with the painter's pen: one call for all, and no object for each."""
    if len(segments):
        lines = PrimitiveArray(QLineF, 4)
        lines.resize(len(segments))
        lines.ndarray()[:] = segments
        painter.drawLines(*lines.drawargs())


def _borders(first: float, last: float, stripes: Stripes) -> NDArray[np.float64]:
    """Return the columns between two at which a stripe begins or ends."""
    period = sum(stripes)
    begins = np.arange(first // period, last // period + 1) * period
    borders: NDArray[np.float64] = (begins[:, None] + _ends_of(stripes)).ravel()
    inside: NDArray[np.float64] = borders[(borders > first) & (borders < last)]
    return inside


@lru_cache(32)
def _ends_of(stripes: Stripes) -> NDArray[np.float64]:
    """Return where in a period each piece that is drawn begins and ends, without its caps."""
    ends = np.cumsum((0, *stripes[:-1])).astype(np.float64)
    ends[0::2] += CAP
    ends[1::2] -= CAP
    return ends
