"""Thins a growing curve to what a screen can show, at a cost that does not grow with it.

A pyramid holds the minimum and maximum of every 16, 32, 64 ... values. The levels are
append-only like the curve itself, so a view of a million values is one slice of one level,
and a bucket that was drawn once is drawn the same for ever: nothing shimmers as a curve grows.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SMALLEST_BLOCK = 16
"""Values a bucket of the lowest stored level; smaller buckets are cheap to make on the spot."""

PORTION = 1 << 16
"""Values taken in at once: so many stay in the processor's cache while they are folded."""

MOST_BUCKETS = 1000
"""Buckets drawn at most; each gives two points, its minimum and its maximum."""


class Pyramid:
    """The extremes of an append-only array of values, bucket by bucket.

    Values that are not finite count as missing: a bucket without a finite value is NaN.
    `low`, `high` and `low_positive` are the extremes of everything seen (infinite while empty);
    `beginnings` counts the curves that were taken in one after the other.
    """

    def __init__(self) -> None:
        self.beginnings = 0
        self.reset()

    def reset(self) -> None:
        """Forget every value."""
        self.beginnings += 1
        self.count = 0
        self.low = self.low_positive = np.inf
        self.high = -np.inf
        self._newest = np.nan
        self._levels: list[_Level] = []

    def update(self, values: NDArray[np.floating]) -> None:
        """Take in what `values` (n,) has grown by; start afresh if it is not the same curve."""
        if not self._continues(values):
            self.reset()
        for start in range(self.count, values.size, PORTION):
            self._note_extremes(_finite(values[start : start + PORTION]))
        if values.size > self.count:
            self.count, self._newest = values.size, float(values[-1])

    def thin(
        self, values: NDArray[np.floating], start: int, stop: int, block: int
    ) -> tuple[NDArray[np.int64], Floats]:
        """Return the indices and values of points that show values[start:stop].

        In blocks of 1 these are the values themselves. Otherwise every bucket gives its minimum
        and its maximum at the index of its middle, turn about, so that the line through them
        does not run across the bucket twice. The buckets at both ends may reach over the edge.
        """
        stop = min(stop, self.count)
        if block == 1:
            return np.arange(start, stop), _finite(values[start:stop])
        first = start // block
        last = max(first, -(-stop // block))
        pairs = self._buckets(values, first, last, block)
        turned = pairs[first % 2 :: 2]  # by its number every other bucket: the maximum first
        turned[...] = turned[:, ::-1].copy()
        middles = np.arange(first, last) * block + block // 2
        return np.minimum(middles, self.count - 1).repeat(2), pairs.ravel()

    def _continues(self, values: NDArray[np.floating]) -> bool:
        """Tell whether `values` begins with what was taken in before."""
        if self.count == 0:
            return True
        if values.size < self.count:
            return False
        newest = float(values[self.count - 1])
        return newest == self._newest or (math.isnan(newest) and math.isnan(self._newest))

    def _note_extremes(self, fresh: Floats) -> None:
        low = float(np.fmin.reduce(fresh))
        self.low = min(self.low, np.inf if np.isnan(low) else low)
        self.high = max(self.high, float(np.fmax.reduce(fresh, initial=-np.inf)))
        if low <= 0:
            low = float(np.min(fresh, where=fresh > 0, initial=np.inf))
        self.low_positive = min(self.low_positive, np.inf if np.isnan(low) else low)

    def _level(self, values: NDArray[np.floating], number: int) -> _Level:
        """Return the level with this number, the lowest being 0, complete.

        Each level is made from the one below, and when it is looked at: most never are.
        """
        while len(self._levels) <= number:
            self._levels.append(_Level())
        level, whole = self._levels[0], self.count - self.count % SMALLEST_BLOCK
        for start in range(level.count * SMALLEST_BLOCK, whole, PORTION):
            portion = values[start : min(start + PORTION, whole)]
            level.extend(*_fold(_finite(portion), SMALLEST_BLOCK))
        for above in self._levels[1 : number + 1]:
            if level.count // 2 > above.count:
                above.complete_from(level)
            level = above
        return level

    def _buckets(self, values: NDArray[np.floating], first: int, last: int, block: int) -> Floats:
        """Return minima and maxima (n, 2) of the buckets from `first` to before `last`."""
        pairs = np.empty((last - first, 2))
        whole = min(last, self.count // block)
        done = pairs[: whole - first]
        if block < SMALLEST_BLOCK:
            fresh = values[first * block : whole * block]
            done[:, 0], done[:, 1] = _fold(_finite(fresh), block)
        elif whole > first:
            level = self._level(values, (block // SMALLEST_BLOCK).bit_length() - 1)
            done[:, 0], done[:, 1] = level.lows[first:whole], level.highs[first:whole]
        if whole < last:
            tail = _finite(values[whole * block : self.count])
            pairs[-1] = np.fmin.reduce(tail), np.fmax.reduce(tail)
        return pairs


def block_for(start: int, stop: int, most: int = MOST_BUCKETS) -> int:
    """Return how many values a bucket must hold so that `most` buckets hold start to stop.

    It is 1 as long as the values themselves are not more points than the buckets would give.
    """
    if stop - start <= 2 * most:
        return 1
    block = 2
    while -(-stop // block) - start // block > most:
        block *= 2
    return block


class _Level:
    """The minima and maxima of one size of bucket, in arrays that double when they are full."""

    def __init__(self) -> None:
        self.count = 0
        self.lows: Floats = np.empty(64)
        self.highs: Floats = np.empty(64)

    def extend(self, lows: Floats, highs: Floats) -> None:
        """Append buckets."""
        stop = self.count + lows.size
        if stop > self.lows.size:
            self._reserve(max(stop, 2 * self.lows.size))
        self.lows[self.count : stop] = lows
        self.highs[self.count : stop] = highs
        self.count = stop

    def complete_from(self, below: _Level) -> None:
        """Append what the level below, of half the bucket size, has in excess."""
        fresh = slice(2 * self.count, 2 * (below.count // 2))
        lows, highs = below.lows[fresh], below.highs[fresh]
        self.extend(np.fmin(lows[::2], lows[1::2]), np.fmax(highs[::2], highs[1::2]))

    def _reserve(self, size: int) -> None:
        self.lows = np.concatenate((self.lows[: self.count], np.empty(size - self.count)))
        self.highs = np.concatenate((self.highs[: self.count], np.empty(size - self.count)))


def _finite(values: NDArray[np.floating]) -> Floats:
    """Return `values` as float64 with everything that is not finite as NaN."""
    finite = np.isfinite(values)
    if finite.all():
        return values.astype(np.float64, copy=False)
    return np.where(finite, values, np.nan).astype(np.float64, copy=False)


def _fold(values: Floats, block: int) -> tuple[Floats, Floats]:
    """Return the minimum and maximum of each `block` values, NaN where there is no number."""
    buckets = values.reshape(-1, block)
    return np.fmin.reduce(buckets, axis=1), np.fmax.reduce(buckets, axis=1)
