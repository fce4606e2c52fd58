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
        tape, order = self.tape, cell.order()
        G, H, dtype = tape.G, tape.H, tape.dtype
        self._order = np.array(order)
        self._internal = np.argsort(self._order)  # by PyTorch's gate its internal place
        self._scales: Array = np.array([true_scale(cell, place, dtype) for place in range(G)])
        own = None if cell.own_bias is None else cell.gates.index(cell.own_bias)
        self._own_gate = own
        self._alone = [*range(G)] if self.recurrent is None else [] if own is None else [own]
        self._gain: Array = np.ones((G, 1, H), dtype)
        self._bias: Array = np.zeros((G, 1, H), dtype)
        self._gain_back: Array = np.ones((G, H), dtype)
        self._means: Array = np.full(H, 1.0 / H, dtype)
        self._input_normals: list[tuple[Array, Array]] = []
        self._added: Array = np.zeros((0, B, G, H), dtype)
        self._added_own: Array = np.zeros((0, B, H), dtype)
        if self.recurrent is not None:
            self._normal: Array = np.zeros((T, G, B, H), dtype)
            self._r: Array = np.zeros((T, G, B), dtype)
            self._prepare_steps()

    def _prepare_steps(self) -> None:
        """Let every step's product be normalized."""
        own = None if self._own_gate is None else int(self._internal[self._own_gate])
        self.weights.multiply = multiplied(self.weights.multiply)
        for t, saved in enumerate(self.tape.steps):
            product = NormalizedProduct(saved, self._gain, self._normal[t], self._r[t])
            for gates in runs_without(self.tape.G, own):
                product.also(saved, gates, self._bias)
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
        """Put W_ih x of one-hot inputs (T, B) into the tape, normalized where it stands alone."""
        super().project_symbols(symbols)
        self._normalize_inputs()

    def project_numbers(self, x: Array) -> None:
        """Put W_ih x of real inputs (T, B, D) into the tape, normalized where it stands alone."""
        super().project_numbers(x)
        self._normalize_inputs()

    def _normalize_inputs(self) -> None:
        self._input_normals.clear()
        gains = self.p.arrays["gain_h"].reshape(self.tape.G, self.tape.H)
        for gate in self._alone:
            place = self._internal[gate]
            a = self._a_gates[place]
            normal, r = normalize(a)
            self._input_normals.append((normal, r))
            np.multiply(normal, gains[gate] * self._scales[place], out=a)
            np.add(a, self._bias[place], out=a)

    def prepare_backward(self) -> None:
        """Make the room for gradients, once."""
        if self.tape.steps_back:
            return
        super().prepare_backward()
        tape = self.tape
        shape = (tape.T, tape.B, tape.G, tape.H)
        self._added = np.zeros(shape, tape.dtype)
        self._added_own = np.zeros_like(tape.da_own)
        if self.recurrent is None:
            return
        self._normal_back: Array = np.zeros(shape, tape.dtype)
        self._r_back: Array = np.zeros((*shape[:3], 1), tape.dtype)
        flows = [flow for _, flow in reversed(tape.steps_back)]
        for t, flow in enumerate(flows):
            self._fill(flow, self._normal_back[t], self._r_back[t], self._added[t])

    def _fill(
        self, flow: StepGradient, normal: Array, r: Array, added: Array | None = None
    ) -> None:
        if isinstance(flow, NormalizedStepGradient | NormalizedBlockedStepGradient):
            flow.normal, flow.r, flow.gain, flow.added = normal, r, self._gain_back, added
            flow.means = self._means

    def read_back(self) -> None:
        """Bring W_hh, the gains and what was normalized into the layout of the steps back."""
        super().read_back()
        self._gain_back[...] = self._recurrent_gains()
        if self.recurrent is not None:
            for gate, place in enumerate(self._internal):
                self._normal_back[:, :, gate] = self._normal[:, place]
                self._r_back[:, :, gate, 0] = self._r[:, place]

    def prepare_step(self, flow: StepGradient, t: int, sequences: slice) -> None:
        """Give the gradient of a single step what was normalized there."""
        if self.recurrent is None:
            return
        self._gain_back[...] = self._recurrent_gains()
        normal = self._normal[t][self._internal][:, sequences].transpose(1, 0, 2)
        r = self._r[t][self._internal][:, sequences].T
        self._fill(flow, normal, r[:, :, None])

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
        if self.recurrent is None:
            np.copyto(self._added, self.tape.da)
        elif self._own_gate is not None:
            np.copyto(self._added_own, self.tape.da_own)
        for gate, (normal, r) in zip(self._alone, self._input_normals, strict=True):
            da = self.tape.da[:, :, gate] if self.recurrent is None else self.tape.da_own
            da[...] = normalize_back(da * self._input_gain(gate), normal, r)

    def leave_out(self, skipped: int) -> None:
        """Let the first steps add nothing to the gradients of parameters."""
        super().leave_out(skipped)
        self._added[:skipped] = 0.0
        self._added_own[:skipped] = 0.0

    def added(self) -> tuple[Array, Array]:
        """d L / d (what biases are added to), as `tape.da` and `tape.da_own` without a norm."""
        return self._added, self._added_own

    def parameter_gradients(self, g: LayerParameters, inputs: Array | Symbols) -> None:
        """Write this window's gradients to `g`, those of the gains among them."""
        super().parameter_gradients(g, inputs)
        gains = g.arrays["gain_h"].reshape(self.tape.G, self.tape.H)
        if self.recurrent is not None:
            np.einsum("tbgh,tbgh->gh", self._added, self._normal_back, out=gains)
        if self._own_gate is not None:
            g.arrays["gain_hh"][...] = gains[self._own_gate]
        for gate, (normal, _) in zip(self._alone, self._input_normals, strict=True):
            da = self._added[:, :, gate] if self.recurrent is None else self._added_own
            np.einsum("tbh,tbh->h", da, normal, out=gains[gate])
