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
    filled = [curve for curve in content.curves if curve.x.size]
    curves: list[Named] = [(_titled(one.label or one.name, y), one.x, one.y) for one in filled]
    for band in content.bands:
        if band.x.size:
            curves += _edges(band, y)
    columns = joined(x or "x", curves)
    rows = len(columns[0][1])
    lines = ((_titled(line.name, y), np.full(rows, line.value)) for line in content.references)
    return ShownData((*columns, *lines))


def _edges(band: Band, y: str) -> list[Named]:
    """Return both edges of a band; of a rug the steps that are marked."""
    if isinstance(band, Rug):
        return [(band.label, band.x, band.flags.astype(np.int8))]
    lower, upper = (_titled(f"{band.label} {edge}".strip(), y) for edge in ("from", "to"))
    return [(lower, band.x, band.lower), (upper, band.x, band.upper)]


def _titled(name: str, y: str) -> str:
    return f"{name}: {y}" if name and y else name or y or "y"
