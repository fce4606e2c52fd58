"""What a recurrent cell is: one step forward, its local derivatives, one step back.

Shape letters: T time steps, B sequences, H hidden units, G gates.
Gate values are gate-major, (G, B, H), so that every gate is one contiguous block. Inside a
step the sigmoid gates come first; weights, gradients and everything shown keep PyTorch's order.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.blocked_product import in_blocks
from rnnviz.declare import Declaration

Array = NDArray[np.floating[Any]]
LocalDerivatives = Sequence[Array]


class StepCache:
    """Views of what the forward pass of one step (or of a whole window) reads and leaves.

    `a` (G, B, H): on entry the input's share of the pre-activations, on exit the gate values;
    `squashed` are its sigmoid gates, `gates` its single gates, both in internal order;
    `recurrent` (G, B, H): W_hh h_prev once `product` was written, which is the same memory as
    the product wants it, with `recurrent_squashed` and `recurrent_gates` as above;
    `factor`: h_prev as the product wants it, a plain vector for one sequence;
    `h_prev`, `h`, `c_prev`, `c` (B, H); `scratch` (B, H) is free to use;
    `kept`: further (B, H) arrays the cell wants again on the way back.
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
        "product",
        "recurrent",
        "recurrent_gates",
        "recurrent_squashed",
        "scratch",
        "squashed",
    )

    def __init__(self, a: Array, sigmoids: int, h_prev: Array, h: Array, kept: Array) -> None:
        self.a = a
        self.squashed = a[:sigmoids]
        self.gates: tuple[Array, ...] = tuple(a)
        self.h_prev = self.factor = h_prev
        self.h = h
        self.kept: tuple[Array, ...] = tuple(kept)
        self.c_prev = self.c = self.scratch = self.product = h
        self.recurrent_is(a)

    def recurrent_is(self, recurrent: Array) -> None:
        """Take the views of W_hh h_prev (G, B, H)."""
        self.recurrent = recurrent
        self.recurrent_squashed = recurrent[: len(self.squashed)]
        self.recurrent_gates: tuple[Array, ...] = tuple(recurrent)


class StepGradient:
    """Views of the gradient of one step; B may be any number of rows carried back together.

    `dh`, `dc` (B, H): d L / d h and d L / d c of this step, complete when the step is reached;
    `dh_prev` is added to, `dc_prev` is written; `da` (G, B, H) in PyTorch's gate order receives
    d L / d (recurrent pre-activation), `da_gates` are its single gates, `da_rows` is the same
    memory as (B, G*H); `da_own` receives the gradient on the input's side of the gate with its
    own bias, if there is one; `k` are the local derivatives; `W_hh` (G*H, H);
    `scratch`, `back` (B, H) are free to use.
    """

    __slots__ = (
        "W_hh",
        "back",
        "da",
        "da_gates",
        "da_own",
        "da_rows",
        "dc",
        "dc_prev",
        "dh",
        "dh_prev",
        "k",
        "scratch",
    )

    def __init__(self, dh: Array, dh_prev: Array, da: Array, k: Array, W_hh: Array) -> None:
        self.dh = dh
        self.dh_prev = dh_prev
        self.da_rows = da.reshape(len(da), -1)
        self.da = da.transpose(1, 0, 2)
        self.da_gates: tuple[Array, ...] = tuple(self.da)
        self.k: tuple[Array, ...] = tuple(k)
        self.W_hh = W_hh
        self.dc = self.dc_prev = self.scratch = self.back = self.da_own = dh

    def through_recurrence(self) -> None:
        """dh_prev += W_hh^T da."""
        dh_prev, back = self.dh_prev, self.back
        self.da_rows.dot(self.W_hh, back)
        np.add(dh_prev, back, dh_prev)


class BlockedStepGradient(StepGradient):
    """A flow whose product with W_hh is made in blocks (see `blocks.py`), gate by gate.

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
    """One layer's recurrent weights as a step wants them, read anew for every window.

    `W` is W_hh transposed, gates in internal order, the sigmoid gates' rows halved (because
    sigmoid(x) = (1 + tanh(x / 2)) / 2 lets one tanh serve all gates): (H, G*H) where one plain
    product serves, else (G, n, H, H/n) for a product per gate and block (see `recurrent.py`).
    `b_recurrent` (H,) is the recurrent bias of the gate that keeps its own (`Cell.own_bias`);
    `half` is 1/2, an array because NumPy converts a Python number at every call.
    """

    __slots__ = ("W", "b_recurrent", "half", "multiply")

    def __init__(self, W: Array, b_recurrent: Array) -> None:
        self.W = W
        self.b_recurrent = b_recurrent
        self.half: Array = np.full((), 0.5, W.dtype)
        # The method spares the dispatch of np.dot, a fifth of a small product's time.
        self.multiply: Any = np.ndarray.dot if W.ndim == 2 else np.matmul


class Cell(ABC):
    """A recurrent cell; a subclass declares its gates and writes three methods."""

    name: ClassVar[str]
    label: ClassVar[str]
    hint: ClassVar[str]
    options: ClassVar[tuple[Declaration, ...]] = ()
    gates: ClassVar[tuple[str, ...]]
    """Gate names in PyTorch's order of the rows of weight_ih and weight_hh."""
    gate_names: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What each gate is called, in the same order; a cell without gates names none."""
    sigmoids: ClassVar[tuple[str, ...]] = ()
    """The gates squashed by a sigmoid, in internal order; the others follow."""
    own_bias: ClassVar[str | None] = None
    """The gate whose recurrent bias stays with the recurrent term (the GRU's n)."""
    keep_gate: ClassVar[str | None] = None
    """The gate whose bias decides how long the cell remembers."""
    input_gate: ClassVar[str | None] = None
    """The gate that chrono initialisation sets to the negative of the keep gate's bias."""
    has_c: ClassVar[bool] = False
    kept: ClassVar[int] = 0
    """How many (B, H) arrays a step keeps besides the gates."""
    locals: ClassVar[int]
    """How many (B, H) local derivatives a step has."""

    @classmethod
    def order(cls) -> tuple[int, ...]:
        """The place in `gates` of every gate in internal order."""
        internal = (*cls.sigmoids, *(g for g in cls.gates if g not in cls.sigmoids))
        return tuple(cls.gates.index(g) for g in internal)

    @classmethod
    def scale(cls, place: int, dtype: np.dtype[Any]) -> Array:
        """What a gate's pre-activation is multiplied with (see `Weights`), as an array ()."""
        return np.full((), 0.5 if place < len(cls.sigmoids) else 1.0, dtype)

    @abstractmethod
    def forward(self, s: StepCache, w: Weights) -> None:
        """One step: h (and c) from h_prev (and c_prev), in place."""

    @abstractmethod
    def local(self, s: StepCache, k: LocalDerivatives) -> None:
        """Local derivatives k, each (B, H), of a step or, with (T, B, H) views, of a window."""

    @abstractmethod
    def backward(self, s: StepCache, f: StepGradient) -> None:
        """One step back: da, dh_prev and dc_prev from dh and dc, in place."""
