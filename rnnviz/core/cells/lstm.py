"""Long short-term memory."""

from typing import ClassVar

import numpy as np

from rnnviz.core.cells.base import (
    HIDDEN,
    MEMORY,
    Cell,
    LocalDerivatives,
    StepCache,
    StepGradient,
    Weights,
)
from rnnviz.core.wires import Wire, pre_activation


class LSTM(Cell):
    """Long short-term memory with forget gate.

        i = sigmoid(W_ii x + b_ii + W_hi h_prev + b_hi)
        f = sigmoid(W_if x + b_if + W_hf h_prev + b_hf)
        g = tanh   (W_ig x + b_ig + W_hg h_prev + b_hg)
        o = sigmoid(W_io x + b_io + W_ho h_prev + b_ho)
        c = f * c_prev + i * g
        h = o * tanh(c)

    Backward:
        dc     += dh o (1 - tanh(c)^2)
        da_i    = dc g i (1 - i)
        da_f    = dc c_prev f (1 - f)
        da_g    = dc i (1 - g^2)
        da_o    = dh tanh(c) o (1 - o)
        dc_prev = dc f
        dh_prev = W_hh^T [da_i, da_f, da_g, da_o]

    Source: Hochreiter and Schmidhuber (1997); Gers et al. (2000) for f; order i f g o of
    torch.nn.LSTM.
    """

    name = "lstm"
    label = "LSTM"
    hint = "Three gates around a memory c; the forget gate's bias says how long it lasts."
    gates = ("i", "f", "g", "o")
    gate_names: ClassVar = {
        "i": "input gate",
        "f": "forget gate",
        "g": "candidate",
        "o": "output gate",
    }
    sigmoids = ("o", "i", "f")
    keep_gate = "f"
    usual_keep_bias = 2.0
    input_gate = "i"
    states = (HIDDEN, MEMORY)
    memory = "c"
    kept = 1
    local_derivatives = 5

    def wires(self) -> tuple[Wire, ...]:
        """The equations above, one operation a wire."""
        return (
            *pre_activation("a_i", "i"),
            *pre_activation("a_f", "f"),
            *pre_activation("a_g", "g"),
            *pre_activation("a_o", "o"),
            Wire("i", "sigmoid", ("a_i",)),
            Wire("f", "sigmoid", ("a_f",)),
            Wire("g", "tanh", ("a_g",)),
            Wire("o", "sigmoid", ("a_o",)),
            Wire("f c_prev", "multiply", ("f", "c_prev")),
            Wire("i g", "multiply", ("i", "g")),
            Wire("c", "add", ("f c_prev", "i g")),
            Wire("tanh c", "tanh", ("c",)),
            Wire("h", "multiply", ("o", "tanh c")),
        )

    def forward(self, s: StepCache, w: Weights) -> None:
        """h, c from h_prev, c_prev; a becomes (o, i, f, g), kept[0] becomes tanh(c)."""
        w.multiply(s.factor, w.W, s.product)
        a, squashed = s.a, s.squashed
        np.add(a, s.recurrent, a)
        np.tanh(a, a)
        np.multiply(squashed, w.half, squashed)
        np.add(squashed, w.half, squashed)
        o, i, f, g = s.gates
        c, tanh_c = s.c, s.kept[0]
        np.multiply(f, s.c_prev, c)
        np.multiply(i, g, s.scratch)
        np.add(c, s.scratch, c)
        np.tanh(c, tanh_c)
        np.multiply(o, tanh_c, s.h)

    def local(self, s: StepCache, k: LocalDerivatives) -> None:
        """k = (da_o / dh, da_i / dc, da_f / dc_prev, da_g / dc, dc / dh); o tanh(c) is h."""
        o, i, f, g = s.gates
        k_o, k_i, k_f, k_g, k_c = k
        np.multiply(s.h, o, k_o)
        np.subtract(s.h, k_o, k_o)
        np.multiply(s.h, s.kept[0], k_c)
        np.subtract(o, k_c, k_c)
        np.multiply(s.c_prev, f, k_f)
        np.subtract(s.c_prev, k_f, k_f)
        np.multiply(i, g, k_g)
        np.multiply(k_g, i, k_i)
        np.subtract(k_g, k_i, k_i)
        np.multiply(k_g, g, k_g)
        np.subtract(i, k_g, k_g)

    def backward(self, s: StepCache, f: StepGradient) -> None:
        """dc becomes the whole d L / d c; dc_prev, da and dh_prev follow."""
        k_o, k_i, k_f, k_g, k_c = f.local_derivatives
        da_i, da_f, da_g, da_o = f.da_gates
        np.multiply(f.dh, k_c, f.scratch)
        np.add(f.dc, f.scratch, f.dc)
        np.multiply(f.dc, s.gates[2], f.dc_prev)
        np.multiply(f.dc, k_i, da_i)
        np.multiply(f.dc_prev, k_f, da_f)
        np.multiply(f.dc, k_g, da_g)
        np.multiply(f.dh, k_o, da_o)
        f.through_recurrence()
