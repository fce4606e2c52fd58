"""Gathers the numbers of one column, and notes which cells hold none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from rnnviz.tasks.table.cells import COMMA, POINT, is_missing, number_in

Numbers = NDArray[np.float64]


@dataclass
class Gathering:
    """The numbers of the cells so far, NaN where a cell has none.

    `wrong` cells hold neither a number nor a sign for nothing; the first of them is `first_wrong`
    in row `wrong_row`, counted from 1.
    """

    decimal: str
    blocks: list[Numbers] = field(default_factory=list)
    rows: int = 0
    wrong: int = 0
    first_wrong: str = ""
    wrong_row: int = 0

    def add(self, cells: Sequence[str]) -> None:
        """Append the numbers of some cells."""
        numbers = _plain(cells, self.decimal)
        if numbers is None:
            numbers = np.array([self._number(cell, row) for row, cell in enumerate(cells)])
        self.blocks.append(numbers)
        self.rows += len(cells)

    def _number(self, cell: str, row: int) -> float:
        value = None if is_missing(cell) else number_in(cell, self.decimal)
        if value is not None:
            return value
        if not is_missing(cell):
            if not self.wrong:
                self.first_wrong, self.wrong_row = cell.strip(), self.rows + row + 1
            self.wrong += 1
        return np.nan

    def numbers(self) -> Numbers:
        """All of them (n,)."""
        return np.concatenate(self.blocks) if self.blocks else np.zeros(0)


def _plain(cells: Sequence[str], decimal: str) -> Numbers | None:
    """The numbers of cells that all hold one and nothing unusual; None for others.

    It says what `number_in` says, many times as fast.
    """
    joined = "\n".join(cells)
    if decimal == COMMA:
        if POINT in joined:
            return None
        joined = joined.replace(COMMA, POINT)
    if "_" in joined:  # which Python lets stand between digits
        return None
    try:
        numbers = np.array(joined.split("\n"), dtype=np.float64)
    except ValueError:
        return None
    return numbers if len(numbers) == len(cells) and np.isfinite(numbers).all() else None


def filled(numbers: Numbers) -> tuple[Numbers, int, int]:
    """Numbers with the last one before each gap in it, their missing ones, the longest gap.

    The first must be there: what was not known yet is not looked up in what comes later.
    """
    missing = np.isnan(numbers)
    if not missing.any():
        return numbers, 0, 0
    places = np.where(missing, 0, np.arange(len(numbers)))
    last = np.maximum.accumulate(places)
    longest = int((np.arange(len(numbers)) - last).max())
    return numbers[last], int(missing.sum()), longest
