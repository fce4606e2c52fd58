"""How often something was so, as columns along the lower edge of a plot."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.gui.plotting.live_plot.curve import Band, LineStyle, Points
from rnnviz.gui.plotting.live_plot.scale import Scale

RUG_HEIGHT = 14.0
"""Pixels that a column is high in which every step was clipped."""
COLUMN = 4
"""Pixels that a column is wide."""
FIRST_ROOM = 1024


class Rug(Band):
    """Columns along the lower edge, as high as the share of steps at which something was so.

    `grow` looks only at the new end of an append-only array: what is kept are the counts so far.
    """

    def __init__(self, label: str, look: LineStyle) -> None:
        self._counts: NDArray[np.int32] = np.zeros(FIRST_ROOM, np.int32)
        self._known = 0
        super().__init__(label, look)

    @property
    def count(self) -> int:
        """At how many steps it was so."""
        return int(self._counts[self._known])

    @property
    def flags(self) -> NDArray[np.bool]:
        """At which of the steps (n,) it was so."""
        return np.diff(self._counts[: self._known + 1]) > 0

    def clear(self) -> None:
        """Forget the data."""
        self._known = 0
        super().clear()

    def grow(self, x: NDArray[Any], flags: NDArray[np.bool]) -> None:
        """Take in what the flags (n,) over x, numbers of any type, have grown by."""
        if flags.size < self._known:
            self.clear()
        fresh = flags[self._known :]
        if flags.size >= self._counts.size:
            kept = self._counts[: self._known + 1]
            room = max(flags.size + 1, 2 * self._counts.size)
            self._counts = np.zeros(room, np.int32)
            self._counts[: kept.size] = kept
        place = slice(self._known + 1, flags.size + 1)
        np.cumsum(fresh, out=self._counts[place])
        self._counts[place] += self._counts[self._known]
        self._known = flags.size
        shown = x if self.count else x[:0]  # a rug without a mark is nothing to name
        self.x, self.lower, self.upper = shown, shown, shown

    def shares(self, scale: Scale) -> tuple[Points, Points]:
        """Return the edges (n + 1,) in pixels of columns that have steps, and their shares (n,)."""
        edges = np.arange(0, int(scale.width) + COLUMN, COLUMN)
        levels = np.linspace(scale.x[0], scale.x_at(float(edges[-1])), edges.size)
        places = np.searchsorted(self.x, np.ceil(levels).astype(self.x.dtype))
        columns = np.flatnonzero(np.diff(places, prepend=-1))
        steps = np.diff(places[columns])
        clipped = np.diff(self._counts[places[columns]])
        return edges[columns].astype(np.float64), clipped / np.maximum(steps, 1)

    def outline(self, scale: Scale) -> Points:
        """Return the upper edge of the columns and the lower edge of the plot, (n, 2) pixels."""
        if self.x.size == 0:
            return np.empty((0, 2))
        edges, shares = self.shares(scale)
        if shares.size == 0:
            return np.empty((0, 2))
        columns = np.repeat(edges, 2)[1:-1]
        rows = scale.height - np.repeat(shares, 2) * RUG_HEIGHT
        ends = np.array([(edges[-1], scale.height), (edges[0], scale.height)])
        return np.concatenate((np.column_stack((columns, rows)), ends))
