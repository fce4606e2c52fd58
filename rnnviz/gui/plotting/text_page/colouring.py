"""What a page is coloured by: values (T,) of its characters, their scale, and what it means."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor

from rnnviz.captions.number_format import signed_number
from rnnviz.captions.reading import LEAST_SHARE, share_of_largest
from rnnviz.gui.appearance.theme import Theme
from rnnviz.gui.plotting.colour_scale import DIVERGING, ColourScale, between
from rnnviz.gui.plotting.text_page.legend import Legend

if TYPE_CHECKING:
    from rnnviz.probes.changed_character import ChangedCharacter
    from rnnviz.probes.reach import Reach
    from rnnviz.probes.reading import Reading

Numbers = tuple[tuple[str, NDArray[Any]], ...]
"""Names, each with values (n,)."""
MOST_BITS = 4.0
"""The ends of the scale for what silence costs."""
SHARE = 0.62
"""Of a line's colour over the paper: more would swallow the letters."""
LARGEST = "of the largest norm"
GRADIENT = "norm of d logit / d input"
GATE_LINE, SURPRISE_LINE, REACH_LINE, CHANGE_LINE = 0, 1, 2, 0
"""The theme's colours of lines towards which pages are tinted."""


@dataclass(frozen=True, eq=False)
class Colouring:
    """Values (T,), the scale that colours them (NaN has none), and its legend.

    `numbers` are what was found, where the values are something made of that: each with its name,
    one a character as far as there are any.
    """

    values: NDArray[Any]
    scale: ColourScale
    legend: Legend
    numbers: Numbers = ()


def by_surprise(surprise: NDArray[Any], alphabet: int, theme: Theme) -> Colouring:
    """Colour by -log2 p (T,), from 0 to that of a blind guess, log2 V, or more."""
    most = math.log2(max(alphabet, 2))
    marks = ((0.0, "0"), (1.0, f"{most:.1f}, a blind guess"))
    scale = ColourScale(tint(theme, SURPRISE_LINE), 0.0, most)
    return Colouring(surprise, scale, Legend("surprise in bits", marks))


def by_unit(found: Reading, scale: ColourScale | None, theme: Theme) -> Colouring:
    """Colour by a unit's values on a scale, by default that of gates, from 0 to 1."""
    scale = scale or ColourScale(tint(theme, GATE_LINE), 0.0, 1.0)
    middle = (scale.low + scale.high) / 2
    ends = zip((0.0, 0.5, 1.0), (scale.low, middle, scale.high), strict=True)
    marks = tuple((share, signed_number(value)) for share, value in ends)
    return Colouring(found.values, scale, Legend(f"{found.signal} of unit {found.unit}", marks))


def by_reach(found: Reading, reach: Reach | None, theme: Theme) -> Colouring:
    """Colour by the logarithm of the norm over the largest; what comes later has no colour."""
    numbers: Numbers = ()
    levels = np.full(len(found.symbols), np.nan)
    if reach is not None:
        shares = share_of_largest(reach)[: len(levels)]
        numbers = (GRADIENT, reach.on_page[: len(levels)]), (LARGEST, shares)
        with np.errstate(divide="ignore"):
            levels[: reach.place] = np.log10(shares)
    scale = ColourScale(tint(theme, REACH_LINE), math.log10(LEAST_SHARE), 0.0)
    marks = ((0.0, "1 %"), (0.5, "10 %"), (1.0, "100 %"))
    return Colouring(levels, scale, Legend(LARGEST, marks), numbers)


def by_change(found: Reading, change: ChangedCharacter | None, theme: Theme) -> Colouring:
    """Colour by the total variation of what is predicted after each character, from 0 to 1."""
    levels = np.full(len(found.symbols), np.nan)
    if change is not None:
        after = levels[change.place :]  # the page may just have been turned
        after[: len(change.variation)] = change.variation[: len(after)]
    scale = ColourScale(tint(theme, CHANGE_LINE), 0.0, 1.0)
    marks = ((0.0, "0"), (0.5, "0.5"), (1.0, "1"))
    return Colouring(levels, scale, Legend("change of what comes next", marks))


def by_cost(more: NDArray[Any]) -> Colouring:
    """Colour by the bits (T,) that the silence of units costs."""
    ends = ((0.0, -MOST_BITS), (0.5, 0.0), (1.0, MOST_BITS))
    marks = tuple((share, signed_number(bits)) for share, bits in ends)
    scale = ColourScale(DIVERGING, -MOST_BITS, MOST_BITS)
    return Colouring(more, scale, Legend("more surprise, bits", marks))


def tint(theme: Theme, line: int) -> str:
    """Return the name of the map from the paper towards one of the theme's colours of lines."""
    paper, full = QColor(theme.base), QColor(theme.lines[line])
    pairs = zip(_parts(paper), _parts(full), strict=True)
    end = QColor(*(round(low + SHARE * (high - low)) for low, high in pairs))
    return between(theme.base, end.name())


def _parts(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()
