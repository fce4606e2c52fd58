"""Where a value lies on the screen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

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
            levels = np.log10(levels, out=np.full(levels.shape, np.nan), where=levels > 0)
        low, high = self.y
        return _held_back(self.height - (levels - low) * (self.height / (high - low)))

    def x_at(self, column: float) -> float:
        """Return the value of x at a pixel column."""
        low, high = self.x
        return low + column * (high - low) / self.width


def _held_back(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Cut to `FARTHEST`; several times as fast as `np.clip` for the few points of a frame."""
    return np.minimum(np.maximum(pixels, -FARTHEST), FARTHEST)
