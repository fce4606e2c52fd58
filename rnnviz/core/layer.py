"""One layer's parameters and everything of its window that is no time loop.

Shape letters: T time steps, B sequences, D inputs, H hidden units, V symbols, G gates.
The input's share of all pre-activations is made before the loop (a gather for symbols, one
product for numbers), the weights' gradients after it (one product each).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.cells.base import Array, Cell, Weights
from rnnviz.core.tape import Tape

Symbols = NDArray[np.integer[Any]]


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
        H = p.W_hh.shape[1]
        self.cell, self.p = cell, p
        self.tape = Tape(cell, T, B, H, p.W_hh.dtype)
        self._places = list(enumerate(cell.order()))
        dtype, G = p.W_hh.dtype, len(cell.gates)
        shape = (H, G, H) if self.tape.one_product else (G, H, H)
        self._W: Array = np.empty(shape, dtype)
        W = self._W.reshape(H, G * H) if self.tape.one_product else self._W
        self.weights = Weights(W, np.zeros(H, dtype))
        self._b: Array = np.empty((G, H), dtype)
        self._ones: Array = np.ones(T * B, dtype)
        self._offsets = (np.arange(G) * p.W_ih.shape[1])[:, None]

    def read_weights(self) -> None:
        """Bring the present parameters into the layout of `Weights`."""
        H, p, cell = self.tape.H, self.p, self.cell
        by_place = self._W.transpose(1, 0, 2) if self.tape.one_product else self._W
        np.add(p.b_ih, p.b_hh, out=self._b.reshape(-1))
        biases = self._b.copy() if len(cell.gates) > 1 else self._b
        for place, gate in self._places:
            rows = slice(gate * H, (gate + 1) * H)
            np.multiply(p.W_hh[rows].T, self._scale(place), out=by_place[place])
            np.multiply(biases[gate], self._scale(place), out=self._b[place])
        if cell.own_bias is not None:
            gate = cell.gates.index(cell.own_bias)
            rows = slice(gate * H, (gate + 1) * H)
            self._b[cell.order().index(gate)] = p.b_ih[rows]
            self.weights.b_recurrent = p.b_hh[rows]

    def _scale(self, place: int) -> float:
        """Half for a sigmoid gate (see `Weights`), one for the others."""
        return 0.5 if place < len(self.cell.sigmoids) else 1.0

    def project_symbols(self, symbols: Symbols) -> None:
        """Put W_ih x + b of one-hot inputs (T, B) into the tape without a product.

        Few symbols gather their columns directly; many gather from a table of all V.
        """
        tape, H, V = self.tape, self.tape.H, self.p.W_ih.shape[1]
        few = symbols.size <= V
        columns = self.p.W_ih.take(symbols.reshape(-1), axis=1) if few else self.p.W_ih
        table: Array = np.empty((len(self._places), columns.shape[1], H), tape.dtype)
        for place, gate in self._places:
            rows = columns[gate * H : (gate + 1) * H]
            np.multiply(rows.T, self._scale(place), out=table[place])
            np.add(table[place], self._b[place], out=table[place])
        if few:
            tape.a[...] = table.reshape(-1, tape.T, tape.B, H).transpose(1, 0, 2, 3)
        else:
            rows_of = symbols[:, None, :] + self._offsets
            np.take(table.reshape(-1, H), rows_of, axis=0, out=tape.a, mode="clip")

    def project_numbers(self, x: Array) -> None:
        """Put W_ih x + b of real inputs (T, B, D) into the tape with one product."""
        tape = self.tape
        product = np.dot(x.reshape(tape.T * tape.B, -1), self.p.W_ih.T)
        by_gate = product.reshape(tape.T, tape.B, tape.G, tape.H)
        for place, gate in self._places:
            np.multiply(by_gate[:, :, gate], self._scale(place), out=tape.a[:, place])
            np.add(tape.a[:, place], self._b[place], out=tape.a[:, place])

    def complete_input_side(self) -> None:
        """After the loop back: the gates that both sides share, where one gate differs."""
        if self.cell.own_bias is None:
            return
        tape, gate = self.tape, self.cell.gates.index(self.cell.own_bias)
        tape.da_input[:, :, :gate] = tape.da[:, :, :gate]
        tape.da_input[:, :, gate + 1 :] = tape.da[:, :, gate + 1 :]

    def parameter_gradients(self, g: LayerParameters, x: Array) -> None:
        """Write this window's gradients to `g`; x (T*B, D) are the inputs, one-hot if symbols."""
        tape = self.tape
        rows = tape.T * tape.B
        da, da_input = tape.da.reshape(rows, -1), tape.da_input.reshape(rows, -1)
        np.dot(da.T, tape.h[:-1].reshape(rows, tape.H), out=g.W_hh)
        np.dot(self._ones, da, out=g.b_hh)
        np.dot(da_input.T, x, out=g.W_ih)
        if self.cell.own_bias is None:
            g.b_ih[...] = g.b_hh
        else:
            np.dot(self._ones, da_input, out=g.b_ih)

    def input_gradients(self) -> Array:
        """d L / d x (T, B, D)."""
        tape = self.tape
        da_input = tape.da_input.reshape(tape.T * tape.B, -1)
        dx: Array = np.dot(da_input, self.p.W_ih)
        return dx.reshape(tape.T, tape.B, -1)
