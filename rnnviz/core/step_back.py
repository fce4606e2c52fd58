"""Carries gradients back over single steps of a layer, as many rows at once as one likes.

Shape letters: T time steps, B sequences, D inputs, H hidden units, G gates.
"""

from collections.abc import Sequence

import numpy as np

from rnnviz.core.layer import Layer
from rnnviz.core.numerics import Array
from rnnviz.core.step import StepGradient


def step_gradient(
    layer: Layer,
    after: Sequence[Array],
    before: Sequence[Array],
    k: Array,
    t: int,
    sequences: slice,
) -> StepGradient:
    """Step t back of any rows, from the gradients of the states after to those before."""
    rows, H, G = len(after[0]), layer.tape.H, layer.tape.G
    dtype = after[0].dtype
    da: Array = np.empty((rows, G, H), dtype)
    W_hh = layer.p.W_hh if layer.recurrent else None
    kind = layer.tape.gradient_kinds[0]
    flow = kind(layer.cell.places, after, before, da, k, W_hh, layer.p.own)
    layer.prepare_step(flow, t, sequences)
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
        self._t = t
        self._flow = step_gradient(self._layer, after, before, self._k[:, t], t, self._some)
        self._layer.cell.backward(self._layer.tape.step(t, self._some), self._flow)
        return before

    def input_gradients(self) -> Array:
        """d L / d x (rows, D) of the step that was gone back last."""
        da = input_side(self._layer, self._flow, self._t, self._some)
        dx: Array = da @ self._layer.p.W_ih
        return dx


def input_side(layer: Layer, flow: StepGradient, t: int, sequences: slice) -> Array:
    """d L / d (W_ih x) (rows, G*H) of step t."""
    if layer.cell.own_bias is None:
        return layer.before_norm(flow.da_rows, t, sequences)
    da = flow.da_rows.copy()
    gate, H = layer.cell.gates.index(layer.cell.own_bias), layer.tape.H
    da[:, gate * H : (gate + 1) * H] = flow.da_own
    return layer.before_norm(da, t, sequences)
