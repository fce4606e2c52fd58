"""How well a colour can be read on another, and what is done where it cannot."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QColor

TEXT, LINES = 4.5, 3.0
"""What WCAG 2 asks for text and for lines."""
STEPS = 32


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb", 0 to 1, as WCAG 2 defines it."""
    one = QColor(colour)
    parts = one.redF(), one.greenF(), one.blueF()
    light = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@lru_cache(256)
def ink_on(ground: str) -> str:
    """Return black or white, whichever can be read better on a ground."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, ground))


@lru_cache(256)
def readable(colour: str, ground: str) -> str:
    """Return the colour nearest to this one that text on a ground may have."""
    end = QColor(ink_on(ground))
    for step in range(STEPS + 1):
        found = _between(QColor(colour), end, step / STEPS)
        if contrast(found, ground) >= TEXT:
            return found
    return end.name()


def _between(one: QColor, other: QColor, share: float) -> str:
    """Return the colour at a share of the way from one to another."""
    ends = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return QColor(*(round(a + share * (b - a)) for a, b in ends)).name()
