"""Shares few pixels out among many values, without letting the strong ones vanish."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.floating[Any]]


def starts(count: int, places: int) -> NDArray[np.intp]:
    """Return where each of `places` <= `count` groups of neighbours begins."""
    return np.arange(places, dtype=np.intp) * count // places


def members(place: int, count: int, places: int) -> range:
    """Return which of `count` neighbours share group `place` of `places`."""
    return range(place * count // places, (place + 1) * count // places)


def strongest(values: Values, rows: int, columns: int) -> Values:
    """Return (rows, columns): of every group the value farthest from zero, or NaN if it has one.

    `values` is (R, C); what needs no grouping, rows >= R or columns >= C, stays.
    """
    if rows < values.shape[0]:
        values = _along(values, starts(values.shape[0], rows), 0)
    if columns < values.shape[1]:
        values = _along(values, starts(values.shape[1], columns), 1)
    return values


def _along(values: Values, begins: NDArray[np.intp], axis: int) -> Values:
    high = np.maximum.reduceat(values, begins, axis=axis)
    low = np.minimum.reduceat(values, begins, axis=axis)
    found: Values = np.where(-low > high, low, high)
    return found
