"""Vertical marks for what happened at one moment, and a place for each of their labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF

from rnnviz.gui.plotting.live_plot.references import Placed
from rnnviz.gui.plotting.live_plot.scale import Scale

GAP = 2.0
ROWS_SHARE = 0.8
"""Share of the plot's height that labels one below the other may take."""


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

    The newest comes first. A label prefers a place that no other line crosses, and else takes one
    that is crossed: it is left out only where none is free.
    """
    rows = int(ROWS_SHARE * scale.height / line_height)
    lines = columns(marks, scale)
    placed: list[Placed] = []
    for mark in reversed(marks):
        column = float(scale.columns(mark.x))
        if not 0 <= column <= scale.width:
            continue
        busy = [*taken, *(label.area for label in placed)]
        places = _places(column, width_of(mark.text), line_height, rows, scale.width)
        free = [area for area in places if not any(area.intersects(other) for other in busy)]
        if free:
            placed.append(Placed(mark.text, min(free, key=lambda area: _crossings(area, lines))))
    return placed


def _crossings(area: QRectF, lines: Sequence[float]) -> int:
    """Return how many lines run through a label."""
    return sum(area.left() < line < area.right() for line in lines)


def _places(column: float, width: float, height: float, rows: int, room: float) -> Iterator[QRectF]:
    """Yield where a label may stand, best first: right of its line, left, over it, a row below."""
    beside = [column + GAP, column - GAP - width]
    over = min(max(column - width / 2, 0.0), room - width)
    for row in range(rows):
        for left in (*beside, over):
            if left >= 0 and left + width <= room:
                yield QRectF(left, GAP + row * height, width, height)
