"""The point of a curve that the arrow keys have chosen in a plot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import Qt

from rnnviz.gui.plotting.live_plot.curve import Curve, Nearest
from rnnviz.gui.plotting.live_plot.scale import Scale

ALONG = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
ACROSS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
KEYS = (*ALONG, *ACROSS, *ENDS)
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
ALL = slice(None)


class Cursor:
    """A curve and the x of one of its points, which stays where it is while curves grow."""

    def __init__(self) -> None:
        self._chosen: tuple[Curve, float] | None = None

    def __bool__(self) -> bool:
        return self._chosen is not None

    def let_go(self) -> None:
        """Choose no point."""
        self._chosen = None

    def point(self, curves: Sequence[Curve], scale: Scale) -> Nearest | None:
        """Return where the chosen point is now, None where it is not to be seen."""
        if self._chosen is None or self._chosen[0] not in curves:
            return None
        curve, x = self._chosen
        place = int(np.searchsorted(curve.x, x))
        seen = _visible(curve, scale, slice(place, place + 1))
        return seen[0] if seen else None

    def move(self, key: Qt.Key, curves: Sequence[Curve], scale: Scale) -> None:
        """Go to another point: left and right along the curve, up and down to other curves.

        Where none was chosen yet, it is the newest of all, of several that of the curve on top.
        """
        at = self.point(curves, scale)
        if at is None:
            newest = [seen[-1] for one in curves[::-1] if (seen := _visible(one, scale))]
            at = max(newest, key=lambda one: one.column, default=None)
        elif key in ACROSS:
            at = _beside(at, curves, scale, ACROSS[key])
        else:
            seen = _visible(at.curve, scale)
            at = seen[ENDS[key]] if key in ENDS else _along(at, seen, ALONG[key])
        self._chosen = None if at is None else (at.curve, at.x)


def _visible(curve: Curve, scale: Scale, part: slice = ALL) -> list[Nearest]:
    """Return the points of a curve that are to be seen; of those in one pixel column the first."""
    x, y = (np.asarray(values[part], np.float64) for values in (curve.x, curve.y))
    columns, rows = scale.columns(x), scale.rows(y)
    across, down = (np.abs(2 * columns - scale.width), np.abs(2 * rows - scale.height))
    inside = (across <= scale.width + 1) & (down <= scale.height + 1)
    places = np.flatnonzero(inside & np.isfinite(rows))
    _, first = np.unique(np.floor(columns[places]), return_index=True)
    kept = np.union1d(places[first], places[-1:])
    return [
        Nearest(curve, *map(float, four))
        for four in zip(columns[kept], rows[kept], x[kept], y[kept], strict=True)
    ]


def _along(at: Nearest, seen: Sequence[Nearest], by: int) -> Nearest:
    """Return the point before or after one of a curve."""
    ahead = [one for one in seen if (one.x > at.x if by > 0 else one.x < at.x)]
    return at if not ahead else ahead[0 if by > 0 else -1]


def _beside(at: Nearest, curves: Sequence[Curve], scale: Scale, down: int) -> Nearest:
    """Return the point of the next curve above or below, at about the same place along x."""
    found = [_closest(seen, at) for curve in curves if (seen := _visible(curve, scale))]
    order = sorted(found, key=lambda one: (one.row, curves.index(one.curve)))
    here = next(n for n, one in enumerate(order) if one.curve is at.curve)
    return order[max(0, min(here + down, len(order) - 1))]


def _closest(seen: Sequence[Nearest], at: Nearest) -> Nearest:
    return min(seen, key=lambda one: abs(one.column - at.column))
