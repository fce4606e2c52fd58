"""The seeds of a contestant drawn as one: their mean, and a band from the lowest to the highest."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.gui.plotting.live_plot import Band, Curve, LivePlot
from rnnviz.gui.plotting.overlaid import line_style
from rnnviz.lab.race.over_seeds import as_one, contestants_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rnnviz.lab.race.over_seeds import Spread
    from rnnviz.lab.snapshot import Snapshot

    Places = NDArray[np.generic]
    Values = NDArray[np.floating]


class SeedBands:
    """Keeps a band for every contestant that has several seeds, in its colour.

    `of_later` says that the band is of what is measured now and then, and not of the mean loss.
    """

    def __init__(self, plot: LivePlot, later: str, of_later: bool = False) -> None:
        self._plot, self._later, self._of_later = plot, later, of_later
        self._bands: list[Band] = []
        self._means: set[int] = set()

    def merged(self, runs: Sequence[Snapshot], against: str) -> list[Snapshot]:
        """Return one snapshot for each contestant, and draw the bands of those with several seeds.

        All is drawn over the curve `against`.
        """
        shown, spreads = [], []
        for group in contestants_of(runs):
            if len(group) == 1:
                shown.append(group[0])
                continue
            one, loss, later = as_one(group, against, self._later)
            shown.append(one)
            name = group[0].entry.name if group[0].entry else group[0].name
            spread = later if self._of_later else loss
            spreads.append((one.look, f"{name}, {len(group)} seeds", spread))
        self._means = {id(one) for one in shown} - {id(run) for run in runs}
        self._show(spreads)
        return shown

    def clear(self) -> None:
        """Draw no band."""
        self._means = set()
        self._show(())

    def give(self, curve: Curve, run: Snapshot, x: Places, y: Values) -> None:
        """Have a curve show these data of a run, which of a mean are others every time."""
        (curve.replace if id(run) in self._means else curve.grow)(x, y)

    @property
    def extremes(self) -> list[tuple[float, float, float]]:
        """The lowest, highest and lowest positive value of each band."""
        found = []
        for band in self._bands:
            low, high = band.lower[np.isfinite(band.lower)], band.upper[np.isfinite(band.upper)]
            if len(low) and len(high):
                positive = low[low > 0]
                least = float(positive.min()) if len(positive) else math.inf
                found.append((float(low.min()), float(high.max()), least))
        return found

    def _show(self, spreads: Sequence[tuple[int, str, Spread]]) -> None:
        for band in self._bands[len(spreads) :]:
            self._plot.remove(band)
        del self._bands[len(spreads) :]
        for place, (look, name, spread) in enumerate(spreads):
            if place == len(self._bands):
                self._bands.append(Band("", line_style(look)))
                self._plot.add(self._bands[-1])
            self._bands[place].look, self._bands[place].name = line_style(look), name
            self._bands[place].replace(spread.x, spread.low, spread.high)
