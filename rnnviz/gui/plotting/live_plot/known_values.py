"""The values of an append-only array that are numbers, as an append-only array of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FIRST_ROOM = 256


class KnownValues:
    """Keeps x and factor * y where y (n,) is finite; only the new end of y is looked at."""

    def __init__(self, factor: float = 1.0) -> None:
        self.factor = factor
        self._x: NDArray[np.int64] = np.empty(FIRST_ROOM, np.int64)
        self._y: NDArray[np.float64] = np.empty(FIRST_ROOM)
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self._seen = self._kept = 0

    @property
    def x(self) -> NDArray[np.int64]:
        """Where the numbers stand (m,)."""
        return self._x[: self._kept]

    @property
    def y(self) -> NDArray[np.float64]:
        """The numbers (m,)."""
        return self._y[: self._kept]

    def grow(self, x: NDArray[np.integer], y: NDArray[np.floating]) -> None:
        """Take in what y over x has grown by."""
        if y.size < self._seen:
            self.clear()
        fresh = np.flatnonzero(np.isfinite(y[self._seen :])) + self._seen
        stop = self._kept + fresh.size
        if stop > self._x.size:
            room = max(stop, 2 * self._x.size)
            self._x, self._y = (_longer(old, self._kept, room) for old in (self._x, self._y))
        self._x[self._kept : stop] = x[fresh]
        self._y[self._kept : stop] = y[fresh].astype(np.float64) * self.factor
        self._kept, self._seen = stop, y.size


def _longer(old: NDArray[Any], used: int, room: int) -> NDArray[Any]:
    """Return a longer array, of any type, that begins with what was used of the old one."""
    new = np.empty(room, old.dtype)
    new[:used] = old[:used]
    return new
