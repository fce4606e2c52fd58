"""The memory of one layer unrolled over a window: arrays once, views of every step once.

Shape letters: T time steps, B sequences, H hidden units, G gates. The time loop slices nothing
and allocates nothing, because every step's views are made here, once for a given (T, B).
"""

from typing import Any

import numpy as np

from rnnviz.core.blocked_product import block_count, in_blocks
from rnnviz.core.cells.base import Cell
from rnnviz.core.numerics import Array
from rnnviz.core.step import BlockedStepGradient, StepCache, StepGradient

LOCAL_BYTES = 1 << 20
"""Above this size local derivatives are made step by step, so that they stay in the cache."""


class Tape:
    """What one layer keeps of a window.

    `states`, by their letters, each (T+1, B, H), index 0 being the initial one, and `h` the output
    among them; `a` (T, G, B, H): gate values in internal order; `gradients` (T+1, B, H): those
    with respect to each of the states, and `dh` with respect to the output;
    `da` (T, B, G, H): gradients of the recurrent pre-activations in PyTorch's gate order;
    `da_own` (T, B, H): the gradient on the input's side of the gate with its own bias, if any;
    `added`, `added_own`: the same of what biases are added to, which cells write: other arrays only
    where a norm comes before the biases;
    `blocks`: into how many blocks of columns a step's products are cut.
    """

    def __init__(self, cell: Cell, T: int, B: int, H: int, dtype: np.dtype[Any]) -> None:
        G = len(cell.gates)
        self.cell, self.T, self.B, self.H, self.G, self.dtype = cell, T, B, H, G, dtype
        self.blocks = block_count(B, H)
        self.one_product = B == 1 or G == self.blocks == 1
        self.a: Array = np.zeros((T, G, B, H), dtype)
        self.states = self._of_all_states()
        self.h = self.states[cell.output]
        self.kept: Array = np.zeros((T, cell.kept, B, H), dtype)
        self._recurrent: Array = np.zeros((G, B, H), dtype)
        self._scratch: Array = np.zeros((B, H), dtype)
        self._whole = self.whole()
        self.steps = [self._saved(t) for t in range(T)]
        self.steps_back: list[tuple[StepCache, StepGradient]] = []
        self.gradient_kinds: tuple[type[StepGradient], type[BlockedStepGradient]] = (
            StepGradient,
            BlockedStepGradient,
        )

    def _of_all_states(self) -> dict[str, Array]:
        shape = (self.T + 1, self.B, self.H)
        return {name: np.zeros(shape, self.dtype) for name in self.cell.state_names}

    def step(self, t: int, sequences: slice = slice(None)) -> StepCache:
        """Views of step t of some of the sequences."""
        return StepCache(
            self.a[t, :, sequences],
            len(self.cell.sigmoids),
            self.cell.places,
            [array[t, sequences] for array in self.states.values()],
            [array[t + 1, sequences] for array in self.states.values()],
            self.kept[t, :, sequences],
        )

    def _saved(self, t: int) -> StepCache:
        saved = self.step(t)
        saved.recurrent_is(self._recurrent)
        if self.B == 1:
            saved.factor, saved.product = self.h[t, 0], self._recurrent.reshape(-1)
        elif self.one_product:
            saved.product = self._recurrent.reshape(self.B, self.G * self.H)
        else:
            saved.product = in_blocks(self._recurrent, self.blocks)
        saved.scratch = self._scratch
        return saved

    def whole(self, sequences: slice = slice(None)) -> StepCache:
        """The window as one step of shape (T, B, H), for elementwise work on all of it."""
        a = self.a[:, :, sequences].transpose(1, 0, 2, 3)
        kept = self.kept[:, :, sequences].transpose(1, 0, 2, 3)
        states = [array[:, sequences] for array in self.states.values()]
        prev, now = [state[:-1] for state in states], [state[1:] for state in states]
        return StepCache(a, len(self.cell.sigmoids), self.cell.places, prev, now, kept)

    def gate(self, name: str) -> Array:
        """The values (T, B, H) of one gate; the vanilla cell's only one is h itself."""
        if len(self.cell.gates) == 1:
            return self.h[1:]
        return self.a[:, self.cell.order().index(self.cell.gates.index(name))]

    @property
    def squashed(self) -> Array:
        """What a cell without gates squashes (T, B, H): h, or what it was before a leak."""
        return self.a[:, 0] if getattr(self.cell, "leak", 1.0) < 1.0 else self.h[1:]

    def shown(self, name: str) -> Array:
        """What is shown of a state after every step (T, B, H): itself, or itself over another."""
        over = self.cell.divisor(name)
        after: Array = self.states[name][1:]
        return after / self.states[over][1:] if over else after

    def keeps(self) -> Array:
        """The share (T, B, H) of its memory that every unit keeps at every step."""
        return self.cell.keeps(self._whole)

    def local_derivatives(self, sequences: slice = slice(None)) -> Array:
        """All local derivatives (K, T, B, H) of some of the sequences, newly made."""
        saved = self.whole(sequences)
        k: Array = np.empty((self.cell.local_derivatives, *saved.h.shape), self.dtype)
        self.cell.local(saved, tuple(k))
        return k

    def prepare_backward(
        self, W_hh: Array | None, W_blocks: Array | None, own: tuple[Array, ...]
    ) -> None:
        """Make the gradient arrays and every step's views of them, once.

        W_hh (G*H, H) or, where one product does not serve, W_blocks (G, n, H, H/n) is what every
        step back multiplies with, None in a cell without W_hh; `own` as in `Weights`.
        """
        if self.steps_back:
            return
        T, B, G, H = self.T, self.B, self.G, self.H
        dtype, cell = self.dtype, self.cell
        self.gradients = self._of_all_states()
        self.dh = self.gradients[cell.output]
        self.da: Array = np.zeros((T, B, G, H), dtype)
        self.da_own: Array = np.zeros((T, B, H) if cell.own_bias else (0, B, H), dtype)
        self.added, self.added_own = self.da, self.da_own
        self.local_at_once = T * B * H * cell.local_derivatives * dtype.itemsize <= LOCAL_BYTES
        self._k: Array = np.zeros(
            (T if self.local_at_once else 1, cell.local_derivatives, B, H), dtype
        )
        self._back: Array = np.zeros((G, B, H), dtype)
        self._k_whole = tuple(self._k.transpose(1, 0, 2, 3))
        flows = [self._flow(t, W_hh, W_blocks, own) for t in range(T)]
        self.steps_back = list(zip(reversed(self.steps), reversed(flows), strict=True))

    def _flow(
        self, t: int, W_hh: Array | None, W_blocks: Array | None, own: tuple[Array, ...]
    ) -> StepGradient:
        kind = self.gradient_kinds[0 if self.one_product or W_blocks is None else 1]
        after = [array[t + 1] for array in self.gradients.values()]
        before = [array[t] for array in self.gradients.values()]
        k = self._k[t if self.local_at_once else 0]
        flow = kind(self.cell.places, after, before, self.da[t], k, W_hh, own)
        if isinstance(flow, BlockedStepGradient) and W_blocks is not None:
            flow.blocks_are(W_blocks, self._back)
        if self.cell.own_bias:
            flow.da_own = self.da_own[t]
        flow.scratch, flow.back = self._scratch, self._back[0]
        return flow

    def own_gradients(self, own: tuple[Array, ...]) -> None:
        """Have the cell write the gradients of the parameters that only it has."""
        self.cell.own_gradients(self._whole, tuple(self.added.transpose(2, 0, 1, 3)), own)

    def all_locals(self) -> None:
        """Make the local derivatives of all steps, where they are kept all at once."""
        self.cell.local(self._whole, self._k_whole)

    def da_input(self) -> Array:
        """`da` on the input's side (T, B, G, H): a copy where one gate differs."""
        if self.cell.own_bias is None:
            return self.da
        da: Array = self.da.copy()
        da[:, :, self.cell.gates.index(self.cell.own_bias)] = self.da_own
        return da
