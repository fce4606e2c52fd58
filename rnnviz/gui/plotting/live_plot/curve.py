"""The curves and bands of a plot: their data, their looks, and their way to pixels."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.gui.appearance.looks import Stripes
from rnnviz.gui.plotting.live_plot.scale import Scale
from rnnviz.gui.plotting.live_plot.thinning import MOST_BUCKETS, Pyramid, block_for

if TYPE_CHECKING:
    from rnnviz.gui.plotting.live_plot.stripes import Lines

Points = NDArray[np.float64]
Grain = tuple[int, int, int]
"""Which curve it is, counted from 1, values a bucket, and points a marker."""
NOWHERE = math.nan, math.nan
MOST_MARKERS = 60
"""Markers on more points than these would be a smear."""


@dataclass(frozen=True)
class LineStyle:
    """How a curve is drawn: numbers of the theme's line colour and of the dash pattern.

    `weight` is "faint" (one pixel, pale), "pale" (paler still), "dense" (the same in full colour),
    "plain" (one pixel), "strong" (about two) or "none" (markers alone); of a band "strong" (pale)
    or "firm". `stripes` are pixel columns that are drawn and left out in turn: unlike a dash they
    stay where they are when a line grows, and can be told in one that is steep or noisy.
    """

    colour: int = 0
    dash: int = 0
    weight: str = "strong"
    markers: bool = False
    stripes: Stripes = ()

    @property
    def is_noise(self) -> bool:
        """Whether this leaps up and down, so that a line of one pixel fills an area."""
        return self.weight in ("faint", "pale", "dense")


@dataclass(frozen=True)
class Nearest:
    """The point of a curve that is nearest to the pointer: where it is, and what it says."""

    curve: Curve
    column: float
    row: float
    x: float
    y: float


class Curve:
    """Values y over ascending x, both (n,); values that are not finite leave a gap.

    `settles` says that it only ever grows, so that its old part is painted once and kept. One
    without a label is not in the legend. `of_other` says that it belongs to another run than most
    of the plot, so that this one's noise grows over it.
    """

    def __init__(self, label: str, look: LineStyle, of_other: bool = False) -> None:
        self.label = label
        self.name = ""
        """What its numbers are called, if not as in the legend."""
        self.look = look
        self.of_other = of_other
        self.settles = False
        self.kept: tuple[object, tuple[list[Points], list[Lines | None]]] | None = None
        """What was painted of a curve that moves, to be painted again while it stands."""
        self.kept_segments: tuple[object, list[tuple[Points, Points]]] | None = None
        """The same of one that settles and stands, of which parts are painted again."""
        self._pyramid = Pyramid()
        self.clear()

    def clear(self) -> None:
        """Forget the data."""
        self.x: NDArray[np.generic] = np.empty(0)
        self.y: NDArray[np.floating] = np.empty(0)
        self.whole: tuple[NDArray[Any], NDArray[Any]] | None = None
        """All that there is to save, x and y, where more or something else than that is drawn."""
        self._ends = NOWHERE
        self._pyramid.reset()

    def grow(self, x: NDArray[np.generic], y: NDArray[np.floating]) -> None:
        """Show an append-only curve, of which only the new end is looked at."""
        if self.settles and x is self.x and y is self.y:
            return  # a run that stands
        self._take(x, y)
        self.settles = True

    def replace(self, x: NDArray[np.generic], y: NDArray[np.floating]) -> None:
        """Show a curve that has nothing to do with the one before."""
        self._pyramid.reset()
        self._take(x, y)
        self.settles = False

    def _take(self, x: NDArray[np.generic], y: NDArray[np.floating]) -> None:
        self.x, self.y = x, y
        self._ends = (float(x[0]), float(x[-1])) if x.size else NOWHERE
        self._pyramid.update(y)

    @property
    def extremes(self) -> tuple[float, float, float]:
        """The lowest, highest, and lowest positive value; infinite while there is none."""
        return self._pyramid.low, self._pyramid.high, self._pyramid.low_positive

    def polylines(self, scale: Scale, since: int = 0) -> list[Points]:
        """Return the visible part as unbroken lines, each (n, 2) of pixel columns and rows.

        With `since` only from the bucket before this index on: what was not yet there when the
        curve had so many points, and the join.
        """
        start, stop, block = self._end(scale, since)
        index, values = self._pyramid.thin(self.y, start, stop, block)
        return _unbroken(scale.points(self.x[index], values))

    def _end(self, scale: Scale, since: int) -> tuple[int, int, int]:
        """Return the slice of visible points since an index, and the size of their buckets."""
        start, stop = self._visible(scale.x)
        block = block_for(start, stop, _buckets_on(scale))
        return max(start, (since // block - 1) * block), stop, block

    def markers(self, scale: Scale, since: int = 0) -> Points:
        """Return the places (n, 2) of markers from the index `since` on, every so many-th point."""
        start, stop = self._visible(scale.x)
        stride = _stride(stop - start) if self.look.markers else 1
        index = np.arange(-(-max(start, since) // stride) * stride, stop, stride)
        places = np.stack((scale.columns(self.x[index]), scale.rows(self.y[index])), axis=1)
        return places[np.isfinite(places[:, 1])]

    def rows_at(self, scale: Scale, columns: Points) -> Points:
        """Return the pixel rows of the points beside columns, as if the curve then went on level.

        Not a number where there is no value.
        """
        index = np.searchsorted(self.x, scale.x_at(columns).astype(self.x.dtype))
        return scale.rows(self.y[np.minimum(index, self.x.size - 1)])

    @property
    def extent(self) -> tuple[int, int]:
        """Return which curve this is, counted from 1, and how many points it has."""
        return self._pyramid.beginnings, self.x.size

    def grain(self, scale: Scale) -> Grain:
        """Return what must stay the same for an old part of the curve to look the same."""
        start, stop = self._visible(scale.x)
        stride = _stride(stop - start) if self.look.markers else 1
        return self._pyramid.beginnings, block_for(start, stop, _buckets_on(scale)), stride

    def nearest(self, scale: Scale, column: float, row: float) -> Nearest | None:
        """Return the point beside the pixel column, or None where the curve has none."""
        if self.x.size == 0:
            return None
        right = min(_index_of(self.x, scale.x_at(column)), self.x.size - 1)
        candidates = np.array([max(right - 1, 0), right])
        columns, rows = scale.columns(self.x[candidates]), scale.rows(self.y[candidates])
        best = int(np.argmin(np.abs(columns - column)))
        if not (np.isfinite(rows[best]) and abs(columns[best] - column) < scale.width):
            return None
        x, y = self.x[candidates[best]], self.y[candidates[best]]
        return Nearest(self, float(columns[best]), float(rows[best]), float(x), float(y))

    def _visible(self, window: tuple[float, float]) -> tuple[int, int]:
        """Return the slice of points within the range of x, and one point more on either side."""
        size, (first, last) = self.x.size, self._ends
        if window[0] <= first and last <= window[1]:
            return 0, size  # the usual case, and much faster than to search
        start = max(_index_of(self.x, window[0]) - 1, 0)
        return start, min(_index_of(self.x, window[1]) + 1, size)


def _index_of(x: NDArray[Any], value: float) -> int:
    """Return where `value` would stand in ascending `x` (n,), of any type of number.

    The value is given x's type first: otherwise NumPy would convert all of x to the value's.
    """
    if x.dtype.kind in "iu":  # np.issubdtype takes longer than the search
        limits = np.iinfo(x.dtype)
        value = min(max(np.ceil(value), float(limits.min) / 2), float(limits.max) / 2)
    return int(np.searchsorted(x, x.dtype.type(value)))


def _stride(count: int) -> int:
    """Return which power of two thins so many points to markers that do not run together."""
    return 1 << max(-(-count // MOST_MARKERS) - 1, 0).bit_length()


def _buckets_on(scale: Scale) -> int:
    """Return how many buckets are worth drawing: more than there are pixels are lost labour."""
    return min(MOST_BUCKETS, max(int(scale.width), 1))


def _unbroken(points: Points) -> list[Points]:
    """Return points (n, 2) as lines that are broken wherever a row is not a number."""
    finite = np.isfinite(points[:, 1])
    if finite.all():
        return [points] if points.size else []
    borders = np.flatnonzero(np.diff(finite)) + 1
    return np.split(points, borders)[0 if finite[0] else 1 :: 2]


class Band:
    """The area between two curves over the same x, drawn pale: quartiles around a median."""

    def __init__(self, label: str, look: LineStyle) -> None:
        self.label = label
        self.name = ""
        """What its numbers are called, if not as in the legend."""
        self.look = look
        self.clear()

    def clear(self) -> None:
        """Forget the data."""
        self.replace(np.empty(0), np.empty(0), np.empty(0))

    def replace(
        self, x: NDArray[np.floating], lower: NDArray[np.floating], upper: NDArray[np.floating]
    ) -> None:
        """Show other edges, all (n,)."""
        self.x, self.lower, self.upper = x, lower, upper

    def outline(self, scale: Scale) -> Points:
        """Return the edge of the area, (2n, 2) pixels; x where an edge has no value is left out.

        A lower edge that lies nowhere on a logarithmic axis (zero) is drawn at the bottom.
        """
        columns, top, bottom = (
            scale.columns(self.x),
            scale.rows(self.upper),
            scale.rows(self.lower),
        )
        bottom = np.where(np.isnan(bottom) & (self.lower <= 0), scale.height, bottom)
        known = np.isfinite(top) & np.isfinite(bottom)
        columns, top, bottom = columns[known], top[known], bottom[known]
        return np.column_stack((np.append(columns, columns[::-1]), np.append(top, bottom[::-1])))
