"""Backpropagation through time: the only time loops of the program.

Shape letters: T time steps, B sequences, D inputs, H hidden units, L layers.
"""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import DTypeLike

from rnnviz.core.cells.base import Cell
from rnnviz.core.layer import Layer, LayerParameters
from rnnviz.core.numerics import Array
from rnnviz.core.pauses import PIECE, SLOW, Pauses, step_work
from rnnviz.core.step import StepCache, StepGradient
from rnnviz.core.symbols import Symbols

Some = TypeVar("Some")
"""A step, whatever of it is needed."""


class State:
    """The states (L, B, H) between two windows: `state.h`, `state.c`, as many as the cell has.

    `arrays` holds them by their letters, in the cell's order.
    """

    def __init__(self, **arrays: Array) -> None:
        self.arrays = arrays

    @classmethod
    def start(cls, cell: Cell, L: int, B: int, H: int, dtype: DTypeLike) -> "State":
        """Where every text begins: at the cell's declared values, mostly zeros."""
        return cls(**{s.name: np.full((L, B, H), s.start, dtype) for s in cell.states})

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


class Unrolled:
    """A stack of layers unrolled over T steps of B sequences, with its memory.

    After `forward`, `layers[l].tape.h` holds the states. After `backward`,
    `layers[l].tape.gradients["h"][k]` holds d L / d h_k (index 0: the initial state), and so for
    every other state, which is what every measurement of gradients through time reads. A window
    that takes long calls `pauses` now and then; a fast one never does.
    """

    def __init__(
        self,
        cell: Cell,
        parameters: Sequence[LayerParameters],
        T: int,
        B: int,
        pauses: Pauses | None = None,
    ) -> None:
        self.cell, self.T, self.B = cell, T, B
        self.pauses = pauses or Pauses()
        self.layers = [Layer(cell, p, T, B, self.pauses) for p in parameters]
        self._inputs: Array | Symbols = np.zeros((0, 0))
        work = step_work(B, len(cell.gates), self.layers[0].tape.H)
        self._at_once = T if T * work <= PIECE else max(1, PIECE // work)
        self._slow = T * work >= SLOW

    @property
    def top(self) -> Array:
        """The top layer's states h (T, B, H)."""
        return self.layers[-1].tape.h[1:]

    def forward(self, inputs: Array | Symbols, state: State) -> None:
        """Run all layers over symbols (T, B) or numbers (T, B, D) from `state`, left as it was."""
        self.read_weights()
        self.run(inputs, state)

    def read_weights(self) -> None:
        """Take the parameters as they are now; `forward` does so by itself, `run` does not."""
        for layer in self.layers:
            layer.read_weights()
            if self._slow:
                self.pauses()

    def run(self, inputs: Array | Symbols, state: State) -> None:
        """`forward` with the weights read last: for many windows of unchanged weights."""
        self._inputs = inputs
        for index, layer in enumerate(self.layers):
            if index > 0:
                layer.project_numbers(self.layers[index - 1].tape.h[1:])
            elif inputs.ndim == 2:
                layer.project_symbols(inputs)  # type: ignore[arg-type]  # two axes: symbols
            else:
                layer.project_numbers(inputs)  # type: ignore[arg-type]  # three axes: numbers
            self._through_time(layer, state, index)

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

    def top_gradient(self) -> Array:
        """The array (T, B, H) to which d L / d h of the top layer's outputs must be written."""
        layer = self.layers[-1]
        layer.prepare_backward()
        return layer.tape.dh[1:]

    def backward(self, gradients: Sequence[LayerParameters] | None) -> None:
        """Go back through time and layers from what was written to `top_gradient()`.

        Writes the parameters' gradients to `gradients`, or none at all where it is None.
        """
        for index in range(len(self.layers) - 1, -1, -1):
            layer = self.layers[index]
            self._back_through_time(layer)
            if self._slow:
                self.pauses()
            if gradients is not None:
                layer.parameter_gradients(gradients[index], self._inputs_of(index))
            if index > 0:
                below = self.layers[index - 1]
                below.prepare_backward()
                below.tape.dh[1:] = layer.input_gradients()

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

    def _step_back(self, step: tuple[StepCache, StepGradient]) -> None:
        saved, flow = step
        self.cell.local(saved, flow.local_derivatives)
        self.cell.backward(saved, flow)

    def _inputs_of(self, index: int) -> Array | Symbols:
        """What a layer read: symbols (T, B) or numbers (T, B, D)."""
        return self._inputs if index == 0 else self.layers[index - 1].tape.h[1:]


Watch = Callable[[int, int, StepCache, StepGradient], None]
"""Called with (layer, step, saved, flow) after each step back of `per_loss_gradients`."""


def per_loss_gradients(
    unrolled: Unrolled, dh_losses: Array, sequence: int = 0, watch: Watch | None = None
) -> dict[str, list[Array]]:
    """Every loss's own gradient with respect to every state, in one backward sweep.

    dh_losses (T, H) holds d L_t / d h_t of the top layer at each t. Returned by the states'
    letters, a list each with one array (T+1, T, H) a layer: [k, t] is d L_t / d h_k, zero for
    t < k-1; index k = 0 is the initial state, k = t + 1 the state that loss t reads. At step k all
    rows t >= k go back together, so all lags are exact. The sum over t is ordinary BPTT.
    """
    T, H = unrolled.T, dh_losses.shape[1]
    cell, layers = unrolled.cell, unrolled.layers
    found: dict[str, list[Array]] = {
        name: [np.zeros((T + 1, T, H), dh_losses.dtype) for _ in layers]
        for name in cell.state_names
    }
    dh = found[cell.output]
    one = slice(sequence, sequence + 1)
    k_of = [layer.tape.local_derivatives(one) for layer in layers]
    for t in range(T - 1, -1, -1):
        unrolled.pauses()
        dh[-1][t + 1, t] = dh_losses[t]
        for index in range(len(layers) - 1, -1, -1):
            layer = layers[index]
            saved = layer.tape.step(t, one)
            after = [gradients[index][t + 1, t:] for gradients in found.values()]
            before = [gradients[index][t, t:] for gradients in found.values()]
            flow = _flow(layer, after, before, k_of[index][:, t])
            cell.backward(saved, flow)
            if watch is not None:
                watch(index, t, saved, flow)
            if index > 0:
                da_input = _input_side(layer, flow)
                dh[index - 1][t + 1, t:] += da_input @ layer.p.W_ih
    return found


def _flow(layer: Layer, after: Sequence[Array], before: Sequence[Array], k: Array) -> StepGradient:
    """One step back of any rows, from the gradients of the states after to those before."""
    rows, H, G = len(after[0]), layer.tape.H, layer.tape.G
    dtype = after[0].dtype
    da: Array = np.empty((rows, G, H), dtype)
    W_hh = layer.p.W_hh if layer.recurrent else None
    flow = StepGradient(layer.cell.places, after, before, da, k, W_hh, layer.p.own)
    flow.scratch, flow.back, flow.da_own = np.empty((3, rows, H), dtype)
    return flow


class StepBack:
    """Carries gradients back over single steps of a layer, after a forward pass.

    Of a single sequence any number of rows go back together; of several, one row each.
    """

    def __init__(self, layer: Layer, sequences: slice = slice(None)) -> None:
        self._layer, self._some = layer, sequences
        self._k = layer.tape.local_derivatives(sequences)

    def __call__(self, t: int, after: Sequence[Array]) -> tuple[Array, ...]:
        """The gradients (rows, H) of the states before step t = 0 .. T-1 from those after it.

        Both are in the cell's order of states. Those after it are completed in place: what
        reaches a state through another of the same step is added to it.
        """
        self._layer.pauses()
        before = tuple(np.zeros_like(gradient) for gradient in after)
        self._flow = _flow(self._layer, after, before, self._k[:, t])
        self._layer.cell.backward(self._layer.tape.step(t, self._some), self._flow)
        return before

    def input_gradients(self) -> Array:
        """d L / d x (rows, D) of the step that was gone back last."""
        dx: Array = _input_side(self._layer, self._flow) @ self._layer.p.W_ih
        return dx


def _input_side(layer: Layer, flow: StepGradient) -> Array:
    """d L / d (input's pre-activations) (rows, G*H)."""
    if layer.cell.own_bias is None:
        return flow.da_rows
    da = flow.da_rows.copy()
    gate, H = layer.cell.gates.index(layer.cell.own_bias), layer.tape.H
    da[:, gate * H : (gate + 1) * H] = flow.da_own
    return da
