"""What an optimizer is: one update rule on flat arrays, walked in blocks that fit a cache."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import ClassVar

import numpy as np
from numpy.typing import DTypeLike

from rnnviz.core.numerics import Array
from rnnviz.core.options import read_options
from rnnviz.core.pauses import Pauses, copy_in_pieces
from rnnviz.declare import Declaration

BLOCK = 65_536
"""Elements per block: smaller ones cost more in calls than the caches give back (measured)."""

AT_ONCE = 256
"""Blocks that are updated in less than a tenth of a second."""


class Optimizer(ABC):
    """Moves parameters against their gradients; a subclass declares its slots and one rule.

    `state` holds one array (size,) per slot, zero at first; `count` is the number of updates
    done. Together with the options these are all that an update depends on.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str]
    options: ClassVar[tuple[Declaration, ...]] = ()
    slots: ClassVar[tuple[str, ...]]
    default_lr: ClassVar[float]

    def __init__(
        self, size: int, dtype: DTypeLike, *, block: int = BLOCK, **options: float
    ) -> None:
        self.size = size
        self.values = read_options(self.label, self.options, options)
        self.state: dict[str, Array] = {slot: np.zeros(size, dtype) for slot in self.slots}
        self.count = 0
        self._scratch: Array = np.empty(min(block, size), dtype)
        blocks = [slice(i, min(i + block, size)) for i in range(0, size, block)]
        self._pieces = [blocks[i : i + AT_ONCE] for i in range(0, len(blocks), AT_ONCE)]

    def update(
        self,
        parameters: Array,
        gradients: Array,
        lr: float,
        meanwhile: Callable[[], None] | None = None,
    ) -> None:
        """Change the flat `parameters` (size,) in place; `gradients` (size,) stay as they are.

        What takes long calls `meanwhile` now and then; what that raises leaves half an update.
        Raises ValueError if either has another shape.
        """
        if not parameters.shape == gradients.shape == (self.size,):
            raise ValueError(f"expected flat arrays of {self.size} parameters and gradients")
        self.count += 1
        lr = float(lr)  # a NumPy float64 here would pull float32 arrays through float64
        for blocks in self._pieces:
            if meanwhile is not None:
                meanwhile()
            for part in blocks:
                p, g = parameters[part], gradients[part]
                slots = tuple([self.state[slot][part] for slot in self.slots])
                self._block(p, g, slots, lr, self._scratch[: len(p)])

    def restore(self, state: Mapping[str, Array], count: int, pauses: Pauses | None = None) -> None:
        """Copy saved slots and the saved count; the next update continues the saved run.

        Raises ValueError if a slot is missing, unknown, or of another shape or type.
        """
        if set(state) != set(self.slots):
            raise ValueError(f"{self.label} keeps {self.slots}, not {tuple(state)}")
        for slot, mine in self.state.items():
            if state[slot].shape != mine.shape or state[slot].dtype != mine.dtype:
                raise ValueError(f"slot {slot} is not {mine.dtype} of {self.size} elements")
        for slot, mine in self.state.items():
            copy_in_pieces(state[slot], mine, pauses or Pauses())
        self.count = count

    @abstractmethod
    def _block(
        self, p: Array, g: Array, slots: tuple[Array, ...], lr: float, scratch: Array
    ) -> None:
        """Update one block: change `p` and `slots` in place, leave `g`, use `scratch` freely.

        All are flat arrays of the same length; `slots` come in the class's order.
        """
