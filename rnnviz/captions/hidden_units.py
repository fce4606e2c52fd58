"""Hidden units in words: what there is to show of them, their values, and a whole map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.captions.invisible_characters import accessible_text
from rnnviz.captions.number_format import signed_number
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.captions.map_square import Square
    from rnnviz.probes.hidden_units import HiddenUnits

H, C = "h", "c"
NAMES = {H: "hidden state", C: "memory"} | {
    gate: name for cell in CELLS.values() for gate, name in cell.gate_names.items()
}


def kinds(found: HiddenUnits) -> Mapping[str, NDArray[Any]]:
    """Return by name what can be shown, (T, H) each: h, then further states, then the gates."""
    return {H: found.h, **found.memories, **found.gates}


def label(kind: str) -> str:
    """Return what a person reads for a name out of `kinds`."""
    return f"{kind}, {NAMES[kind]}" if kind in NAMES else f"gate {kind}"


def value_caption(kind: str, cell: Square, names: tuple[int, ...], found: HiddenUnits) -> str:
    """Return what stands at a cell of the map whose rows are the units `names`."""
    unit, symbol = names[cell.row], found.symbols[cell.column]
    value = kinds(found)[kind][cell.column, unit]
    place = f"{found.unit} {cell.column + 1} of {len(found.symbols)}"
    shared = f", the strongest of {len(cell.rows)} units here" if len(cell.rows) > 1 else ""
    after = f" after {accessible_text(symbol)}" if found.unit == "character" else ""
    name = found.written.get(kind, kind)
    return f"unit {unit}{after}: {name} = {signed_number(value)}, {place}{shared}"


def caption(
    values: NDArray[Any],
    places: tuple[int, int],
    thing: str = "character",
    *,
    from_end: bool = False,
) -> str:
    """Return what can be said of the whole map, values (T, U) in so many rows and columns.

    A column of the map is a `thing`; `from_end` says that the last one is read first.
    """
    columns, units = values.shape
    unknown = int(np.isnan(values).sum())
    if unknown:
        lost = f"{unknown:,} of {values.size:,} values are not numbers any more"
        return f"Hatched: {lost}, the training has diverged."
    order = ", read from right to left" if from_end else ""
    if places[0] < units:
        most = -(-units // max(places[0], 1))
        return f"{counted(units, 'unit')}{order}; a row of pixels shows the strongest of {most}."
    return f"{counted(units, 'unit')}, {counted(columns, thing)}{order}. Point for values."
