"""Where a value lies on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Column = TypeVar("Column", float, NDArray[np.float64])
FARTHEST = 20_000.0
"""Pixels beyond which a point is held back: Qt's rasterizer counts in 26 bits."""


@dataclass(frozen=True)
class Scale:
    """The ranges of both axes and the size in pixels that they are stretched over.

    With `log_y` the range of y is that of log10(y), and y <= 0 lies nowhere (NaN), as
    does on every axis what is not finite.
    """

    x: tuple[float, float]
    y: tuple[float, float]
    width: float
    height: float
    log_y: bool = False

    def columns(self, x: ArrayLike) -> NDArray[np.float64]:
        """Return the pixel columns of values of x."""
        low, high = self.x
        columns = (np.asarray(x, np.float64) - low) * (self.width / (high - low))
        return _held_back(columns)

    def rows(self, y: ArrayLike) -> NDArray[np.float64]:
        """Return the pixel rows of values of y, counted downwards."""
        levels = np.asarray(y, np.float64)
        known = np.isfinite(levels)
        if not known.all():
            levels = np.where(known, levels, np.nan)
        if self.log_y:
            levels = self._levels(levels)
        low, high = self.y
        return _held_back(self.height - (levels - low) * (self.height / (high - low)))

    def points(self, x: ArrayLike, y: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return both for values (n,) as (n, 2), at once; infinite y must have become NaN before.

        A frame has few new points of each curve, so what it takes is the number of calls.
        """
        found = np.empty((len(y), 2))
        found[:, 0] = x
        found[:, 1] = self._levels(y) if self.log_y else y
        found -= self._origin
        found *= self._stretch
        np.maximum(found, -FARTHEST, out=found)
        return np.minimum(found, FARTHEST, out=found)

    def _levels(self, y: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.log10(y, out=np.full(y.shape, np.nan), where=y > 0)

    @cached_property
    def _origin(self) -> NDArray[np.float64]:
        return np.array((self.x[0], self.y[1]))

    @cached_property
    def _stretch(self) -> NDArray[np.float64]:
        (left, right), (low, high) = self.x, self.y
        return np.array((self.width / (right - left), self.height / (low - high)))

    def x_at(self, column: Column) -> Column:
        """Return the value of x at a pixel column, or the values at several."""
        low, high = self.x
        return low + column * (high - low) / self.width


def _held_back(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cut to `FARTHEST`; several times as fast as `np.clip` for the few points of a frame."""
    return np.minimum(np.maximum(pixels, -FARTHEST), FARTHEST)
