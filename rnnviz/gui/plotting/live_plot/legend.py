"""Puts the legend of a plot where it hides the least of the curves."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF

from rnnviz.gui.plotting.live_plot.curve import Band, Curve, Points
from rnnviz.gui.plotting.live_plot.labels import PADDING, Lettering, Stamp
from rnnviz.gui.plotting.live_plot.scale import Scale

LOW = 9
"""Lines of text that a plot is high at most where the legend rather is a line than a column."""
LARGEST = 0.6
"""Share of a plot's height that a legend may take."""
PITCH = 4.0
"""Pixels between two places at which a curve is looked at."""
CLEARLY_FEWER = 0.7
"""A corner is preferred to the upper right one if it hides less than this share of its curves."""


def place_legend(
    entries: Sequence[Curve | Band], scale: Scale, lettering: Lettering
) -> Stamp | None:
    """Return the legend in the emptiest corner, in low plots as a line.

    What leaps up and down fills the plot and does not count, unless there is nothing else. None
    without room, or for a single curve, which needs none.
    """
    if len(entries) < 2:
        return None
    is_low = scale.height < LOW * lettering.line_height
    keys = (lettering.key(entries, in_a_line) for in_a_line in (is_low, not is_low))
    pixmap = next((one for one in keys if _fits(one.deviceIndependentSize(), scale)), None)
    if pixmap is None:
        return None
    size = pixmap.deviceIndependentSize()
    steady = [entry for entry in entries if not entry.look.is_noise] or entries
    points = np.concatenate([np.empty((0, 2)), *(_places(entry, scale) for entry in steady)])
    areas = [QRectF(corner, size) for corner in _corners(scale, size)]
    hidden = [_inside(points, area) for area in areas]
    best = int(np.argmin(hidden))
    chosen = best if hidden[best] < CLEARLY_FEWER * hidden[0] else 0
    return Stamp(pixmap, areas[chosen].topLeft())


def _fits(size: QSizeF, scale: Scale) -> bool:
    return size.width() <= scale.width - 2 * PADDING and size.height() <= LARGEST * scale.height


def _corners(scale: Scale, size: QSizeF) -> list[QPointF]:
    """Return the upper left corners that a legend of a size may have, best first."""
    right, bottom = scale.width - size.width() - PADDING, scale.height - size.height() - PADDING
    tops_and_lefts = ((PADDING, right), (PADDING, PADDING), (bottom, right), (bottom, PADDING))
    return [QPointF(left, top) for top, left in tops_and_lefts]


def _places(entry: Curve | Band, scale: Scale) -> Points:
    """Return where a curve or the edge of a band runs, (n, 2) pixels, evenly along the columns."""
    lines = [entry.outline(scale)] if isinstance(entry, Band) else entry.polylines(scale)
    found = [np.empty((0, 2))]
    for line in lines:
        if len(line) == 0:
            continue
        steps = np.abs(np.diff(line, axis=0)).max(axis=1, initial=0.0)
        along = np.concatenate(([0.0], np.cumsum(steps)))
        at = np.arange(0.0, along[-1] + PITCH, PITCH)
        found.append(np.column_stack([np.interp(at, along, line[:, axis]) for axis in (0, 1)]))
    return np.concatenate(found)


def _inside(points: Points, area: QRectF) -> int:
    """Return how many points lie in an area."""
    columns, rows = points[:, 0], points[:, 1]
    across = (columns > area.left()) & (columns < area.right())
    return int(np.count_nonzero(across & (rows > area.top()) & (rows < area.bottom())))
