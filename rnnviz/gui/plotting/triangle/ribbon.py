"""One loss's gradient as a ribbon under the text: the characters, each with what is left there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QPainter

from rnnviz.gui.appearance.theme import VERMILION, Theme
from rnnviz.gui.plotting.colour_scale import ColourScale
from rnnviz.gui.plotting.glyphs import Glyphs
from rnnviz.gui.plotting.triangle.picture import TriangleValues, Values, image, mixed
from rnnviz.probes.time_order import AFTER, ALL, BEFORE

STRONGEST = 0.5
"""How much of the colour lies under a character at most, so that it can be read on it."""
DECADES_OF_GROWTH = 3
"""A gradient that has grown by so many powers of ten has the full colour of growth."""
LEAST_GROWTH = 0.3
ROUNDING = 1e-6
PADDING = 1


@dataclass(frozen=True, eq=False)
class Stretch:
    """The steps that a ribbon has room for, from `first` on.

    Their places end at `edges` (n + 1,), shares of the ribbon's width from 0 to 1: every
    character has the width that it needs, so that the text can be read as text.
    """

    first: int
    edges: NDArray[np.float64]

    @property
    def last(self) -> int:
        """The step after the last one."""
        return self.first + self.count

    @property
    def count(self) -> int:
        """How many they are."""
        return self.edges.size - 1

    def cell(self, step: int, area: QRect) -> QRectF:
        """Return the place of one of them in `area`."""
        left, right = area.left() + area.width() * self.edges[step - self.first :][:2]
        return QRectF(left, area.top(), right - left, area.height())


def stretch(
    letters: tuple[str, ...], row: int, width: int, glyphs: Glyphs, reach: str = BEFORE
) -> Stretch:
    """Return all characters if they fit, else as many as do of those that the loss `row` reaches.

    Where these are before it, it is near their end, and where they are all in their middle.
    """
    T = len(letters)
    if not any(letters):
        return Stretch(0, np.linspace(0.0, 1.0, T + 1))
    ends = np.cumsum([0.0, *(glyphs.width(letter) + PADDING for letter in letters)])
    end = ends[min(row + 1, T)] if reach != AFTER else ends[T]
    end = min(end + width / 2, ends[T]) if reach == ALL else end
    first = min(int(np.searchsorted(ends, end - width)), max(row, 0))
    last = max(int(np.searchsorted(ends, ends[first] + width, side="right")) - 1, first + 1)
    edges = ends[first : last + 1] - ends[first]
    return Stretch(first, edges / edges[-1])


@dataclass(frozen=True)
class Tints:
    """The colours (T,) under the characters, and what is written on them and beside them.

    `columns` are the states that the loss reaches.
    """

    under: NDArray[np.uint32]
    reached: str
    beyond: str
    frame: str
    columns: range


def left_of_norms(shown: TriangleValues, row: int) -> Values:
    """Return the shares (n,) of the gradient of loss `row` left at every step that it reaches.

    NaN where there is none to have a share of.
    """
    own, columns = float(shown.values[row, row]), shown.columns(row)
    reached: Values = shown.values[row, columns.start : columns.stop].astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        return reached / own if own > 0 else np.full(len(columns), np.nan)


def tints(shown: TriangleValues, row: int, scale: ColourScale, theme: Theme) -> Tints:
    """Return the colours for one loss; where it reaches no state there are none.

    A share of the gradient is the share of the accent colour, and one above 1 turns to that of
    growth; signed shares of the update have the colours of `scale`, such as can be written on.
    """
    under = mixed(theme.base, theme.base, np.zeros(shown.steps))
    columns = shown.columns(row)
    here = slice(columns.start, columns.stop)
    reached = shown.values[row, here]
    wrong, unknown = mixed(theme.error, theme.base, np.ones(1)), np.isnan(reached)
    if shown.signed:
        on_paper = scale.on(theme, below_text=True)
        under[here] = np.where(unknown, wrong, on_paper.pixels(reached))
        return Tints(under, on_paper.ink, theme.muted, theme.accent, columns)
    left = np.nan_to_num(left_of_norms(shown, row), nan=0.0, posinf=1e300)
    with np.errstate(divide="ignore"):
        growth = np.clip(np.log10(left) / DECADES_OF_GROWTH, LEAST_GROWTH, 1)
    fading = mixed(theme.accent, theme.base, STRONGEST * np.minimum(left, 1))
    growing = mixed(VERMILION, theme.base, STRONGEST * growth)
    under[here] = np.where(unknown, wrong, np.where(left > 1 + ROUNDING, growing, fading))
    return Tints(under, theme.text, theme.muted, theme.accent, columns)


def paint_ribbon(
    painter: QPainter,
    area: QRect,
    letters: tuple[str, ...],
    place: tuple[Stretch, int],
    look: tuple[Tints, Glyphs],
) -> None:
    """Paint the characters of a stretch over their tints, and a frame around that of the loss."""
    (part, row), (colours, glyphs) = place, look
    edges = (area.left() + area.width() * part.edges).tolist()
    middles = (np.arange(area.width()) + 0.5) / area.width()
    steps = part.first + np.searchsorted(part.edges[1:-1], middles)
    painter.drawImage(area, image(colours.under[None, steps]))
    baseline = area.top() + (area.height() + glyphs.ascent - glyphs.descent) / 2
    pens = QColor(colours.beyond), QColor(colours.reached)
    for step in range(part.first, part.last):
        if step in (part.first, colours.columns.start, colours.columns.stop):
            painter.setPen(pens[step in colours.columns])
        middle = sum(edges[step - part.first :][:2]) / 2
        glyphs.paint(painter, middle - glyphs.width(letters[step]) / 2, baseline, letters[step])
    painter.setPen(QColor(colours.frame))
    painter.drawRect(part.cell(row, area).adjusted(0, 0, -1, -1))
