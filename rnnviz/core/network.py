"""The network: stacked recurrent layers and a linear readout, parameters by PyTorch's names.

Shape letters: T time steps, B sequences, D inputs, H hidden units, V outputs, L layers.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

from rnnviz.core.architecture import PLAIN, Architecture, Connections
from rnnviz.core.attention import attention_work
from rnnviz.core.bptt import Unrolled
from rnnviz.core.cells.base import Cell
from rnnviz.core.initializers.base import Initializer
from rnnviz.core.layer import LayerParameters
from rnnviz.core.learned import Learns, learned_size
from rnnviz.core.numerics import Array
from rnnviz.core.pauses import SLOW, Pauses, step_work
from rnnviz.core.readout import Loss, Readout
from rnnviz.core.state import State
from rnnviz.core.symbols import Symbols

KEPT_WINDOWS = 4
"""How many window shapes keep their memory: training, validation, sampling, a probe."""
KEPT_SPARES = 3
LARGEST_SPARE = 1 << 18
"""States of a window at most whose memory is kept for measurements: making it anew takes longer
than to run through it only where it is small."""


class Network:
    """Inputs (symbols or numbers), L recurrent layers of one cell, a linear readout.

    All parameters lie in one array `flat` and all gradients in `flat_gradient`; `parameters`
    and `gradients` are views by PyTorch's names (`rnn.weight_ih_l0`, ..., `decoder.bias`), so
    that an optimizer and clipping are a few operations on one array. `learned` are those of
    `flat` that learning changes: all, or where it `learns` the readout alone the last of them. All
    that takes long calls `pauses`; what its `ask` raises leaves the parameters as they are.
    """

    def __init__(
        self,
        cell: Cell,
        inputs: int,
        hidden: int,
        outputs: int,
        layers: int = 1,
        loss: Loss = "cross_entropy",
        dtype: DTypeLike = np.float32,
        connections: Connections = PLAIN,
    ) -> None:
        self.architecture = Architecture(cell, inputs, hidden, outputs, layers, connections)
        self.cell, self.inputs, self.hidden, self.outputs = cell, inputs, hidden, outputs
        self.layers, self.loss = layers, loss
        self.pauses = Pauses()
        self.dtype: np.dtype[Any] = np.dtype(dtype)
        shapes, size = self.architecture.shapes(), self.architecture.size()
        self.flat: Array = np.zeros(size, self.dtype)
        self.flat_gradient: Array = np.zeros(size, self.dtype)
        self.parameters = _named_views(self.flat, shapes)
        self.gradients = _named_views(self.flat_gradient, shapes)
        self.learn("all")
        self._layer_gradients = self.layer_parameters(gradients=True)
        self._windows: dict[tuple[int, int, int], tuple[Unrolled, Readout]] = {}
        self._spares: dict[tuple[int, int], Unrolled] = {}

    @classmethod
    def of(cls, architecture: Architecture, loss: Loss, dtype: DTypeLike) -> Network:
        """A network of an architecture, its parameters zeros."""
        a = architecture
        sizes = (a.cell, a.inputs, a.hidden, a.outputs, a.layers)
        return cls(*sizes, loss, dtype, a.connections)

    def initialize(self, initializer: Initializer, rng: np.random.Generator) -> None:
        """Draw all parameters; numbers are drawn in float64, so every dtype starts alike."""
        gates = len(self.cell.gates)
        roles, done = self.architecture.roles(), 0
        for name, array in self.parameters.items():
            role, self.pauses.share = roles[name], done / self.flat.size
            done += array.size
            if array.ndim == 2:
                rows = gates if role != "readout" else 1
                initializer.write(role, array, rows, self.hidden, rng, self.pauses)
            elif role == "gain":
                array[...] = 1.0
            else:
                array[...] = initializer.bias(role, array.size, self.hidden, rng)
        self.pauses.share = 0.0

    def learn(self, what: Learns) -> None:
        """Have all parameters learned, or those of the readout alone."""
        self.learns = what
        shapes = {name: array.shape for name, array in self.parameters.items()}
        rest = self.flat.size - learned_size(shapes, what)
        self.learned, self.learned_gradient = self.flat[rest:], self.flat_gradient[rest:]

    def zero_state(self, B: int) -> State:
        """The state in which every text begins."""
        return State.start(self.architecture, B, self.dtype)

    def layer_parameters(self, gradients: bool = False) -> list[LayerParameters]:
        """The recurrent layers' parameters (or gradients) in their equations' names.

        Of two directions they alternate, as in PyTorch.
        """
        arrays = self.gradients if gradients else self.parameters
        return [
            LayerParameters(
                self.cell,
                {p.symbol: arrays[f"rnn.{p.name}{suffix}"] for p in self.cell.parameters},
            )
            for suffix in self.architecture.suffixes
        ]

    def unroll(self, T: int, B: int) -> Unrolled:
        """New memory for a window, for those who must not disturb the training's."""
        W_q = self.parameters.get("attention.weight")
        return Unrolled(self.architecture, self.layer_parameters(), T, B, self.pauses, W_q)

    def spare(self, T: int, B: int) -> Unrolled:
        """Memory for a window beside the training's that the next caller may be given too."""
        found = self._spares.pop((T, B), None) or self.unroll(T, B)
        if T * B * self.hidden * self.layers <= LARGEST_SPARE:
            self._spares[T, B] = found  # the newest is the last one
            if len(self._spares) > KEPT_SPARES:
                self._spares.pop(next(iter(self._spares)))
        return found

    def readout(self, T: int, B: int) -> Readout:
        """A new readout of the last T steps of B sequences."""
        W, b = self.parameters["decoder.weight"], self.parameters["decoder.bias"]
        return Readout(W, b, T, B, self.loss, self.pauses)

    def window(self, T: int, B: int, scored: int) -> tuple[Unrolled, Readout]:
        """The kept memory for windows of T steps whose last `scored` steps have targets."""
        key = (T, B, scored)
        if key not in self._windows:
            if len(self._windows) >= KEPT_WINDOWS:
                self._windows.pop(next(iter(self._windows)))
            self._windows[key] = (self.unroll(T, B), self.readout(scored, B))
        return self._windows[key]

    def forward(self, inputs: Array | Symbols, state: State) -> Array:
        """Outputs (T, B, V) before any softmax; `state` moves on to the window's end."""
        T, B = inputs.shape[:2]
        unrolled, readout = self.window(T, B, T)
        unrolled.forward(inputs, state)
        unrolled.final_state(state)
        return readout.forward(unrolled.top)

    def evaluate(self, inputs: Array | Symbols, targets: NDArray[Any], state: State) -> Array:
        """The losses (T', B) of the last T' = len(targets) steps; `state` moves on."""
        T, B = inputs.shape[:2]
        unrolled, readout = self.window(T, B, len(targets))
        unrolled.forward(inputs, state)
        unrolled.final_state(state)
        readout.forward(unrolled.top[T - len(targets) :])
        return readout.losses(targets)

    def loss_and_gradients(
        self,
        inputs: Array | Symbols,
        targets: NDArray[Any],
        state: State,
        drop: np.random.Generator | None = None,
    ) -> float:
        """One window forward and back; returns the mean loss, fills `gradients`, moves `state`.

        The gradient is that of L = sum over scored steps t of mean over sequences of L_t. Dropout
        acts where `drop` is given, which draws what is left out. Where the readout alone is learned
        nothing goes back through time, and the other gradients stay zero.
        """
        T, B = inputs.shape[:2]
        scored = len(targets)
        unrolled, readout = self.window(T, B, scored)
        unrolled.forward(inputs, state, drop)
        unrolled.final_state(state)
        readout.forward(unrolled.top[T - scored :])
        loss = readout.loss(targets)
        if self.learns == "readout" and unrolled.attention is None:
            readout.backward(None, self._readout_gradients())
            return loss
        dh = unrolled.top_gradient()
        dh[: T - scored] = 0.0
        readout.backward(dh[T - scored :], self._readout_gradients())
        dW_q = self.gradients.get("attention.weight")
        if self.learns == "readout":
            unrolled.back_to_states(dW_q)
        else:
            unrolled.backward(self._layer_gradients, dW_q)
        return loss

    def takes_long(self, T: int, B: int) -> bool:
        """Whether a window may be so much work that it calls `pauses`."""
        G, H = len(self.cell.gates), self.hidden
        sides = B * G * H * max(self.inputs, self.outputs)
        A, W = self.architecture.connections.attention, self.architecture.width
        looking = attention_work(T, B, A, W) if A else 0
        return T * (step_work(B, G, H) + sides) + looking >= SLOW

    def _readout_gradients(self) -> tuple[Array, Array]:
        return self.gradients["decoder.weight"], self.gradients["decoder.bias"]


def _named_views(flat: Array, shapes: dict[str, tuple[int, ...]]) -> dict[str, Array]:
    views, start = {}, 0
    for name, shape in shapes.items():
        size = int(np.prod(shape))
        views[name] = flat[start : start + size].reshape(shape)
        start += size
    return views
