"""A column of numbers as a network learns it, with all that is known about its source."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnnviz.counts import counted
from rnnviz.refusal import Refusal

if TYPE_CHECKING:
    from rnnviz.tasks.table.report import TableReport

LEAST = 20
"""Fewer numbers are no series."""


@dataclass(frozen=True, eq=False)
class Series:
    """The numbers (n,) of one column, without gaps and read-only.

    `report` tells what was found in the table; it is None of a series that a run carries.
    """

    name: str
    column: str
    values: NDArray[np.float64]
    source: str
    files: tuple[str, ...] = ()
    report: TableReport | None = None
    warnings: tuple[str, ...] = ()

    @cached_property
    def fingerprint(self) -> str:
        """The SHA-256 of the numbers, in hexadecimal."""
        return hashlib.sha256(self.values.astype("<f8").tobytes()).hexdigest()

    @property
    def nbytes(self) -> int:
        """The bytes of its numbers."""
        return self.values.nbytes

    def split(self, validation: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Views of the training part and of the share `validation` held out at the end."""
        end = len(self.values) - int(len(self.values) * validation)
        return self.values[:end], self.values[end:]


def check_series(values: NDArray[np.float64], name: str, column: str) -> None:
    """Refuse numbers that are too few, or all the same."""
    if len(values) < LEAST:
        raise Refusal(
            f"{name} has {counted(len(values), 'number')} in {column}; a forecast needs at "
            f"least {LEAST} to learn from. Choose a longer table."
        )
    if (values == values[0]).all():
        raise Refusal(
            f"All numbers of {column} in {name} are {values[0]:g}, so there is nothing to "
            "forecast; choose another column."
        )
