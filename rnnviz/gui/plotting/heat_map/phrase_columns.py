"""How many columns of a phrase are seen at once, so that every letter below them is shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtGui import QFont, QFontMetrics

from rnnviz.gui.plotting.canvas import SMALLEST

SHRINKING = (0.0, 1.0, 2.0)
"""Points by which letters may be smaller, before the phrase is scrolled instead."""


@dataclass(frozen=True)
class Columns:
    """So many are `seen` at once, the letters below them in `font`."""

    seen: int
    font: QFont


def columns_of(symbols: Sequence[str], width: int, font: QFont) -> Columns:
    """Return what of a phrase is seen in so many pixels; longer names may be left out between."""
    if not is_phrase(symbols):
        return Columns(len(symbols), font)
    for less in SHRINKING:
        letters = QFont(font)
        letters.setPointSizeF(max(SMALLEST, font.pointSizeF() - less))
        if _fit(symbols, width, QFontMetrics(letters)):
            return Columns(len(symbols), letters)
    metrics = QFontMetrics(font)
    pitch = max(map(metrics.horizontalAdvance, set(symbols))) + 1
    return Columns(max(1, min(width // pitch, len(symbols))), font)


def is_phrase(symbols: Sequence[str]) -> bool:
    """Whether these are letters, and not the numbers of steps or names of some length."""
    return bool(symbols) and max(map(len, symbols)) == 1


def _fit(symbols: Sequence[str], width: int, metrics: QFontMetrics) -> bool:
    """Whether no letter in the middle of its column reaches into its neighbour."""
    pitch = width / len(symbols)
    widths = {symbol: metrics.horizontalAdvance(symbol) for symbol in set(symbols)}
    if max(widths.values()) + 1 <= pitch:
        return True
    return all((widths[a] + widths[b]) / 2 + 1 <= pitch for a, b in pairwise(symbols))
