"""Curves of losses in the unit that they are shown in, of which only new ends are converted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.loss_units import NATS, all_shown, measure_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from rnnviz.lab.snapshot import Curves, Snapshot

    Values = NDArray[np.floating]

LOSSES = ("loss", "smoothed", "validation_loss")
"""The curves that are in nats."""
FIRST_ROOM = 1024


class Grown:
    """An append-only curve in another unit: what is there is kept, and only its end converted."""

    def __init__(self, unit: str) -> None:
        self._unit = unit
        self._room: Values = np.empty(FIRST_ROOM)
        self._count, self._ends = 0, (np.nan, np.nan)
        self._shown: Values = self._room[:0]

    def of(self, nats: Values) -> Values:
        """Return losses (n,) in the unit: the same array where there is nothing new."""
        if not self._continues(nats):
            self._count = 0
        if len(nats) == self._count == len(self._shown):
            return self._shown
        if len(nats) > len(self._room):
            larger: Values = np.empty(max(len(nats), 2 * len(self._room)))
            larger[: self._count] = self._room[: self._count]
            self._room = larger
        self._room[self._count : len(nats)] = all_shown(nats[self._count :], self._unit)
        self._count = len(nats)
        self._ends = (float(nats[0]), float(nats[-1])) if self._count else (np.nan, np.nan)
        self._shown = self._room[: self._count]
        return self._shown

    def _continues(self, nats: Values) -> bool:
        """Tell whether these begin with what is here, as far as its first and last values tell."""
        if self._count == 0 or len(nats) < self._count:
            return self._count == 0
        return np.array_equal((nats[0], nats[self._count - 1]), self._ends, equal_nan=True)


class ShownLosses:
    """Gives the runs that are drawn their curves in one unit; in nats they are as they were."""

    def __init__(self) -> None:
        self._unit = ""
        self._grown: dict[tuple[object, str, str], Grown] = {}

    def of(self, runs: list[Snapshot], unit: str) -> list[Snapshot]:
        """Return the runs with their losses in this unit, and forget those of all other runs."""
        if measure_of(unit) in ("", NATS):
            self._grown.clear()
            return runs
        if unit != self._unit:
            self._unit = unit
            self._grown.clear()
        before, self._grown = self._grown, {}
        return [self._converted(run, before) for run in runs]

    def _converted(self, run: Snapshot, known: dict[tuple[object, str, str], Grown]) -> Snapshot:
        curves = self._curves(run.curves, (run.run, "curves"), known)
        later = run.later and self._curves(run.later, (run.run, "later"), known)
        return replace(run, curves=curves, later=later)

    def _curves(
        self, curves: Curves, of: tuple[object, str], known: dict[tuple[object, str, str], Grown]
    ) -> Curves:
        found = {}
        for name in LOSSES:
            key = (*of, name)
            self._grown[key] = known.get(key) or Grown(self._unit)
            found[name] = self._grown[key].of(getattr(curves, name))
        return replace(curves, **found)
