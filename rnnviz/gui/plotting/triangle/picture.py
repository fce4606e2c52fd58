"""Turns a triangle or square of numbers into colours: a row is a loss, a column a state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from rnnviz.captions.invisible_characters import sign
from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.colour_scale import ColourScale
from rnnviz.gui.plotting.heat_map import starts, strongest
from rnnviz.lab.shown_data import ShownData, matrix, numbered
from rnnviz.probes.time_order import AFTER, ALL, BEFORE, pairs

Values = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class TriangleValues:
    """`values` (T, T), row t, column k; what a loss does not reach is zero and not shown.

    `reach` says which states it reaches: those up to its step, k <= t, those from it on, or all.
    Norms (`signed` false) are coloured by their log10, signed shares as they are. `symbols` (T,)
    are what is read at each step, empty where that is numbers; `column_title` names the columns,
    `row_title` what the values are of a loss.
    """

    values: Values
    symbols: tuple[str, ...] = ()
    signed: bool = False
    column_title: str = ""
    row_title: str = ""
    reach: str = BEFORE

    def data(self) -> ShownData:
        """Return all values, a line for each loss, empty where it does not reach a state."""
        cells = self.values.astype(object)
        cells[~pairs(self.steps, self.reach)] = None
        steps = numbered(map(sign, self.symbols or ("",) * self.steps))
        return matrix(cells, f"loss, and {self.row_title} {self.column_title}", steps, steps)

    @property
    def steps(self) -> int:
        """T."""
        return len(self.values)

    @property
    def is_triangle(self) -> bool:
        """Whether the upper right half is empty."""
        return self.reach == BEFORE

    def columns(self, row: int) -> range:
        """Return the states that a loss reaches."""
        first = row if self.reach == AFTER else 0
        return range(first, row + 1 if self.reach == BEFORE else self.steps)

    @property
    def has_zeros(self) -> bool:
        """Whether a norm that is shown is exactly zero."""
        T = self.steps
        shown = T * T if self.reach == ALL else T * (T + 1) // 2
        return not self.signed and int(np.count_nonzero(self.values)) < shown

    @property
    def levels(self) -> Values:
        """What is coloured, of all that is finite and shown (n,)."""
        shown = self.values[pairs(self.steps, self.reach)]
        if self.signed:
            return shown[np.isfinite(shown)]
        levels: Values = np.log10(shown[np.isfinite(shown) & (shown > 0)])
        return levels


def picture(
    shown: TriangleValues, places: tuple[int, int], scale: ColourScale, theme: Theme
) -> QImage:
    """Return an image of `places` (rows, columns): of each group the value farthest from zero.

    Norms that are exactly zero are transparent, so that a hatched ground shows; what is not a
    number has the colour of errors.
    """
    values, scale = strongest(shown.values, *places), scale.on(theme)
    if shown.signed:
        pixels = scale.pixels(values)
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            pixels = scale.pixels(np.log10(values))
        pixels[values == 0] = 0
    pixels[np.isnan(values)] = _opaque(theme.error)
    pixels[unreached(shown, places)] = _opaque(theme.base)
    return image(pixels)


def unreached(shown: TriangleValues, places: tuple[int, int]) -> NDArray[np.bool_]:
    """Return which places (rows, columns) hold no pair of a loss and a state that it reaches."""
    if shown.reach == ALL:
        return np.zeros(places, np.bool_)
    first, second = places if shown.is_triangle else places[::-1]
    T = shown.steps
    ends = np.append(starts(T, first)[1:], T)
    found: NDArray[np.bool_] = starts(T, second)[None, :] >= ends[:, None]
    return found if shown.is_triangle else found.T


def image(pixels: NDArray[np.uint32]) -> QImage:
    """Return 0xAARRGGBB (rows, columns), opaque or nothing, as an image."""
    pixels = np.ascontiguousarray(pixels)
    rows, columns = pixels.shape
    form = QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, columns, rows, 4 * columns, form).copy()


def mixed(colour: str, ground: str, shares: Values) -> NDArray[np.uint32]:
    """Return 0xFFRRGGBB (n,): `colour` at each of `shares` over `ground`."""
    top, under = (np.array(_channels(name), float) for name in (colour, ground))
    parts = np.rint(under + shares[:, None] * (top - under)).astype(np.uint32)
    found: NDArray[np.uint32] = 0xFF000000 | parts[:, 0] << 16 | parts[:, 1] << 8 | parts[:, 2]
    return found


def _channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _opaque(colour: str) -> int:
    return 0xFF000000 | int(colour[1:], 16)
