"""One layer's parameters and everything of its window that is no time loop.

Shape letters: T time steps, B sequences, D inputs, H hidden units, V symbols, G gates.
The input's share of all pre-activations is made before the loop (a gather for symbols, one
product for numbers), the weights' gradients after it (one product each).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.core.cells.base import Array, Cell
from rnnviz.core.recurrent import RecurrentWeights
from rnnviz.core.symbols import Symbols, weight_gradient
from rnnviz.core.tape import Tape


@dataclass(frozen=True)
class LayerParameters:
    """W_ih (G*H, D), W_hh (G*H, H), b_ih (G*H,), b_hh (G*H,): PyTorch's shapes and gate order."""

    W_ih: Array
    W_hh: Array
    b_ih: Array
    b_hh: Array


class Layer:
    """One recurrent layer unrolled over T steps of B sequences."""

    def __init__(self, cell: Cell, p: LayerParameters, T: int, B: int) -> None:
        H, G, dtype = p.W_hh.shape[1], len(cell.gates), p.W_hh.dtype
        order = enumerate(cell.order())
        self.cell, self.p = cell, p
        self.tape = Tape(cell, T, B, H, dtype)
        self.recurrent = RecurrentWeights(cell, p.W_hh, B)
        self.weights = self.recurrent.forward
        self._places = [(place, gate, cell.scale(place, dtype)) for place, gate in order]
        self._b: Array = np.empty(G * H, dtype)
        self._ones: Array = np.ones(T * B, dtype)
        self._own: slice | None = None
        if cell.own_bias is not None:
            gate = cell.gates.index(cell.own_bias)
            self._own = slice(gate * H, (gate + 1) * H)
        self._a_gates = tuple(self.tape.a.transpose(1, 0, 2, 3))
        self._offsets = (np.arange(G) * p.W_ih.shape[1])[:, None]

    def read_weights(self) -> None:
        """Bring the present parameters into the layout of the steps forward."""
        p = self.p
        self.recurrent.read()
        np.add(p.b_ih, p.b_hh, out=self._b)
        if self._own is not None:
            self._b[self._own] = p.b_ih[self._own]
            self.weights.b_recurrent = p.b_hh[self._own]

    def prepare_backward(self) -> None:
        """Make the room for gradients, once."""
        self.tape.prepare_backward(self.p.W_hh, self.recurrent.back)

    def project_symbols(self, symbols: Symbols) -> None:
        """Put W_ih x + b of one-hot inputs (T, B) into the tape without a product.

        Few symbols gather their columns directly; many gather from a table of all V.
        """
        tape, W_ih, V = self.tape, self.p.W_ih, self.p.W_ih.shape[1]
        if symbols.size <= V:
            columns = W_ih.T[symbols.reshape(-1)]
            if tape.G == 1:  # nothing to be put in order: the bias brings it to its place
                np.add(columns, self._b, tape.a.reshape(columns.shape))
                return
            np.add(columns, self._b, columns)
            by_gate = columns.reshape(tape.T, tape.B, tape.G, tape.H)
            self._place(by_gate.transpose(2, 0, 1, 3), self._a_gates)
        else:
            table: Array = np.empty((tape.G, V, tape.H), tape.dtype)
            columns = W_ih + self._b[:, None]
            self._place(columns.reshape(tape.G, tape.H, V).transpose(0, 2, 1), tuple(table))
            rows = symbols[:, None, :] + self._offsets
            np.take(table.reshape(-1, tape.H), rows, axis=0, out=tape.a, mode="clip")

    def project_numbers(self, x: Array) -> None:
        """Put W_ih x + b of real inputs (T, B, D) into the tape with one product."""
        tape = self.tape
        product = np.dot(x.reshape(tape.T * tape.B, -1), self.p.W_ih.T)
        np.add(product, self._b, out=product)
        by_gate = product.reshape(tape.T, tape.B, tape.G, tape.H).transpose(2, 0, 1, 3)
        self._place(by_gate, self._a_gates)

    def _place(self, by_gate: Array, room: Sequence[Array]) -> None:
        """Bring W_ih x + b (G, ..., H) into internal order and scale (see `Weights`)."""
        for place, gate, scale in self._places:
            np.multiply(by_gate[gate], scale, room[place])

    def parameter_gradients(self, g: LayerParameters, inputs: Array | Symbols) -> None:
        """Write this window's gradients to `g`; inputs are symbols (T, B) or numbers (T, B, D)."""
        tape = self.tape
        rows = tape.T * tape.B
        da = tape.da.reshape(rows, -1)
        np.dot(da.T, tape.h[:-1].reshape(rows, tape.H), out=g.W_hh)
        np.dot(self._ones, da, out=g.b_hh)
        g.b_ih[...] = g.b_hh
        if self._own is not None:
            np.dot(self._ones, tape.da_own.reshape(rows, -1), out=g.b_ih[self._own])
        if inputs.ndim == 3:
            np.dot(tape.da_input().reshape(rows, -1).T, inputs.reshape(rows, -1), out=g.W_ih)
            return
        symbols: Symbols = inputs.reshape(rows)  # type: ignore[assignment]
        weight_gradient(da, symbols, g.W_ih)
        if self._own is not None:
            weight_gradient(tape.da_own.reshape(rows, -1), symbols, g.W_ih[self._own])

    def input_gradients(self) -> Array:
        """d L / d x (T, B, D)."""
        tape = self.tape
        da_input = tape.da_input().reshape(tape.T * tape.B, -1)
        dx: Array = np.dot(da_input, self.p.W_ih)
        return dx.reshape(tape.T, tape.B, -1)
