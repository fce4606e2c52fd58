"""Breaks a page into lines of so many cells, after line ends and, where it can, between words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.intp]


def wrapped(symbols: Sequence[str], columns: int) -> Places:
    """Return row and column (T, 2) of every symbol, in lines of at most so many columns.

    A line end is the last of its line. A word that does not fit goes to the next line, but for
    one that is longer than a line, which is cut; so is a run of spaces.
    """
    columns = max(columns, 1)
    places = np.empty((len(symbols), 2), np.intp)
    row = column = word = 0
    """`word` is where the present word begins."""
    for place, symbol in enumerate(symbols):
        if column == columns:
            row += 1
            begins = int(places[word, 1]) if word < place else columns
            column = 0
            if not symbol.isspace() and 0 < begins < columns and word < place:
                column = place - word
                places[word:place] = np.column_stack(
                    (np.full(column, row), np.arange(column, dtype=np.intp))
                )
            else:
                word = place
        places[place] = row, column
        column += 1
        if symbol.isspace():
            word = place + 1
        if symbol == "\n":
            row, column = row + 1, 0
    return places


def moved(places: Places, at: int, right: int, down: int) -> int:
    """Return the symbol that lies so many to the right of one, or so many lines below it."""
    if right:
        return max(0, min(at + right, len(places) - 1))
    row = int(places[at, 0]) + down
    if not 0 <= row <= int(places[-1, 0]):
        return at
    on_row = np.flatnonzero(places[:, 0] == row)
    return int(on_row[np.argmin(np.abs(places[on_row, 1] - places[at, 1]))])
