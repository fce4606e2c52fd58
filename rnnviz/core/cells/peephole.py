"""Long short-term memory whose gates see its memory."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np

from rnnviz.core.cells.base import (
    COMMON,
    HIDDEN,
    MEMORY,
    Array,
    Cell,
    LocalDerivatives,
    Parameter,
    StepCache,
    StepGradient,
    Weights,
)
from rnnviz.core.wires import Wire, pre_activation


class Peephole(Cell):
    """LSTM with peepholes: the gates i and f see c_prev, the gate o sees c, each unit its own.

        i = sigmoid(W_ii x + b_ii + W_hi h_prev + b_hi + W_ci * c_prev)
        f = sigmoid(W_if x + b_if + W_hf h_prev + b_hf + W_cf * c_prev)
        g = tanh   (W_ig x + b_ig + W_hg h_prev + b_hg)
        c = f * c_prev + i * g
        o = sigmoid(W_io x + b_io + W_ho h_prev + b_ho + W_co * c)
        h = o * tanh(c)

    Backward:
        da_o    = dh tanh(c) o (1 - o)
        dc     += dh o (1 - tanh(c)^2) + da_o W_co
        da_i    = dc g i (1 - i)
        da_f    = dc c_prev f (1 - f)
        da_g    = dc i (1 - g^2)
        dc_prev = dc f + da_i W_ci + da_f W_cf
        dh_prev = W_hh^T [da_i, da_f, da_g, da_o]
        dW_ci   = sum da_i c_prev,  dW_cf = sum da_f c_prev,  dW_co = sum da_o c

    Source: Gers and Schmidhuber (2000), Recurrent nets that time and count; h as in Graves (2013),
    arXiv 1308.0850, equations 7 to 11, whose peepholes are diagonal too.
    """

    name = "peephole"
    label = "Peephole LSTM"
    hint = "An LSTM whose gates also see the memory c, each unit its own."
    gates = ("i", "f", "g", "o")
    gate_names: ClassVar = {
        "i": "input gate",
        "f": "forget gate",
        "g": "candidate",
        "o": "output gate",
    }
    sigmoids = ("o", "i", "f")
    parameters = (*COMMON, Parameter("weight_ch", "W_ch", "recurrent", "", ("i", "f", "o")))
    states = (HIDDEN, MEMORY)
    memory = "c"
    keep_gate = "f"
    input_gate = "i"
    kept = 1
    local_derivatives = 5

    def wires(self) -> tuple[Wire, ...]:
        """The equations above, one operation a wire."""
        return (
            *pre_activation("a_i", "i"),
            *pre_activation("a_f", "f"),
            *pre_activation("a_g", "g"),
            *pre_activation("a_o", "o"),
            Wire("W_ci c_prev", "multiply", ("W_ci", "c_prev")),
            Wire("a_i + W_ci c_prev", "add", ("a_i", "W_ci c_prev")),
            Wire("W_cf c_prev", "multiply", ("W_cf", "c_prev")),
            Wire("a_f + W_cf c_prev", "add", ("a_f", "W_cf c_prev")),
            Wire("i", "sigmoid", ("a_i + W_ci c_prev",)),
            Wire("f", "sigmoid", ("a_f + W_cf c_prev",)),
            Wire("g", "tanh", ("a_g",)),
            Wire("f c_prev", "multiply", ("f", "c_prev")),
            Wire("i g", "multiply", ("i", "g")),
            Wire("c", "add", ("f c_prev", "i g")),
            Wire("W_co c", "multiply", ("W_co", "c")),
            Wire("a_o + W_co c", "add", ("a_o", "W_co c")),
            Wire("o", "sigmoid", ("a_o + W_co c",)),
            Wire("tanh c", "tanh", ("c",)),
            Wire("h", "multiply", ("o", "tanh c")),
        )

    def forward(self, s: StepCache, w: Weights) -> None:
        """h, c from h_prev, c_prev; a becomes (o, i, f, g), kept[0] becomes tanh(c)."""
        w.multiply(s.factor, w.W, s.product)
        W_ci, W_cf, W_co = w.own
        np.add(s.a, s.recurrent, s.a)
        o, i, f, g = s.gates
        for gate, weight in ((i, W_ci), (f, W_cf)):
            _look(gate, weight, s.c_prev, w.half, s.scratch)
            _squash(gate, w.half)
        np.tanh(g, g)
        c, tanh_c = s.c, s.kept[0]
        np.multiply(f, s.c_prev, c)
        np.multiply(i, g, s.scratch)
        np.add(c, s.scratch, c)
        _look(o, W_co, c, w.half, s.scratch)
        _squash(o, w.half)
        np.tanh(c, tanh_c)
        np.multiply(o, tanh_c, s.h)

    def local(self, s: StepCache, k: LocalDerivatives) -> None:
        """k = (da_o / dh, da_i / dc, da_f / dc, da_g / dc, dc / dh); o tanh(c) is h."""
        o, i, f, g = s.gates
        k_o, k_i, k_f, k_g, k_c = k
        np.multiply(s.h, 1.0 - o, k_o)
        np.multiply(o, 1.0 - s.kept[0] * s.kept[0], k_c)
        np.multiply(s.c_prev, f * (1.0 - f), k_f)
        np.multiply(g, i * (1.0 - i), k_i)
        np.multiply(i, 1.0 - g * g, k_g)

    def backward(self, s: StepCache, f: StepGradient) -> None:
        """dc becomes the whole d L / d c; dc_prev, da and dh_prev follow."""
        k_o, k_i, k_f, k_g, k_c = f.local_derivatives
        da_i, da_f, da_g, da_o = f.da_gates
        W_ci, W_cf, W_co = f.own
        np.multiply(f.dh, k_o, da_o)
        f.dc += f.dh * k_c + da_o * W_co
        np.multiply(f.dc, k_i, da_i)
        np.multiply(f.dc, k_f, da_f)
        np.multiply(f.dc, k_g, da_g)
        np.multiply(f.dc, s.gates[2], f.dc_prev)
        f.dc_prev += da_i * W_ci + da_f * W_cf
        f.through_recurrence()

    def own_gradients(self, s: StepCache, da: Sequence[Array], own: Sequence[Array]) -> None:
        """dW_ci, dW_cf, dW_co: sums over all steps and sequences."""
        da_i, da_f, _, da_o = da
        pairs = ((da_i, s.c_prev), (da_f, s.c_prev), (da_o, s.c))
        for found, (gate, seen) in zip(own, pairs, strict=True):
            np.einsum("tbh,tbh->h", gate, seen, out=found)


def _look(gate: Array, weight: Array, c: Array, half: Array, scratch: Array) -> None:
    """gate += weight c / 2: what a sigmoid gate adds up is halved (see `Weights`)."""
    np.multiply(c, weight, scratch)
    np.multiply(scratch, half, scratch)
    np.add(gate, scratch, gate)


def _squash(gate: Array, half: Array) -> None:
    """gate = sigmoid(2 gate)."""
    np.tanh(gate, gate)
    np.multiply(gate, half, gate)
    np.add(gate, half, gate)
