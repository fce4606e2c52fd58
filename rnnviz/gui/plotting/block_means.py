"""A line through noise: the means of neighbouring values of an append-only array."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST = 96
"""Means that there are at most; of more, every two become one."""


class BlockMeans:
    """Keeps the geometric means of blocks of equally many positive values, and where these end.

    Values that are not positive numbers count as missing. Only the new end is looked at.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.block = 1
        self._seen = 0
        self._x: NDArray[Any] = np.empty(0, np.int64)
        self._logs: NDArray[np.float64] = np.empty(0)

    @property
    def x(self) -> NDArray[Any]:
        """Where the blocks end (m,)."""
        return self._x

    @property
    def y(self) -> NDArray[np.float64]:
        """The means (m,), not a number for a block without a value."""
        means: NDArray[np.float64] = np.exp(self._logs)
        return means

    def grow(self, x: NDArray[Any], y: NDArray[np.floating]) -> None:
        """Take in what y over x (n,) has grown by; fewer values than before begin afresh."""
        if y.size < self._seen:
            self.clear()
        while y.size - self._seen >= self.block:
            room = MOST - len(self._logs)
            if room == 0:
                self._halve()
                continue
            count = min((y.size - self._seen) // self.block, room)
            stop = self._seen + count * self.block
            values = _logs(y[self._seen : stop]).reshape(count, self.block)
            self._logs = np.concatenate((self._logs, _means(values)))
            self._x = np.concatenate((self._x, x[self._seen + self.block - 1 : stop : self.block]))
            self._seen = stop

    def _halve(self) -> None:
        """Make one mean of every two."""
        self.block *= 2
        self._x, self._logs = self._x[1::2], _means(self._logs.reshape(-1, 2))


def _logs(values: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return the logarithms of what has one."""
    known = np.isfinite(values) & (values > 0)
    return np.log(values.astype(np.float64), where=known, out=np.full(values.shape, np.nan))


def _means(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the mean of what is known in each row."""
    known = np.isfinite(rows)
    counts = known.sum(axis=1)
    sums = np.where(known, rows, 0.0).sum(axis=1)
    means: NDArray[np.float64] = np.full(len(rows), np.nan)
    np.divide(sums, counts, where=counts > 0, out=means)
    return means
