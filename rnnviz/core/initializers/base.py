"""What an initializer is: where weights start, one gate's block at a time."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array
from rnnviz.core.options import read_options
from rnnviz.core.pauses import Pauses
from rnnviz.declare import Declaration

Role = Literal["input", "recurrent", "gain", "readout"]
Float64Array = NDArray[np.float64]
DRAWN_AT_ONCE = 4_000_000
"""Numbers that are drawn between two pauses: less than a tenth of a second."""


class Initializer(ABC):
    """Draws starting weights; a subclass writes one block.

    Everything is drawn in float64 and cast by the caller, so that float32 and float64 runs
    start from the same numbers.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str]
    options: ClassVar[tuple[Declaration, ...]] = ()

    def __init__(self, **options: float) -> None:
        self.values = read_options(self.label, self.options, options)

    def fill(
        self,
        role: Role,
        shape: tuple[int, ...],
        gates: int,
        hidden: int,
        rng: np.random.Generator,
    ) -> Float64Array:
        """A weight matrix of `shape` (G*n, columns), its G = `gates` blocks drawn one by one.

        `hidden` is H of the layer; a readout is one block: gates = 1.
        Raises ValueError if the rows do not split into `gates` blocks.
        """
        W: Float64Array = np.empty(shape)
        self.write(role, W, gates, hidden, rng, Pauses())
        return W

    def write(
        self,
        role: Role,
        W: Array,
        gates: int,
        hidden: int,
        rng: np.random.Generator,
        pauses: Pauses,
    ) -> None:
        """Write to `W` of any type what `fill` returns, one gate's block at a time."""
        rows, columns = W.shape
        if rows % gates:
            raise ValueError(f"{rows} rows do not split into {gates} gates")
        n = rows // gates
        block = Block(role, (n, columns), hidden, rng, pauses)
        for start in range(0, rows, n):
            W[start : start + n] = self._block(block)
            pauses()

    def bias(self, role: Role, size: int, hidden: int, rng: np.random.Generator) -> Float64Array:
        """A bias (size,): zeros unless a subclass says otherwise."""
        return np.zeros(size)

    @abstractmethod
    def _block(self, block: Block) -> Float64Array:
        """One gate's block (n, m).

        What takes more than a tenth of a second calls `block.pauses` now and then.
        """


@dataclass(frozen=True)
class Block:
    """One gate's block of a matrix W (n, m), and what its numbers are drawn with.

    `hidden` is H of the layer. The same numbers come however many pieces they are drawn in.
    """

    role: Role
    shape: tuple[int, int]
    hidden: int
    rng: np.random.Generator
    pauses: Pauses

    def glorot_uniform(self) -> Float64Array:
        """W (n, m) ~ U(-a, a), a = sqrt(6 / (n + m)) (Glorot, Bengio 2010, equation 16)."""
        return self.uniform(math.sqrt(6.0 / sum(self.shape)))

    def uniform(self, bound: float) -> Float64Array:
        """W (n, m) ~ U(-bound, bound)."""
        W: Float64Array = np.empty(self.shape)
        for rows in self._pieces(W):
            rows[...] = self.rng.uniform(-bound, bound, rows.shape)
        return W

    def normal(self, scale: float) -> Float64Array:
        """W (n, m) ~ N(0, scale^2)."""
        W: Float64Array = np.empty(self.shape)
        for rows in self._pieces(W):
            self.rng.standard_normal(out=rows)
            rows *= scale
        return W

    def _pieces(self, W: Float64Array) -> Iterator[Float64Array]:
        """The rows of a new matrix, as many at once as are drawn between two pauses."""
        height = max(1, DRAWN_AT_ONCE // W.shape[1])
        for start in range(0, len(W), height):
            if start:
                self.pauses()
            yield W[start : start + height]
