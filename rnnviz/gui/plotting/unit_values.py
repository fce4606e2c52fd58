"""What there is to show of hidden units, on which colour scale, and how a value is put in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.plotting.colour_scale import DIVERGING, MAGNITUDES, ColourScale, number
from rnnviz.gui.plotting.ranges import AutoRange, nice_above
from rnnviz.gui.signs import spoken

if TYPE_CHECKING:
    from rnnviz.gui.plotting.heat_map import Cell
    from rnnviz.lab.settings import Settings
    from rnnviz.probes.hidden_units import HiddenUnits

H, C = "h", "c"
LABELS = {
    H: "h, hidden state",
    C: "c, memory",
    "i": "i, input gate",
    "f": "f, forget gate",
    "g": "g, candidate",
    "o": "o, output gate",
    "r": "r, reset gate",
    "z": "z, update gate",
    "n": "n, candidate",
}
SMALLEST = 1e-6


def kinds(found: HiddenUnits) -> Mapping[str, NDArray[Any]]:
    """Return by name what can be shown, (T, H) each: h, then c if there is one, then the gates."""
    memory = {} if found.c is None else {C: found.c}
    return {H: found.h, **memory, **found.gates}


def label(kind: str) -> str:
    """Return what a person reads for a name out of `kinds`."""
    return LABELS.get(kind, f"gate {kind}")


def symmetric(low: float, high: float) -> tuple[float, float]:
    """Return a range around zero that holds `low` and `high` and ends at a round number."""
    end = nice_above(max(abs(low), abs(high), SMALLEST))
    return -end, end


class UnitScales:
    """The colour scale of each kind: fixed where the cell bounds the values, else steady.

    Sigmoid gates lie in 0..1, what tanh leaves in -1..1. An LSTM's c and a ReLU have no bounds:
    their scale grows at once and shrinks late.
    """

    def __init__(self) -> None:
        self._steady: dict[str, AutoRange] = {}
        self._settings: Settings | None = None
        self._is_bounded = True

    def reset(self) -> None:
        """Forget what was seen: another network begins."""
        self._steady.clear()

    def of(self, kind: str, values: NDArray[Any], settings: Settings) -> ColourScale:
        """Return the scale for these values (T, H) of one kind."""
        if kind in CELLS[settings.cell].sigmoids:
            return ColourScale(MAGNITUDES, 0.0, 1.0)
        if settings is not self._settings:  # the same in every frame of a run
            self._settings = settings
            self._is_bounded = settings.options_of("cell").get("activation") != "relu"
        if kind != C and self._is_bounded:
            return ColourScale(DIVERGING, -1.0, 1.0)
        steady = self._steady.setdefault(kind, AutoRange(symmetric))
        finite = values[np.isfinite(values)]
        if finite.size:
            steady.fit(float(finite.min()), float(finite.max()))
        return ColourScale(DIVERGING, *(steady.current or (-1.0, 1.0)))


def in_words(kind: str, cell: Cell, names: tuple[int, ...], found: HiddenUnits) -> str:
    """Return what stands at a cell of the map whose rows are the units `names`."""
    unit, symbol = names[cell.row], found.symbols[cell.column]
    value = kinds(found)[kind][cell.column, unit]
    place = f"{found.unit} {cell.column + 1} of {len(found.symbols)}"
    shared = f", the strongest of {len(cell.rows)} units here" if len(cell.rows) > 1 else ""
    after = f" after {spoken(symbol)}" if found.unit == "character" else ""
    return f"unit {unit}{after}: {kind} = {number(value)}, {place}{shared}"


def summary(values: NDArray[Any], places: tuple[int, int], thing: str = "character") -> str:
    """Return what can be said of the whole map, values (T, U) in so many rows and columns.

    A column of the map is a `thing`.
    """
    columns, units = values.shape
    unknown = int(np.isnan(values).sum())
    if unknown:
        lost = f"{unknown:,} of {values.size:,} values are not numbers any more"
        return f"Hatched: {lost}, the training has diverged."
    if places[0] < units:
        most = -(-units // max(places[0], 1))
        return f"{units:,} units; a row of pixels shows the strongest of {most}."
    return f"{_counted(units, 'unit')}, {_counted(columns, thing)}. Point for values."


def _counted(count: int, thing: str) -> str:
    return f"{count:,} {thing}" if count == 1 else f"{count:,} {thing}s"
