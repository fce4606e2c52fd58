"""How the columns below a phrase share out the room that there is for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QFont

from rnnviz.captions.next_character import EXPECTS, READS
from rnnviz.gui.plotting.canvas import enlarged, smaller
from rnnviz.gui.plotting.glyphs import Glyphs

WIDEST, WIDEST_NUMBER = "⏎", "<0.01"
MARK, GAP, MARGIN = 9, 4, 5
"""Pixels for the mark of the true symbol, between a symbol and its bar, and right of that."""
WIDEST_COLUMN = 2.4
"""Times the least width that a column of a short phrase becomes."""
WIDTH_FOR_NAMES = 260
TIMES, ENOUGH = (1.8, 1.5, 1.25), 8
"""How much larger letters are where so many bars have room in that size."""


@dataclass(frozen=True)
class Room:
    """Where everything stands, in pixels: `columns` of `width` from `left`, `rows` of bars."""

    left: float
    width: float
    columns: int
    head: float
    row: float
    rows: int
    feet: int

    def area(self, column: int, row: int) -> QRectF:
        """The rectangle of one bar with its symbol."""
        left, top = self.left + column * self.width, self.head + row * self.row
        return QRectF(left, top, self.width, self.row)


def room_for(
    size: QSize, letters: tuple[Glyphs, Glyphs], total: int, most: int, feet: Sequence[str]
) -> Room:
    """Return the room of `total` columns of at most `most` bars: whole columns, bars that fit.

    `letters` are those of the bars and those above them, `feet` the names of lines below them.
    """
    glyphs, bold = letters
    left = glyphs.widest((READS, EXPECTS, *feet)) + 2 * MARGIN
    if size.width() < WIDTH_FOR_NAMES:
        left = 0
    least = MARK + glyphs.width(WIDEST) + GAP + glyphs.width(WIDEST_NUMBER) + 2 * MARGIN
    inside = max(1.0, size.width() - left)
    columns = max(1, int(inside / least))
    width = inside / columns
    if 0 < total <= columns:
        columns, width = total, min(inside / total, WIDEST_COLUMN * least)
    head, row = bold.line + 4.0, glyphs.line + 2.0
    down = size.height() - head
    lines = len(feet) if down >= 2 * len(feet) * row else 0
    rows = max(1, min(int((down - lines * row) / row), most))
    return Room(left, width, columns, head, row, rows, lines)


def letters_for(
    font: QFont, size: QSize, total: int, most: int, feet: Sequence[str]
) -> tuple[Glyphs, Glyphs]:
    """Return the letters of bars and heads: the largest in which a whole phrase is seen."""
    for times in TIMES:
        letters = _letters(font, times)
        room = room_for(size, letters, total, most, feet)
        if room.columns >= total > 0 and room.rows >= min(most, ENOUGH):
            return letters
    return _letters(font, 1.0)


def _letters(font: QFont, times: float) -> tuple[Glyphs, Glyphs]:
    bold = enlarged(font, times)
    bold.setBold(True)
    return Glyphs(enlarged(smaller(font), times)), Glyphs(bold)
