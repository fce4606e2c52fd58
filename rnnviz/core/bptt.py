"""Backpropagation through time: the only time loops of the program.

Shape letters: T time steps, B sequences, D inputs, H hidden units, L layers.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

from rnnviz.core.architecture import PAST, Architecture
from rnnviz.core.attention import Attention
from rnnviz.core.layer import Layer, LayerParameters
from rnnviz.core.level import Level
from rnnviz.core.normalized_layer import NormalizedLayer
from rnnviz.core.numerics import Array
from rnnviz.core.pauses import PIECE, SLOW, Pauses, step_work
from rnnviz.core.state import State
from rnnviz.core.step import StepCache, StepGradient
from rnnviz.core.symbols import Symbols

Some = TypeVar("Some")
"""A step, whatever of it is needed."""


class Unrolled:
    """A stack of layers unrolled over T steps of B sequences, with its memory.

    After `forward`, `layers[l].tape.h` holds the states. After `backward`,
    `layers[l].tape.gradients["h"][k]` holds d L / d h_k (index 0: the initial state), and so for
    every other state, which is what every measurement of gradients through time reads. Of two
    directions the layers alternate, as in PyTorch; one that reads from the end has its tape in
    that order. A window that takes long calls `pauses` now and then; a fast one never does.
    """

    def __init__(
        self,
        architecture: Architecture,
        parameters: Sequence[LayerParameters],
        T: int,
        B: int,
        pauses: Pauses | None = None,
        W_q: Array | None = None,
    ) -> None:
        cell, connections = architecture.cell, architecture.connections
        self.cell, self.T, self.B, self.directions = cell, T, B, architecture.directions
        self.pauses, self._dropout = pauses or Pauses(), connections.dropout
        kind = NormalizedLayer if cell.layer_norm else Layer
        self.layers = [
            kind(cell, p, T, B, self.pauses, reverse=index % self.directions == 1)
            for index, p in enumerate(parameters)
        ]
        self.levels = [
            Level(self.layers[first : first + self.directions], connections.skip and first > 0)
            for first in range(0, len(self.layers), self.directions)
        ]
        A = connections.attention
        self.attention = None if W_q is None else Attention(W_q, A, T, B, self.pauses)
        work = step_work(B, len(cell.gates), self.layers[0].tape.H)
        self._at_once = T if T * work <= PIECE else max(1, PIECE // work)
        self._slow = T * work >= SLOW

    @property
    def top(self) -> Array:
        """What the readout reads (T, B, F): the top layer's states h and, if any, the context."""
        return self.attention.features if self.attention else self.levels[-1].output

    def forward(
        self, inputs: Array | Symbols, state: State, drop: np.random.Generator | None = None
    ) -> None:
        """Run all layers over symbols (T, B) or numbers (T, B, D) from `state`, left as it was.

        Dropout acts where `drop` is given, which draws what it leaves out.
        """
        self.read_weights()
        self.run(inputs, state, drop)

    def read_weights(self) -> None:
        """Take the parameters as they are now; `forward` does so by itself, `run` does not."""
        for layer in self.layers:
            layer.read_weights()
            if self._slow:
                self.pauses()

    def run(
        self, inputs: Array | Symbols, state: State, drop: np.random.Generator | None = None
    ) -> None:
        """`forward` with the weights read last: for many windows of unchanged weights."""
        x, index = inputs, 0
        for level in self.levels:
            level.project(x, self._kept(level.output, drop) if index and drop else None)
            for layer in level.layers:
                self._through_time(layer, state, index)
                index += 1
            level.join()
            x = level.output
        if self.attention is not None:
            self.attention.forward(self.levels[-1].output, state.arrays[PAST])

    def _kept(self, like: Array, drop: np.random.Generator) -> Array:
        """What dropout multiplies (T, B, W) with: 0, or 1 / (1 - p), as PyTorch does."""
        kept = (drop.random(like.shape, np.float32) >= self._dropout).astype(like.dtype)
        kept /= 1.0 - self._dropout
        return kept

    def _through_time(self, layer: Layer, state: State, index: int) -> None:
        tape, weights, step = layer.tape, layer.weights, self.cell.forward
        for name, array in tape.states.items():
            array[0] = state.arrays[name][index]
        if self._at_once == self.T:
            for saved in tape.steps:
                step(saved, weights)
        else:
            self._with_pauses(tape.steps, lambda saved: step(saved, weights))
        if self._slow:
            self.pauses()

    def _with_pauses(self, steps: Sequence[Some], do: Callable[[Some], None]) -> None:
        """Do something for every step, with a pause after every few."""
        for first in range(0, self.T, self._at_once):
            self.pauses()
            for step in steps[first : first + self._at_once]:
                do(step)

    def final_state(self, state: State) -> None:
        """Copy the last states into `state`."""
        for index, layer in enumerate(self.layers):
            for name, array in layer.tape.states.items():
                state.arrays[name][index] = array[-1]
        if self.attention is not None:
            self.attention.final_past(state.arrays[PAST])

    def top_gradient(self) -> Array:
        """The array (T, B, F) to which d L / d (what the readout reads) must be written."""
        if self.attention is not None:
            return self.attention.d_features
        return self.levels[-1].output_gradient()

    def enter(self, d_features: Array, sequence: int, direct: Array) -> None:
        """Write what each loss sends to the top level's outputs itself, (T, T, W) at [k, t].

        d_features (T, F) is d L_t / d (what the readout reads at t) of one sequence.
        """
        if self.attention is not None:
            direct[...] = self.attention.per_loss(d_features, sequence)
        else:
            every = np.arange(self.T)
            direct[every, every] = d_features

    def enter_one(self, t: int, d_features: Array) -> Array:
        """What the loss of step t sends to the top level's outputs itself (T, W), B being 1.

        d_features (F,) is d L_t / d (what the readout reads).
        """
        if self.attention is not None:
            return self.attention.of_loss(t, d_features, 0)
        direct: Array = np.zeros((self.T, len(d_features)), d_features.dtype)
        direct[t] = d_features
        return direct

    def backward(
        self, gradients: Sequence[LayerParameters] | None, dW_q: Array | None = None
    ) -> None:
        """Go back through time and layers from what was written to `top_gradient()`.

        Writes the parameters' gradients to `gradients`, and attention's to `dW_q`, or none at all
        where these are None.
        """
        self.back_to_states(dW_q)
        for number in range(len(self.levels) - 1, -1, -1):
            level = self.levels[number]
            level.part()
            for place, layer in enumerate(level.layers):
                self._back_through_time(layer)
                if self._slow:
                    self.pauses()
                if gradients is not None:
                    into = gradients[number * self.directions + place]
                    layer.parameter_gradients(into, layer.own_order(level.read))
            if number > 0:
                self.levels[number - 1].output_gradient()[...] = level.input_gradient()

    def back_to_states(self, dW_q: Array | None = None) -> None:
        """Go back through attention alone, if there is any, to the top level's outputs."""
        if self.attention is not None:
            self.attention.backward(self.levels[-1].output_gradient(), dW_q)

    def _back_through_time(self, layer: Layer) -> None:
        tape, cell = layer.tape, self.cell
        tape.dh[0] = 0.0
        for array in tape.gradients.values():
            if array is not tape.dh:
                array[-1] = 0.0
        layer.read_back()
        if tape.local_at_once:
            tape.all_locals()
            for saved, flow in tape.steps_back:
                cell.backward(saved, flow)
        elif self._at_once == self.T:
            for saved, flow in tape.steps_back:
                cell.local(saved, flow.local_derivatives)
                cell.backward(saved, flow)
        else:
            self._with_pauses(tape.steps_back, self._step_back)
        layer.end_back()

    def _step_back(self, step: tuple[StepCache, StepGradient]) -> None:
        saved, flow = step
        self.cell.local(saved, flow.local_derivatives)
        self.cell.backward(saved, flow)

    def read_by(self, index: int) -> Array | Symbols:
        """What a layer reads, (T, B) or (T, B, D), in its own order."""
        layer: Layer = self.layers[index]
        read: Array | Symbols = layer.own_order(self.levels[index // self.directions].read)
        return read
