"""One layer's parameters and everything of its window that is no time loop.

Shape letters: T time steps, B sequences, D inputs, H hidden units, V symbols, G gates.
The input's share of all pre-activations is made before the loop (a gather for symbols, one
product for numbers), the weights' gradients after it (one product each).
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from rnnviz.core.cells.base import Cell
from rnnviz.core.numerics import Array
from rnnviz.core.pauses import COPIED_AT_ONCE, Pauses, pieces_of, product
from rnnviz.core.recurrent import RecurrentWeights
from rnnviz.core.step import StepGradient, Weights
from rnnviz.core.symbols import Symbols, weight_gradient
from rnnviz.core.tape import Tape


class LayerParameters:
    """One layer's parameters, or their gradients, by the equations' names.

    W_ih (G*H, D) and b_ih (G*H,) of every cell, W_hh (G*H, H) and b_hh (G*H,) of those that have
    them, in PyTorch's shapes and gate order; `own` are the blocks of the cell's own parameters.
    """

    def __init__(self, cell: Cell, arrays: Mapping[str, Array]) -> None:
        self._cell, self.arrays = cell, dict(arrays)
        self.W_ih, self.b_ih = self.arrays["W_ih"], self.arrays["b_ih"]
        self.own = tuple(
            block
            for parameter in cell.own_parameters()
            for block in np.split(self.arrays[parameter.symbol], len(parameter.gates or cell.gates))
        )

    @property
    def W_hh(self) -> Array:
        """The recurrent weights (G*H, H); raises KeyError for a cell without."""
        return self.arrays["W_hh"]

    @property
    def b_hh(self) -> Array:
        """The recurrent biases (G*H,); raises KeyError for a cell without."""
        return self.arrays["b_hh"]

    def like(self) -> "LayerParameters":
        """New arrays of zeros of the same shapes."""
        zeros = {symbol: np.zeros_like(array) for symbol, array in self.arrays.items()}
        return LayerParameters(self._cell, zeros)


class Layer:
    """One recurrent layer unrolled over T steps of B sequences, from the end if `reverse`.

    Its tape is in its own order: the first step there is the one that it takes first.
    """

    def __init__(
        self,
        cell: Cell,
        p: LayerParameters,
        T: int,
        B: int,
        pauses: Pauses,
        reverse: bool = False,
    ) -> None:
        G, dtype = len(cell.gates), p.W_ih.dtype
        H = len(p.b_ih) // G
        order = enumerate(cell.order())
        self.cell, self.p, self.pauses, self.reverse = cell, p, pauses, reverse
        self.tape = Tape(cell, T, B, H, dtype)
        self.recurrent = RecurrentWeights(cell, p.W_hh, B) if cell.has("W_hh") else None
        self.weights = self.recurrent.forward if self.recurrent else Weights.none(H, dtype)
        self.weights.own = p.own
        self._places = [(place, gate, cell.scale(place, dtype)) for place, gate in order]
        self._b: Array = np.empty(G * H, dtype)
        self._ones: Array = np.ones(T * B, dtype)
        self._own: slice | None = None
        if cell.own_bias is not None:
            gate = cell.gates.index(cell.own_bias)
            self._own = slice(gate * H, (gate + 1) * H)
        self._into, self._a_gates = self.tape.a, tuple(self.tape.a.transpose(1, 0, 2, 3))
        D = p.W_ih.shape[1]
        self._input_pieces = pieces_of(T * B, D, G * H)
        self._pieces = pieces_of(G * H, T * B, H), pieces_of(G * H, T * B, D)
        self._large = T * B * H > COPIED_AT_ONCE // 4
        self._offsets = (np.arange(G) * p.W_ih.shape[1])[:, None]

    def own_order(self, array: Any) -> Any:
        """An array (T, ...) in time's order as the layer meets it, or the other way round."""
        return array[::-1] if self.reverse else array

    def read_weights(self) -> None:
        """Bring the present parameters into the layout of the steps forward."""
        p = self.p
        if self.recurrent is None:
            np.copyto(self._b, p.b_ih)
            return
        self.recurrent.read(self.pauses)
        np.add(p.b_ih, p.b_hh, out=self._b)
        if self._own is not None:
            self._b[self._own] = p.b_ih[self._own]
            self.weights.b_recurrent = p.b_hh[self._own]

    def prepare_backward(self) -> None:
        """Make the room for gradients, once."""
        if self.recurrent is None:
            self.tape.prepare_backward(None, None, self.p.own)
        else:
            self.tape.prepare_backward(self.p.W_hh, self.recurrent.back, self.p.own)

    def prepare_step(self, flow: StepGradient, t: int, sequences: slice) -> None:
        """Give the gradient of a single step what else it needs: nothing without a norm."""

    def before_norm(self, da: Array, t: int, sequences: slice) -> Array:
        """d L / d (W_ih x) (rows, G*H) of a step from that of the pre-activations: the same."""
        return da

    def end_back(self) -> None:
        """End the way back through time: nothing is left to be done without a norm."""

    def leave_out(self, skipped: int) -> None:
        """Let the first steps, so many, add nothing to the gradients of parameters."""
        tape = self.tape
        for array in (tape.da, tape.da_own, tape.added, tape.added_own):
            array[:skipped] = 0.0

    def read_back(self) -> None:
        """Bring the present W_hh, if there is one, into the layout of the steps back."""
        if self.recurrent is not None:
            self.recurrent.read_back(self.pauses)

    def project_symbols(self, symbols: Symbols) -> None:
        """Put W_ih x + b of one-hot inputs (T, B) into the tape without a product.

        Few symbols gather their columns directly; many gather from a table of all V.
        """
        tape, W_ih, V = self.tape, self.p.W_ih, self.p.W_ih.shape[1]
        if symbols.size <= V:
            columns = W_ih.T[symbols.reshape(-1)]
            if tape.G == 1:  # nothing to be put in order: the bias brings it to its place
                np.add(columns, self._b, self._into.reshape(columns.shape))
                return
            np.add(columns, self._b, columns)
            by_gate = columns.reshape(tape.T, tape.B, tape.G, tape.H)
            self._place(by_gate.transpose(2, 0, 1, 3), self._a_gates)
        else:
            table: Array = np.empty((tape.G, V, tape.H), tape.dtype)
            columns = W_ih + self._b[:, None]
            self._place(columns.reshape(tape.G, tape.H, V).transpose(0, 2, 1), tuple(table))
            rows = symbols[:, None, :] + self._offsets
            np.take(table.reshape(-1, tape.H), rows, axis=0, out=self._into, mode="clip")

    def project_numbers(self, x: Array) -> None:
        """Put W_ih x + b of real inputs (T, B, D) into the tape with one product."""
        tape = self.tape
        rows = x.reshape(tape.T * tape.B, -1)
        dtype = np.result_type(x, tape.dtype)
        a: Array = np.empty((len(rows), tape.G * tape.H), dtype)
        product(rows, self.p.W_ih.T, a, self._input_pieces, self.pauses)
        np.add(a, self._b, out=a)
        by_gate = a.reshape(tape.T, tape.B, tape.G, tape.H).transpose(2, 0, 1, 3)
        self._place(by_gate, self._a_gates)

    def _place(self, by_gate: Array, room: Sequence[Array]) -> None:
        """Bring W_ih x + b (G, ..., H) into internal order and scale (see `Weights`)."""
        for place, gate, scale in self._places:
            if self._large:
                self.pauses()
            np.multiply(by_gate[gate], scale, room[place])

    def parameter_gradients(self, g: LayerParameters, inputs: Array | Symbols) -> None:
        """Write this window's gradients to `g`; inputs are symbols (T, B) or numbers (T, B, D)."""
        tape = self.tape
        rows = tape.T * tape.B
        da = tape.da.reshape(rows, -1)
        np.dot(self._ones, tape.added.reshape(rows, -1), out=g.b_ih)
        if self.recurrent is not None:
            h_prev, pieces = tape.h[:-1].reshape(rows, tape.H), self._pieces[0]
            product(da.T, h_prev, g.W_hh, pieces, self.pauses)
            g.b_hh[...] = g.b_ih
        if g.own:
            tape.own_gradients(g.own)
        if self._own is not None:
            np.dot(self._ones, tape.added_own.reshape(rows, -1), out=g.b_ih[self._own])
        if inputs.ndim == 3:
            da_input = tape.da_input().reshape(rows, -1)
            x: Array = inputs.reshape(rows, -1)  # type: ignore[assignment]
            product(da_input.T, x, g.W_ih, self._pieces[1], self.pauses)
            return
        symbols: Symbols = inputs.reshape(rows)  # type: ignore[assignment]  # two axes
        weight_gradient(da, symbols, g.W_ih, self.pauses)
        if self._own is not None:
            own = tape.da_own.reshape(rows, -1)
            weight_gradient(own, symbols, g.W_ih[self._own], self.pauses)

    def input_gradients(self) -> Array:
        """d L / d x (T, B, D)."""
        tape = self.tape
        da_input = tape.da_input().reshape(tape.T * tape.B, -1)
        dx: Array = np.empty((len(da_input), self.p.W_ih.shape[1]), tape.dtype)
        product(da_input, self.p.W_ih, dx, self._input_pieces, self.pauses)
        return dx.reshape(tape.T, tape.B, -1)
