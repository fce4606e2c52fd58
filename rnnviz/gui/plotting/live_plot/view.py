"""What the axes show: ranges that follow the data until the user pans or zooms."""

from __future__ import annotations

import math
from collections.abc import Callable

import pyqtgraph as pg

from rnnviz.gui.plotting.ranges import FARTHEST, AutoRange, Range, within_sight

FARTHEST_POWER = 307.0
CLOSEST = 1e-6


class View(pg.ViewBox):  # type: ignore[misc]  # pyqtgraph has no types
    """pyqtgraph's inside of two axes, with ranges that rarely change: each change costs a frame.

    `fit` tells it the extremes of the data. While `is_auto` the ranges follow these.
    """

    def __init__(self, choose: tuple[Callable[[float, float], Range], ...]) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.is_auto = True
        self._wanted: tuple[Range, Range] | None = None
        self._fits = AutoRange(choose[0]), AutoRange(choose[1])
        self.disableAutoRange()
        self.setLimits(xMin=-FARTHEST, xMax=FARTHEST, minXRange=CLOSEST, minYRange=CLOSEST)
        self.limit_y(log=False)

    @property
    def ranges(self) -> tuple[Range, Range]:
        """What is shown of x and of y."""
        (left, right), (bottom, top) = self.viewRange()
        return (left, right), (bottom, top)

    def set_ranges(self, x: Range, y: Range) -> None:
        """Show these."""
        self.setRange(xRange=x, yRange=y, padding=0, disableAutoRange=False)

    def fit(self, x: Range, y: Range) -> None:
        """Follow data of these extremes, unless the user has moved."""
        if not all(map(math.isfinite, (*x, *y))):
            return
        x, y = within_sight(*x), within_sight(*y)
        self._wanted = x, y
        if not self.is_auto:
            return
        chosen = self._fits[0].fit(*x), self._fits[1].fit(*y)
        if chosen != (None, None):
            now = self.ranges
            self.set_ranges(chosen[0] or now[0], chosen[1] or now[1])

    def restore(self) -> None:
        """Follow the data again."""
        self.is_auto = True
        for fit in self._fits:
            fit.reset()
        if self._wanted is not None:
            self.fit(*self._wanted)

    def forget(self) -> None:
        """Forget the data that was fitted: what comes next is something else."""
        self._wanted = None

    def limit_y(self, log: bool) -> None:
        """Stop panning and zooming where numbers end, or with `log` their powers of ten."""
        farthest = FARTHEST_POWER if log else FARTHEST
        self.setLimits(yMin=-farthest, yMax=farthest)
