"""The numbers behind a plot: all points of its curves, whatever part of them is to be seen."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.gui.plotting.live_plot.content import Content
from rnnviz.gui.plotting.live_plot.curve import Band
from rnnviz.gui.plotting.live_plot.rug import Rug
from rnnviz.lab.shown_data import ShownData, joined

Named = tuple[str, NDArray[Any], NDArray[Any]]


def data_of(content: Content, x: str, y: str) -> ShownData:
    """Return a column for x and one for every curve, edge of a band and line for comparison."""
    whole = ((one.name or one.label, *(one.whole or (one.x, one.y))) for one in content.curves)
    curves: list[Named] = [(_titled(name, y), at, values) for name, at, values in whole if at.size]
    for band in content.bands:
        if band.x.size:
            curves += _edges(band, y)
    columns = joined(x or "x", curves)
    rows = len(columns[0][1])
    lines = ((_titled(line.name, y), np.full(rows, line.value)) for line in content.references)
    return ShownData((*columns, *lines))


def _edges(band: Band, y: str) -> list[Named]:
    """Return both edges of a band; of a rug the steps that are marked."""
    name = band.name or band.label
    if isinstance(band, Rug):
        return [(name, band.x, band.flags.astype(np.int8))]
    lower, upper = (_titled(f"{name} {edge}".strip(), y) for edge in ("from", "to"))
    return [(lower, band.x, band.lower), (upper, band.x, band.upper)]


def _titled(name: str, y: str) -> str:
    return f"{name}: {y}" if name and y else name or y or "y"
