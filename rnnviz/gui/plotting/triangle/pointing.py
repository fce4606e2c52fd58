"""Which loss and which state of a gradient triangle are looked at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPoint, QRect

from rnnviz.captions.map_square import Square
from rnnviz.gui.plotting.heat_map import members
from rnnviz.gui.plotting.triangle.picture import TriangleValues, Values


@dataclass
class Chosen:
    """A loss `row` and a state `column` that keys or a click have chosen; None where they did not.

    Without a row it is the last loss of those there are, without a column the row as a whole.
    """

    row: int | None = None
    column: int | None = None

    def row_of(self, T: int) -> int:
        """Return the loss that is looked at; -1 where T = 0."""
        return T - 1 if self.row is None else min(self.row, T - 1)

    def cell_of(self, shown: TriangleValues) -> Square | None:
        """Return the loss and state that are looked at, if a state is."""
        row = self.row_of(shown.steps)
        if row < 0 or self.column is None:
            return None
        column = _nearest(self.column, shown.columns(row))
        return Square(row, column, range(row, row + 1), range(column, column + 1))

    def move(self, row: int, down: int, right: int, shown: TriangleValues) -> None:
        """Choose what lies beside `row` and the chosen state, at first the loss's own."""
        column = row if self.column is None and right else self.column
        self.row = max(0, min(row + down, shown.steps - 1))
        if column is not None:
            self.column = _nearest(column + right, shown.columns(self.row))

    def keep(self, row: int) -> None:
        """Choose a loss, or let go of the one that was chosen already."""
        self.row = None if row == self.row else row
        self.column = None

    def let_go(self) -> None:
        """Choose nothing."""
        self.row = self.column = None


def _nearest(column: int, columns: range) -> int:
    """Return the one of some neighbouring states that is nearest to one."""
    return max(columns.start, min(column, columns.stop - 1))


def cell_at(
    at: QPoint | None, inside: QRect, places: tuple[int, int], values: Values
) -> Square | None:
    """Return the loss and state of `values` (T, T) at a point; of several there the strongest."""
    if at is None or not inside.contains(at) or values.size == 0:
        return None
    offset = at - inside.topLeft()
    rows = _members(offset.y(), inside.height(), places[0], len(values))
    columns = _members(offset.x(), inside.width(), places[1], len(values))
    block = np.abs(values[rows.start : rows.stop, columns.start : columns.stop])
    row, column = divmod(int(np.argmax(block)), len(columns))  # NaN counts as the largest
    return Square(rows[row], columns[column], rows, columns)


def _members(offset: int, size: int, places: int, T: int) -> range:
    """Return which of T steps share the place that a pixel out of `size` belongs to."""
    return members((2 * offset + 1) * places // (2 * size), T, places)
