"""Where the characters of a page stand: the font, the cells, and the lines there is room for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QFont, QFontMetrics

from rnnviz.captions.invisible_characters import sign
from rnnviz.gui.plotting.text_page.wrapping import wrapped

LETTERS = (1.0, 1.2, 1.4, 1.6, 1.8)
"""How large letters may be; they are the largest with which the whole page can be seen."""
LEAST_ROWS_FOR_LEGEND = 4


class Grid:
    """The cells of a page of symbols in a `room`, below which a legend needs so many pixels.

    `inside` is the rectangle of the lines, of which `rows` have room; `places` (T, 2) are row and
    column of each symbol, `cell` is the size of each in pixels.
    """

    def __init__(self, symbols: Sequence[str], room: QRect, font: QFont, below: int) -> None:
        metrics = QFontMetrics(font)
        widest = (metrics.horizontalAdvance(drawn(one)) for one in {"0", *symbols})
        self.font = font
        self.cell = QSize(max(widest), metrics.height() + 1)
        with_legend = room.height() - below >= LEAST_ROWS_FOR_LEGEND * self.cell.height()
        self.inside = room.adjusted(0, 0, 0, -below) if with_legend else room
        self.rows = max(1, self.inside.height() // self.cell.height())
        self.places = wrapped(symbols, self.inside.width() // self.cell.width())
        self.lines = int(self.places[-1, 0]) + 1 if len(symbols) else 0

    @property
    def last_first_row(self) -> int:
        """The line at the top when the last one is at the bottom."""
        return max(0, self.lines - self.rows)

    def area(self, place: int, first_row: int) -> QRect:
        """Return the pixels of a symbol, which may lie above or below what is shown."""
        row, column = self.places[place].tolist()
        corner = QPoint(column * self.cell.width(), (row - first_row) * self.cell.height())
        return QRect(self.inside.topLeft() + corner, self.cell)

    def at(self, point: QPoint, first_row: int) -> int | None:
        """Return the symbol that is shown at a point."""
        if not self.inside.contains(point):
            return None
        offset = point - self.inside.topLeft()
        row = offset.y() // self.cell.height() + first_row
        column = offset.x() // self.cell.width()
        found = np.flatnonzero((self.places[:, 0] == row) & (self.places[:, 1] == column))
        return int(found[0]) if found.size and row < first_row + self.rows else None


def grid_of(symbols: Sequence[str], room: QRect, font: QFont, below: int) -> Grid:
    """Return the grid with the largest letters with which all of the page has room."""
    found = Grid(symbols, room, font, below)
    for times in LETTERS[1:]:
        larger = QFont(font)
        larger.setPointSizeF(times * font.pointSizeF())
        grid = Grid(symbols, room, larger, below)
        if grid.last_first_row:
            break
        found = grid
    return found


def drawn(symbol: str) -> str:
    """Return what is written for a character: line ends and tabs can be seen, a space cannot."""
    return symbol if symbol == " " else sign(symbol)
