"""How much is drawn of a cell: from every product's strip to signs and names alone."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Level:
    """Sizes in pixels, and what there is room for.

    `least` and `most` are the widths of a strip; `numbers` are written at all wires, or else at
    states and gates only; `products` have strips of their own; `sizes` (rows x columns) stand in
    the boxes of parameters, and `biases` below them. A `compact` one has functions in the sums.
    """

    glyph: float
    strip: float
    gap: float
    least: float
    most: float
    pitch: float
    clearance: float
    small: bool
    names: bool
    numbers: bool
    products: bool
    sizes: bool
    biases: bool
    compact: bool = False


ROOMY = Level(26, 11, 6, 40, 96, 15, 12, False, True, True, True, True, True)
PLAIN = Level(20, 9, 4, 30, 90, 9, 6, False, True, True, False, True, True)
SHORT = replace(PLAIN, compact=True)
SMALL = Level(16, 8, 4, 24, 80, 7, 6, True, True, True, False, True, False, True)
TIGHT = Level(13, 6, 3, 14, 100, 5, 4, True, True, False, False, True, False, True)
TINY = Level(11, 5, 2, 9, 100, 4, 2, True, False, False, False, False, False, True)
LEVELS = (ROOMY, PLAIN, SHORT, SMALL, TIGHT, TINY)
"""From the one that needs most room to the one that needs least."""
