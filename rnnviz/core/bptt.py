"""Backpropagation through time: the only time loops of the program.

Shape letters: T time steps, B sequences, D inputs, H hidden units, L layers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.core.cells.base import Array, Cell, StepCache, StepGradient
from rnnviz.core.layer import Layer, LayerParameters
from rnnviz.core.symbols import Symbols


@dataclass
class State:
    """The states h and c (L, B, H) between two windows; c has no layers where the cell has none."""

    h: Array
    c: Array

    @classmethod
    def zero(cls, layers: int, B: int, H: int, has_c: bool, dtype: object) -> "State":
        """A state of zeros, the start of every text."""
        c = np.zeros((layers if has_c else 0, B, H), dtype)  # type: ignore[call-overload]
        h = np.zeros((layers, B, H), dtype)  # type: ignore[call-overload]
        return cls(h, c)

    def copy(self) -> "State":
        """An independent copy."""
        return State(self.h.copy(), self.c.copy())


class Unrolled:
    """A stack of layers unrolled over T steps of B sequences, with its memory.

    After `forward`, `layers[l].tape.h` holds the states. After `backward`,
    `layers[l].tape.dh[k]` and `.dc[k]` hold d L / d h_k and d L / d c_k (index 0: the initial
    state), which is what every measurement of gradients through time reads.
    """

    def __init__(self, cell: Cell, parameters: Sequence[LayerParameters], T: int, B: int) -> None:
        self.cell, self.T, self.B = cell, T, B
        self.layers = [Layer(cell, p, T, B) for p in parameters]
        self._inputs: Array | Symbols = np.zeros((0, 0))

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

    def run(self, inputs: Array | Symbols, state: State) -> None:
        """`forward` with the weights read last: for many windows of unchanged weights."""
        self._inputs = inputs
        for index, layer in enumerate(self.layers):
            if index > 0:
                layer.project_numbers(self.layers[index - 1].tape.h[1:])
            elif inputs.ndim == 2:
                layer.project_symbols(inputs)  # type: ignore[arg-type]
            else:
                layer.project_numbers(inputs)  # type: ignore[arg-type]
            self._through_time(layer, state, index)

    def _through_time(self, layer: Layer, state: State, index: int) -> None:
        tape, weights, step = layer.tape, layer.weights, self.cell.forward
        tape.h[0] = state.h[index]
        if self.cell.has_c:
            tape.c[0] = state.c[index]
        for saved in tape.steps:
            step(saved, weights)

    def final_state(self, state: State) -> None:
        """Copy the last states into `state`."""
        for index, layer in enumerate(self.layers):
            state.h[index] = layer.tape.h[-1]
            if self.cell.has_c:
                state.c[index] = layer.tape.c[-1]

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
            if gradients is not None:
                layer.parameter_gradients(gradients[index], self._inputs_of(index))
            if index > 0:
                below = self.layers[index - 1]
                below.prepare_backward()
                below.tape.dh[1:] = layer.input_gradients()

    def _back_through_time(self, layer: Layer) -> None:
        tape, cell = layer.tape, self.cell
        tape.dh[0] = 0.0
        tape.dc[-1:] = 0.0
        layer.recurrent.read_back()
        if tape.local_at_once:
            tape.all_locals()
            for saved, flow in tape.steps_back:
                cell.backward(saved, flow)
            return
        for saved, flow in tape.steps_back:
            cell.local(saved, flow.k)
            cell.backward(saved, flow)

    def _inputs_of(self, index: int) -> Array | Symbols:
        """What a layer read: symbols (T, B) or numbers (T, B, D)."""
        return self._inputs if index == 0 else self.layers[index - 1].tape.h[1:]


Watch = Callable[[int, int, StepCache, StepGradient], None]
"""Called with (layer, step, saved, flow) after each step back of `per_loss_gradients`."""


def per_loss_gradients(
    unrolled: Unrolled, dh_losses: Array, sequence: int = 0, watch: Watch | None = None
) -> tuple[list[Array], list[Array]]:
    """Every loss's own gradient with respect to every state, in one backward sweep.

    dh_losses (T, H) holds d L_t / d h_t of the top layer at each t. Returned, a list each for h
    and (LSTM) c with one array (T+1, T, H) a layer: [k, t] is d L_t / d h_k, zero for t < k-1;
    index k = 0 is the initial state, k = t + 1 the state that loss t reads. At step k all rows
    t >= k go back together, so all lags are exact. The sum over t is ordinary BPTT.
    """
    T, H = unrolled.T, dh_losses.shape[1]
    dtype, L = dh_losses.dtype, len(unrolled.layers)
    dh: list[Array] = [np.zeros((T + 1, T, H), dtype) for _ in range(L)]
    dc: list[Array] = [
        np.zeros((T + 1, T, H), dtype) for _ in range(L if unrolled.cell.has_c else 0)
    ]
    one = slice(sequence, sequence + 1)
    saved_of = [[_one_sequence(layer, t, one) for t in range(T)] for layer in unrolled.layers]
    k_of = [layer.tape.locals(one) for layer in unrolled.layers]
    for t in range(T - 1, -1, -1):
        dh[-1][t + 1, t] = dh_losses[t]
        for index in range(L - 1, -1, -1):
            layer = unrolled.layers[index]
            flow = _rows(layer, dh[index], dc[index] if dc else None, k_of[index][:, t], t)
            unrolled.cell.backward(saved_of[index][t], flow)
            if watch is not None:
                watch(index, t, saved_of[index][t], flow)
            if index > 0:
                da_input = _input_side(layer, flow)
                dh[index - 1][t + 1, t:] += da_input @ layer.p.W_ih
    return dh, dc


def _one_sequence(layer: Layer, t: int, one: slice) -> StepCache:
    """The views of step t of a single sequence, shapes (1, H)."""
    tape = layer.tape
    saved = StepCache(
        tape.a[t][:, one],
        len(layer.cell.sigmoids),
        tape.h[t, one],
        tape.h[t + 1, one],
        tape.kept[t][:, one],
    )
    if layer.cell.has_c:
        saved.c_prev, saved.c = tape.c[t, one], tape.c[t + 1, one]
    return saved


def _rows(layer: Layer, dh: Array, dc: Array | None, k: Array, t: int) -> StepGradient:
    """The views of step t for the rows of losses t, t+1, ..., T-1 together."""
    pair_c = None if dc is None else (dc[t + 1, t:], dc[t, t:])
    return _flow(layer, (dh[t + 1, t:], dh[t, t:]), pair_c, k)


def _flow(
    layer: Layer, dh: tuple[Array, Array], dc: tuple[Array, Array] | None, k: Array
) -> StepGradient:
    """One step back of any rows; dh and dc are pairs: of this step, of the one before."""
    rows, H, G = len(dh[0]), layer.tape.H, layer.tape.G
    da: Array = np.empty((rows, G, H), dh[0].dtype)
    flow = StepGradient(*dh, da, k, layer.p.W_hh)
    if dc is not None:
        flow.dc, flow.dc_prev = dc
    flow.scratch, flow.back, flow.da_own = np.empty((3, rows, H), dh[0].dtype)
    return flow


class StepBack:
    """Carries gradients back over single steps of a layer, after a forward pass.

    Of a single sequence any number of rows go back together; of several, one row each.
    """

    def __init__(self, layer: Layer, sequences: slice = slice(None)) -> None:
        self._layer, self._some = layer, sequences
        self._k = layer.tape.locals(sequences)

    def __call__(self, t: int, dh: Array, dc: Array | None = None) -> tuple[Array, Array | None]:
        """dh_prev, dc_prev (rows, H) from dh, dc (rows, H) at step t = 0 .. T-1.

        dc is completed in place: what reaches c through h of the same step is added to it.
        """
        dh_prev = np.zeros_like(dh)
        dc_prev = None if dc is None else np.zeros_like(dc)
        pair_c = None if dc is None or dc_prev is None else (dc, dc_prev)
        flow = _flow(self._layer, (dh, dh_prev), pair_c, self._k[:, t])
        self._layer.cell.backward(_one_sequence(self._layer, t, self._some), flow)
        return dh_prev, dc_prev


def _input_side(layer: Layer, flow: StepGradient) -> Array:
    """d L / d (input's pre-activations) (rows, G*H)."""
    if layer.cell.own_bias is None:
        return flow.da_rows
    da = flow.da_rows.copy()
    gate, H = layer.cell.gates.index(layer.cell.own_bias), layer.tape.H
    da[:, gate * H : (gate + 1) * H] = flow.da_own
    return da
