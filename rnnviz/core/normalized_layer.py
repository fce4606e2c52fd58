"""A layer with layer normalization: what of it is done before, in and after the time loop.

Shape letters: T time steps, B sequences, D inputs, H hidden units, G gates. Where both sides of a
gate are normalized together, or the recurrent side by itself, that is done in every step (see
`normalized_step.py`). What the input alone makes is normalized for the whole window at once: all
gates of a cell without W_hh, and the input's side of the gate with its own bias.
"""

import numpy as np

from rnnviz.core.cells.base import Cell
from rnnviz.core.layer import Layer, LayerParameters
from rnnviz.core.layer_norm import true_scale
from rnnviz.core.normalization import normalize, normalize_back
from rnnviz.core.normalized_step import (
    Constants,
    NormalizedBlockedStepGradient,
    NormalizedProduct,
    NormalizedStepGradient,
    multiplied,
    runs_without,
)
from rnnviz.core.numerics import Array
from rnnviz.core.pauses import Pauses
from rnnviz.core.step import StepGradient
from rnnviz.core.symbols import Symbols


class NormalizedLayer(Layer):
    """A layer whose gates are normalized; see `layer_norm.py`."""

    def __init__(
        self,
        cell: Cell,
        p: LayerParameters,
        T: int,
        B: int,
        pauses: Pauses,
        reverse: bool = False,
    ) -> None:
        super().__init__(cell, p, T, B, pauses, reverse)
        tape, own = self.tape, cell.own_bias
        G, H, dtype = tape.G, tape.H, tape.dtype
        self._order = np.array(cell.order())
        self._internal = np.argsort(self._order)  # by PyTorch's gate its internal place
        self._scales: Array = np.array([true_scale(cell, place, dtype) for place in range(G)])
        self._own_gate = None if own is None else cell.gates.index(own)
        alone = () if self._own_gate is None else (self._own_gate,)
        self._alone = tuple(range(G)) if self.recurrent is None else alone
        self._gain: Array = np.ones((G, 1, H), dtype)
        self._bias: Array = np.zeros((G, 1, H), dtype)
        self._gain_back: Array = np.ones((G, H), dtype)
        self._constants = Constants(H, dtype)
        self._input_normals: list[tuple[Array, Array]] = []
        if self.recurrent is not None:
            self._inputs: Array = np.zeros((T, G, B, H), dtype)
            self._into, self._a_gates = self._inputs, tuple(self._inputs.transpose(1, 0, 2, 3))
            self._normal: Array = np.zeros((T, G, B, H), dtype)
            self._r: Array = np.zeros((T, G, B), dtype)
            self._prepare_steps()

    def _prepare_steps(self) -> None:
        """Let every step's product be normalized, together with its input's share."""
        G, own = self.tape.G, self._own_gate
        together = runs_without(G, None if own is None else int(self._internal[own]))
        self.weights.multiply = multiplied(self.weights.multiply)
        for t, saved in enumerate(self.tape.steps):
            r = self._r[t].reshape(-1)
            product = NormalizedProduct(saved, self._gain, self._normal[t], r, self._constants)
            for gates in together:
                product.add(gates, self._inputs[t])
            saved.product = product
        self.tape.gradient_kinds = NormalizedStepGradient, NormalizedBlockedStepGradient

    def read_weights(self) -> None:
        """Bring the present parameters into the layout of the steps forward."""
        super().read_weights()
        G, H = self.tape.G, self.tape.H
        scales = self._scales[:, None]
        self._bias[:, 0] = self._b.reshape(G, H)[self._order] * scales
        self._gain[:, 0] = self._recurrent_gains()[self._order] * scales
        self._b[...] = 0.0  # which would be normalized with W_ih x

    def _recurrent_gains(self) -> Array:
        """The gains (G, H) of what every step normalizes, in PyTorch's order."""
        gains: Array = self.p.arrays["gain_h"].reshape(self.tape.G, self.tape.H)
        if self._own_gate is None:
            return gains
        gains = gains.copy()
        gains[self._own_gate] = self.p.arrays["gain_hh"]
        return gains

    def project_symbols(self, symbols: Symbols) -> None:
        """Put what one-hot inputs (T, B) make into the tape or, to be normalized later, beside."""
        super().project_symbols(symbols)
        self._normalize_inputs()

    def project_numbers(self, x: Array) -> None:
        """The same of real inputs (T, B, D)."""
        super().project_numbers(x)
        self._normalize_inputs()

    def _normalize_inputs(self) -> None:
        self._input_normals.clear()
        a, gains = self.tape.a, self.p.arrays["gain_h"].reshape(self.tape.G, self.tape.H)
        if self.recurrent is not None:
            np.copyto(a, self._bias)
        for gate in self._alone:
            place = self._internal[gate]
            normal, r = normalize(self._a_gates[place])
            self._input_normals.append((normal, r))
            np.multiply(normal, gains[gate] * self._scales[place], out=a[:, place])
            np.add(a[:, place], self._bias[place], out=a[:, place])

    def prepare_backward(self) -> None:
        """Make the room for gradients, once; cells write theirs to what biases are added to."""
        if self.tape.steps_back:
            return
        super().prepare_backward()
        tape = self.tape
        tape.da, tape.da_own = np.zeros_like(tape.added), np.zeros_like(tape.added_own)
        if self.recurrent is None:
            return
        self._normal_back: Array = np.zeros_like(tape.da)
        self._r_back: Array = np.zeros(tape.da.shape[:3], tape.dtype)
        scratch = np.empty_like(tape.da[0])
        for t, (_, flow) in enumerate(reversed(tape.steps_back)):
            self._norm_of(flow, self._normal_back[t], self._r_back[t], tape.da[t], scratch)

    def _norm_of(
        self, flow: StepGradient, normal: Array, r: Array, dv: Array, scratch: Array
    ) -> None:
        if isinstance(flow, NormalizedStepGradient):
            flow.norm_is(self._gain_back, normal, r, dv, scratch, self._constants)

    def read_back(self) -> None:
        """Bring W_hh, the gains and what was normalized into the layout of the steps back."""
        super().read_back()
        self._gain_back[...] = self._recurrent_gains()
        if self.recurrent is not None:
            for gate, place in enumerate(self._internal):
                self._normal_back[:, :, gate] = self._normal[:, place]
                self._r_back[:, :, gate] = self._r[:, place]

    def prepare_step(self, flow: StepGradient, t: int, sequences: slice) -> None:
        """Give the gradient of a single step what was normalized there, for each of its rows."""
        if self.recurrent is None:
            return
        self._gain_back[...] = self._recurrent_gains()
        rows, G, H = len(flow.da_rows), self.tape.G, self.tape.H
        dv, scratch = np.empty((2, rows, G, H), self.tape.dtype)
        normal = self._normal[t][self._internal][:, sequences].transpose(1, 0, 2)
        r = self._r[t][self._internal][:, sequences].T
        of_rows = np.broadcast_to(normal, dv.shape), np.broadcast_to(r, dv.shape[:2])
        self._norm_of(flow, *of_rows, dv, scratch)

    def before_norm(self, da: Array, t: int, sequences: slice) -> Array:
        """d L / d (W_ih x) (rows, G*H) of a step from that of what is added to the biases."""
        if not self._alone:
            return da
        by_gate = da.copy().reshape(len(da), self.tape.G, self.tape.H)
        for gate, (normal, r) in zip(self._alone, self._input_normals, strict=True):
            d = by_gate[:, gate] * self._input_gain(gate)
            by_gate[:, gate] = normalize_back(d, normal[t, sequences], r[t, sequences])
        return by_gate.reshape(da.shape)

    def _input_gain(self, gate: int) -> Array:
        gain: Array = self.p.arrays["gain_h"].reshape(self.tape.G, self.tape.H)[gate]
        return gain

    def end_back(self) -> None:
        """Go back through the norm of what the input alone makes, for all steps at once."""
        tape = self.tape
        for gate, (normal, r) in zip(self._alone, self._input_normals, strict=True):
            alone = self.recurrent is None
            added = tape.added[:, :, gate] if alone else tape.added_own
            da = tape.da[:, :, gate] if alone else tape.da_own
            da[...] = normalize_back(added * self._input_gain(gate), normal, r)

    def parameter_gradients(self, g: LayerParameters, inputs: Array | Symbols) -> None:
        """Write this window's gradients to `g`, those of the gains among them."""
        super().parameter_gradients(g, inputs)
        tape = self.tape
        gains = g.arrays["gain_h"].reshape(tape.G, tape.H)
        if self.recurrent is not None:
            np.einsum("tbgh,tbgh->gh", tape.added, self._normal_back, out=gains)
        if self._own_gate is not None:
            g.arrays["gain_hh"][...] = gains[self._own_gate]
        for gate, (normal, _) in zip(self._alone, self._input_normals, strict=True):
            added = tape.added[:, :, gate] if self.recurrent is None else tape.added_own
            np.einsum("tbh,tbh->h", added, normal, out=gains[gate])
