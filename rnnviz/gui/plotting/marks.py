"""Vertical marks for what happened at one moment, and a place for each of their labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.plotting.references import Placed
from rnnviz.gui.plotting.scale import Scale

GAP = 2.0
MOST_ROWS = 6
"""Lines of labels one below the other; what finds no place in them has a mark only."""
ROWS_SHARE = 0.6
"""Share of the plot's height that they may take."""


@dataclass(frozen=True)
class Mark:
    """A line at the moment `x`, labelled with `text`."""

    x: float
    text: str


def columns(marks: Sequence[Mark], scale: Scale) -> list[float]:
    """Return the pixel columns of the marks that can be seen."""
    found = scale.columns([mark.x for mark in marks]).tolist()
    return [column for column in found if 0 <= column <= scale.width]


def place_marks(
    marks: Sequence[Mark],
    scale: Scale,
    width_of: Callable[[str], float],
    line_height: float,
    taken: Sequence[QRectF] = (),
) -> list[Placed]:
    """Return the labels, as high up as possible beside their lines, none upon another.

    The newest comes first; a label that finds no place right or left of its line is left out,
    and so is one that another line would cross.
    """
    rows = min(MOST_ROWS, int(ROWS_SHARE * scale.height / line_height))
    lines = columns(marks, scale)
    placed: list[Placed] = []
    for mark in reversed(marks):
        column = float(scale.columns(mark.x))
        if not 0 <= column <= scale.width:
            continue
        width = width_of(mark.text)
        for area in _places(column, width, line_height, rows, scale.width):
            busy = [*taken, *(label.area for label in placed)]
            crossed = any(area.left() < line < area.right() for line in lines)
            if not crossed and not any(area.intersects(other) for other in busy):
                placed.append(Placed(mark.text, area))
                break
    return placed


def _places(column: float, width: float, height: float, rows: int, room: float) -> Iterator[QRectF]:
    """Yield where a label may stand, best first: right of its line, left of it, a row below."""
    for row in range(rows):
        for left in (column + GAP, column - GAP - width):
            if left >= 0 and left + width <= room:
                yield QRectF(left, GAP + row * height, width, height)
