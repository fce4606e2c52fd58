"""What an initializer is: where weights start, one gate's block at a time."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.options import read_options
from rnnviz.declare import Declaration

Role = Literal["input", "recurrent", "readout"]
Float64Array = NDArray[np.float64]


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
        rows, columns = shape
        if rows % gates:
            raise ValueError(f"{rows} rows do not split into {gates} gates")
        block = (rows // gates, columns)
        return np.concatenate([self._block(role, block, hidden, rng) for _ in range(gates)])

    def bias(self, role: Role, size: int, hidden: int, rng: np.random.Generator) -> Float64Array:
        """A bias (size,): zeros unless a subclass says otherwise."""
        return np.zeros(size)

    @abstractmethod
    def _block(
        self, role: Role, shape: tuple[int, int], hidden: int, rng: np.random.Generator
    ) -> Float64Array:
        """One gate's block (n, columns): n units out, `columns` units in."""


def glorot_uniform(shape: tuple[int, int], rng: np.random.Generator) -> Float64Array:
    """W (n, m) ~ U(-a, a), a = sqrt(6 / (n + m)) (Glorot, Bengio 2010, equation 16)."""
    a = math.sqrt(6.0 / (shape[0] + shape[1]))
    return rng.uniform(-a, a, shape)
