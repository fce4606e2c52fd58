"""What a step reads and leaves: its values forward, its gradients back, its layer's weights.

Shape letters: T time steps, B sequences, H hidden units, G gates.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from rnnviz.core.blocked_product import in_blocks
from rnnviz.core.numerics import Array


class StepCache:
    """Views of what the forward pass of one step (or of a whole window) reads and leaves.

    `a` (G, B, H): on entry the input's share of the pre-activations, on exit the gate values;
    `squashed` are its sigmoid gates, `gates` its single gates, both in internal order;
    `recurrent` (G, B, H): W_hh h_prev once `product` was written, which is the same memory as
    the product wants it, with `recurrent_squashed` and `recurrent_gates` as above;
    `factor`: h_prev as the product wants it, a plain vector for one sequence; both are what
    `Weights.multiply` is called with, and nobody else's business;
    `prev`, `now`: the states (B, H) before and after the step, in the cell's order; `h_prev`, `h`
    are those of the output, `c_prev`, `c` those of the memory (`Cell.places` says which);
    `scratch` (B, H) is free to use; `kept`: further (B, H) arrays the cell wants on the way back.
    """

    __slots__ = (
        "a",
        "c",
        "c_prev",
        "factor",
        "gates",
        "h",
        "h_prev",
        "kept",
        "now",
        "prev",
        "product",
        "recurrent",
        "recurrent_gates",
        "recurrent_squashed",
        "scratch",
        "squashed",
    )

    def __init__(
        self,
        a: Array,
        sigmoids: int,
        places: tuple[int, int],
        prev: Sequence[Array],
        now: Sequence[Array],
        kept: Array,
    ) -> None:
        self.a = a
        self.squashed = a[:sigmoids]
        self.gates: tuple[Array, ...] = tuple(a)
        self.prev: tuple[Array, ...] = tuple(prev)
        self.now: tuple[Array, ...] = tuple(now)
        output, memory = places
        self.h_prev, self.h = self.prev[output], self.now[output]
        self.c_prev, self.c = self.prev[memory], self.now[memory]
        self.kept: tuple[Array, ...] = tuple(kept)
        self.factor = self.h_prev
        self.scratch = self.h
        self.product: Any = self.h
        self.recurrent_is(a)

    def recurrent_is(self, recurrent: Array) -> None:
        """Take the views of W_hh h_prev (G, B, H)."""
        self.recurrent = recurrent
        self.recurrent_squashed = recurrent[: len(self.squashed)]
        self.recurrent_gates: tuple[Array, ...] = tuple(recurrent)


class StepGradient:
    """Views of the gradient of one step; B may be any number of rows carried back together.

    `d_now`, `d_prev`: d L / d (each state) (B, H) after and before the step, in the cell's order,
    the former complete when the step is reached; `dh`, `dh_prev` are those of the output, `dc`,
    `dc_prev` those of the memory. `dh_prev` is added to, the others of `d_prev` are written.
    `da` (G, B, H) in PyTorch's gate order receives d L / d (recurrent pre-activation), `da_gates`
    are its single gates, `da_rows` is the same memory as (B, G*H); `da_own` receives the gradient
    on the input's side of the gate with its own bias, if there is one; `local_derivatives` are
    those that `Cell.local` made; `W_hh` (G*H, H), if the cell has one, and `own` as in `Weights`;
    `scratch`, `back` (B, H) are free to use.
    """

    __slots__ = (
        "W_hh",
        "back",
        "d_now",
        "d_prev",
        "da",
        "da_gates",
        "da_own",
        "da_rows",
        "dc",
        "dc_prev",
        "dh",
        "dh_prev",
        "local_derivatives",
        "own",
        "scratch",
    )

    def __init__(
        self,
        places: tuple[int, int],
        d_now: Sequence[Array],
        d_prev: Sequence[Array],
        da: Array,
        local_derivatives: Array,
        W_hh: Array | None,
        own: tuple[Array, ...] = (),
    ) -> None:
        self.d_now: tuple[Array, ...] = tuple(d_now)
        self.d_prev: tuple[Array, ...] = tuple(d_prev)
        output, memory = places
        self.dh, self.dh_prev = self.d_now[output], self.d_prev[output]
        self.dc, self.dc_prev = self.d_now[memory], self.d_prev[memory]
        self.da_rows = da.reshape(len(da), -1)
        self.da = da.transpose(1, 0, 2)
        self.da_gates: tuple[Array, ...] = tuple(self.da)
        self.local_derivatives: tuple[Array, ...] = tuple(local_derivatives)
        self.W_hh: Any = W_hh  # None for a cell without, which never multiplies with it
        self.own = own
        self.scratch = self.back = self.da_own = self.dh

    def through_recurrence(self) -> None:
        """dh_prev += W_hh^T da."""
        dh_prev, back = self.dh_prev, self.back
        self.da_rows.dot(self.W_hh, back)
        np.add(dh_prev, back, dh_prev)


class BlockedStepGradient(StepGradient):
    """A step's gradient whose product with W_hh is made in blocks (see `blocked_product.py`).

    `W_blocks` (G, n, H, H/n); `back_blocks` (G, n, B, H/n) is the memory of the gates' products
    `back_gates`, each (B, H).
    """

    __slots__ = ("W_blocks", "back_blocks", "back_gates", "da_blocks")

    def blocks_are(self, W_blocks: Array, backs: Array) -> None:
        """Take the weights (G, n, H, H/n) and the room (G, B, H) for the gates' products."""
        self.W_blocks = W_blocks
        self.da_blocks = self.da[:, None]
        self.back_blocks = in_blocks(backs, W_blocks.shape[1])
        self.back_gates: tuple[Array, ...] = tuple(backs)

    def through_recurrence(self) -> None:
        """dh_prev += W_hh^T da, the sum over gates coming last."""
        np.matmul(self.da_blocks, self.W_blocks, out=self.back_blocks)
        for back in self.back_gates:
            np.add(self.dh_prev, back, self.dh_prev)


class Weights:
    """One layer's weights as a step wants them.

    `W` is W_hh transposed, gates in internal order, the sigmoid gates' rows halved (because
    sigmoid(x) = (1 + tanh(x / 2)) / 2 lets one tanh serve all gates): (H, G*H) where one plain
    product serves, else (G, n, H, H/n) for a product per gate and block (see `recurrent.py`); it
    is read anew for every window. `b_recurrent` (H,) is the recurrent bias of the gate that keeps
    its own (`Cell.own_bias`); `own` are the blocks of the parameters of the cell's own, in the
    order of their declaration, as they are; `half` is 1/2, an array because NumPy converts a
    Python number at every call.
    """

    __slots__ = ("W", "b_recurrent", "half", "multiply", "own")

    def __init__(self, W: Array, b_recurrent: Array) -> None:
        self.W = W
        self.b_recurrent = b_recurrent
        self.own: tuple[Array, ...] = ()
        self.half: Array = np.full((), 0.5, W.dtype)
        # The method spares the dispatch of np.dot, a fifth of a small product's time.
        self.multiply: Any = np.ndarray.dot if W.ndim == 2 else np.matmul

    @classmethod
    def none(cls, H: int, dtype: np.dtype[Any]) -> "Weights":
        """Those of a cell without W_hh, which multiplies with none."""
        return cls(np.zeros((0, 0), dtype), np.zeros(H, dtype))
