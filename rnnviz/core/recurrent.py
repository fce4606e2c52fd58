"""W_hh in the layouts that the steps multiply with, forward and back.

Shape letters: B sequences, H hidden units, G gates, n blocks (see `blocks.py`).
"""

import numpy as np

from rnnviz.core.blocked_product import block_count, in_blocks
from rnnviz.core.cells.base import Cell
from rnnviz.core.numerics import Array
from rnnviz.core.pauses import COPIED_AT_ONCE, Pauses
from rnnviz.core.step import Weights


class RecurrentWeights:
    """Copies of one layer's W_hh (G*H, H), brought up to date by `read` and `read_back`.

    Forward, `forward.W` is W_hh transposed (see `Weights`): for one sequence a view, because the
    product of a vector needs no order of the matrix; for more a copy in blocks. Back, `back`
    (G, n, H, H/n) holds each gate's W_hh in blocks: a view where n = 1.
    """

    def __init__(self, cell: Cell, W_hh: Array, B: int) -> None:
        G, H, dtype = len(cell.gates), W_hh.shape[1], W_hh.dtype
        n = block_count(B, H)
        by_gate: Array = W_hh.reshape(G, H, H)
        copy: Array
        if B == 1:
            sources, copy = by_gate, np.empty((G, H, H), dtype)
            W = copy.reshape(G * H, H).T
        else:
            sources = by_gate.reshape(G, n, H // n, H).transpose(0, 1, 3, 2)
            copy = np.empty((G, n, H, H // n), dtype)
            W = copy[0, 0] if G == n == 1 else copy
        self.forward = Weights(W, np.zeros(H, dtype))
        self._copies = [
            (sources[gate], cell.scale(place, dtype), copy[place])
            for place, gate in enumerate(cell.order())
        ]
        self._large = H * H > COPIED_AT_ONCE // 8
        self._blocks = in_blocks(by_gate, n)
        self.back: Array = self._blocks if n == 1 else np.empty(self._blocks.shape, dtype)

    def read(self, pauses: Pauses) -> None:
        """Take W_hh as it is now, for steps forward; a large one with a pause after each gate."""
        for W, scale, copy in self._copies:
            np.multiply(W, scale, out=copy)
            if self._large:
                pauses()

    def read_back(self, pauses: Pauses) -> None:
        """Take W_hh as it is now, for steps back, in the same manner."""
        if self.back is self._blocks:
            return
        if not self._large:
            np.copyto(self.back, self._blocks)
            return
        for copy, W in zip(self.back, self._blocks, strict=True):
            np.copyto(copy, W)
            pauses()
