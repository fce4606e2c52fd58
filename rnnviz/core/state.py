"""What a network carries from one window to the next.

Shape letters: B sequences, H hidden units, L layers.
"""

import numpy as np
from numpy.typing import DTypeLike

from rnnviz.core.architecture import Architecture
from rnnviz.core.numerics import Array


class State:
    """The states (L, B, H) between two windows: `state.h`, `state.c`, as many as the cell has.

    `arrays` holds them by their letters, in the cell's order. Of two directions there are 2L, as
    PyTorch has them; with attention `state.past` (A, B, W) is what it looks back at.
    """

    def __init__(self, **arrays: Array) -> None:
        self.arrays = arrays

    @classmethod
    def start(cls, architecture: Architecture, B: int, dtype: DTypeLike) -> "State":
        """Where every text begins: at the cell's declared values, mostly zeros."""
        values = {state.name: state.start for state in architecture.cell.states}
        shapes = architecture.state_shapes(B)
        return cls(**{n: np.full(s, values.get(n, 0.0), dtype) for n, s in shapes.items()})

    def __getattr__(self, name: str) -> Array:
        try:
            arrays: dict[str, Array] = self.__dict__["arrays"]
            return arrays[name]
        except KeyError:
            raise AttributeError(f"there is no state {name}") from None

    def copy(self) -> "State":
        """An independent copy."""
        return State(**{name: array.copy() for name, array in self.arrays.items()})

    def take(self, other: "State") -> None:
        """Become equal to another state of the same shapes."""
        for name, array in self.arrays.items():
            array[...] = other.arrays[name]

    def some(self, sequences: slice) -> "State":
        """Views of some of the sequences."""
        return State(**{name: array[:, sequences] for name, array in self.arrays.items()})
