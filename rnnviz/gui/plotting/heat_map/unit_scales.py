"""On which colour scale the values of hidden units are shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.cells import Cell
from rnnviz.gui.plotting.colour_scale import DIVERGING, MAGNITUDES, ColourScale
from rnnviz.gui.plotting.ranges import AutoRange, symmetric

if TYPE_CHECKING:
    from rnnviz.lab.settings import Settings


class UnitScales:
    """The colour scale of each kind: fixed where the cell bounds the values, else steady.

    Sigmoid gates lie in 0..1, what tanh leaves in -1..1. An LSTM's c and a ReLU have no bounds:
    their scale grows at once and shrinks late.
    """

    def __init__(self) -> None:
        self._steady: dict[str, AutoRange] = {}
        self._settings: Settings | None = None
        self._cell: Cell = CELLS["vanilla"]()

    def reset(self) -> None:
        """Forget what was seen: another network begins."""
        self._steady.clear()

    def of(self, kind: str, values: NDArray[Any], settings: Settings) -> ColourScale:
        """Return the scale for these values (T, H) of one kind."""
        if kind in CELLS[settings.cell].sigmoids:
            return ColourScale(MAGNITUDES, 0.0, 1.0)
        if settings is not self._settings:  # the same in every frame of a run
            self._settings = settings
            self._cell = CELLS[settings.cell](**settings.options_of("cell"))
        if self._cell.is_bounded(kind):
            return ColourScale(DIVERGING, -1.0, 1.0)
        steady = self._steady.setdefault(kind, AutoRange(symmetric))
        finite = values[np.isfinite(values)]
        if finite.size:
            steady.fit(float(finite.min()), float(finite.max()))
        return ColourScale(DIVERGING, *(steady.current or (-1.0, 1.0)))
