"""The map for values around zero: from the ground of the look to blue and to ochre."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.gui.appearance.theme import Theme

Parts = NDArray[np.float64]
CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
OPPONENTS = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
"""Björn Ottosson's OKLab (2020), in which equal steps are seen as equal."""


@dataclass(frozen=True)
class Ends:
    """The colours of the lowest and the highest value, equally light, as "#rrggbb".

    Blue and ochre are told apart whatever kind of cone an eye lacks.
    """

    low: str
    high: str


ON_LIGHT = Ends("#3b7fd6", "#aa7514")
"""So light that black is read on all of the map."""
ON_DARK = Ends("#7cc4ff", "#f0b040")
BELOW_TEXT = Ends("#3a6fb5", "#8b6914")
"""So dark that white is read on all of the map."""


def ends_of(theme: Theme, *, below_text: bool = False) -> Ends:
    """Return how the map ends in a look; all of it can be written on in the light one."""
    if not theme.dark:
        return ON_LIGHT
    return BELOW_TEXT if below_text else ON_DARK


def shades(low: str, zero: str, high: str, count: int) -> NDArray[np.uint32]:
    """Return red, green and blue (3, count) from one colour over another to a third.

    The steps are equal ones in OKLab, so the lightness changes evenly on both sides.
    """
    low_end, middle, high_end = (_to_lab(_parts(colour)) for colour in (low, zero, high))
    shares = np.linspace(-1.0, 1.0, count)[:, None]
    ends = np.where(shares < 0, low_end, high_end)
    found = np.rint(255 * _from_lab(middle + np.abs(shares) * (ends - middle)))
    return np.clip(found, 0, 255).astype(np.uint32).T


def _parts(colour: str) -> Parts:
    return np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255.0


def linear(parts: Parts) -> Parts:
    """Return sRGB in 0..1 as shares of light."""
    found: Parts = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return found


def _to_lab(parts: Parts) -> Parts:
    found: Parts = np.cbrt(linear(parts) @ CONES.T) @ OPPONENTS.T
    return found


def _from_lab(lab: Parts) -> Parts:
    light = np.clip((lab @ np.linalg.inv(OPPONENTS).T) ** 3 @ np.linalg.inv(CONES).T, 0.0, 1.0)
    found: Parts = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    return found
