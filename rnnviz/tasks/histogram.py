"""Counts the symbols of a text that arrives piece by piece."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt


class Histogram:
    """How often each code point has occurred; `counts` grows to the largest one seen."""

    def __init__(self) -> None:
        self.counts = np.zeros(128, np.int64)

    def add(self, points: npt.NDArray[Any]) -> None:
        """Count the code points (N,)."""
        self._add_counts(np.bincount(points))

    def merge(self, other: "Histogram") -> None:
        """Add the counts of another histogram."""
        self._add_counts(other.counts)

    def _add_counts(self, counts: npt.NDArray[np.int64]) -> None:
        if len(counts) > len(self.counts):
            self.counts = np.pad(self.counts, (0, len(counts) - len(self.counts)))
        self.counts[: len(counts)] += counts

    @property
    def points(self) -> npt.NDArray[np.int64]:
        """The code points that occurred, ascending."""
        return np.flatnonzero(self.counts)

    @property
    def total(self) -> int:
        """The number of characters counted."""
        return int(self.counts.sum())

    def __iter__(self) -> Iterator[tuple[str, int]]:
        """Each symbol with its count, in code point order."""
        return ((chr(point), int(self.counts[point])) for point in self.points)
