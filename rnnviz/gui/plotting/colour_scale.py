"""Which colour a value has, and the bar that tells so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyqtgraph import colormap
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter

from rnnviz.captions.number_format import signed_number
from rnnviz.gui.appearance.theme import LIGHT, Theme
from rnnviz.gui.plotting.diverging import ends_of, linear, shades

DIVERGING = "diverging"
"""From blue over the ground of the look, which is zero, to ochre (see `diverging`)."""
MAGNITUDES = "cividis"
SHADES = 255  # an odd number, so that zero has the middle one to itself
TO = ".."
INKS = ("#000000", "#ffffff")
LARGE = 1e38
BAR_WIDTH = 11
GAP = 4


@dataclass(frozen=True)
class ColourScale:
    """Colours from `low` to `high`; what lies beyond has the colour of the end."""

    name: str
    low: float
    high: float

    def on(self, theme: Theme, *, below_text: bool = False) -> ColourScale:
        """Return the scale in a look, whose ground is zero of what lies around zero."""
        if self.name != DIVERGING:
            return self
        ends = ends_of(theme, below_text=below_text)
        return replace(self, name=TO.join((ends.low, theme.base, ends.high)))

    def pixels(self, values: NDArray[Any]) -> NDArray[np.uint32]:
        """Return 0xAARRGGBB for each of `values`; NaN is transparent."""
        return _table(self.name)[self._shades(values)]

    def image(self, values: NDArray[Any]) -> QImage:
        """Return `values` (rows, columns) as an image of as many pixels, opaque without NaN."""
        shades = np.ascontiguousarray(self._shades(values))
        rows, columns = shades.shape
        pixels = _table(self.name)[shades]
        form = QImage.Format.Format_RGB32
        if shades.size and shades.max() == SHADES:
            form = QImage.Format.Format_ARGB32_Premultiplied
        return QImage(pixels.data, columns, rows, 4 * columns, form).copy()

    def _shades(self, values: NDArray[Any]) -> NDArray[np.uint8]:
        """Return the places of values in the table; values are cut first, so nothing overflows."""
        pitch = (self.high - self.low) / (SHADES - 1)
        if self.high - self.low > LARGE:  # whose difference float32 may not hold
            values = np.asarray(values, np.float64)
        shares = np.maximum(values, self.low)
        np.minimum(shares, self.high, out=shares)
        shares -= self.low - pitch / 2  # half a shade more, as what follows rounds down
        shares /= pitch
        if not np.maximum.reduce(shares, axis=None, initial=0.0) <= SHADES:  # NaN wins
            shares[np.isnan(shares)] = SHADES
        shades: NDArray[np.uint8] = shares.astype(np.uint8)
        return shades

    def colour(self, value: float) -> QColor:
        """Return the colour of one value."""
        return QColor.fromRgba(int(self.pixels(np.array([value]))[0]))

    @property
    def ink(self) -> str:
        """Black or white, whichever can be read better on the colours of this scale."""
        lights = _brightness(self.name)
        on_darkest, on_lightest = (min(lights) + 0.05) / 0.05, 1.05 / (max(lights) + 0.05)
        return INKS[0] if on_darkest >= on_lightest else INKS[1]


def bar_room(scale: ColourScale, metrics: QFontMetrics) -> int:
    """Return the width that the bar and its numbers take."""
    return BAR_WIDTH + GAP + max(metrics.horizontalAdvance(text) for _, text in _marks(scale))


def paint_bar(painter: QPainter, area: QRect, scale: ColourScale) -> None:
    """Draw the scale as an upright bar at the left of `area`, its numbers in the current pen."""
    values = np.linspace(scale.high, scale.low, SHADES)[:, None]
    painter.drawImage(QRect(area.left(), area.top(), BAR_WIDTH, area.height()), scale.image(values))
    line = painter.fontMetrics().height()
    left = area.left() + BAR_WIDTH + GAP
    marks = _marks(scale)
    if area.height() < 3 * line:
        marks = marks[::2] if area.height() >= 2 * line else []
    for share, text in marks:
        top = area.top() + round((1 - share) * (area.height() - line))
        painter.drawText(QRect(left, top, area.width(), line), Qt.AlignmentFlag.AlignLeft, text)


def _marks(scale: ColourScale) -> list[tuple[float, str]]:
    """Return the ends and the middle of the scale: how far up, and what to write there."""
    return [
        (share, signed_number(scale.low + share * (scale.high - scale.low)))
        for share in (0.0, 0.5, 1.0)
    ]


def between(low: str, high: str) -> str:
    """Return the name of the map that goes evenly from one colour, "#rrggbb", to another."""
    return f"{low}{TO}{high}"


@cache
def _brightness(name: str) -> tuple[float, ...]:
    """Return the relative luminance of the shades, as WCAG 2 defines it."""
    pixels = _table(name)[:SHADES]
    parts = np.stack([pixels >> 16 & 255, pixels >> 8 & 255, pixels & 255]) / 255.0
    return tuple((np.array([0.2126, 0.7152, 0.0722]) @ linear(parts)).tolist())


def _shades_of(name: str) -> NDArray[np.uint32]:
    """Return red, green and blue (3, SHADES) of a map."""
    if name == DIVERGING:
        ends = ends_of(LIGHT)
        return shades(ends.low, LIGHT.base, ends.high, SHADES)
    if name.count(TO) == 2:
        low, zero, high = name.split(TO)
        return shades(low, zero, high, SHADES)
    if TO in name:
        two = [QColor(colour) for colour in name.split(TO)]
        parts = np.array([(end.red(), end.green(), end.blue()) for end in two], float)
        table = np.rint(np.linspace(parts[0], parts[1], SHADES))
    else:
        table = colormap.get(name).getLookupTable(nPts=SHADES)
    found: NDArray[np.uint32] = table.astype(np.uint32).T
    return found


@cache
def _table(name: str) -> NDArray[np.uint32]:
    """Return the shades of a map, and transparency in the last place."""
    red, green, blue = _shades_of(name)
    table = np.zeros(SHADES + 1, np.uint32)
    table[:SHADES] = 0xFF000000 | red << 16 | green << 8 | blue
    return table
