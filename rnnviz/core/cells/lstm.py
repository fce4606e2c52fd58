"""Long short-term memory."""

import numpy as np

from rnnviz.core.cells.base import Cell, Flow, Locals, Saved, Weights


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
    sigmoids = ("o", "i", "f")
    keep_gate = "f"
    input_gate = "i"
    has_c = True
    kept = 1
    locals = 5

    def forward(self, s: Saved, w: Weights) -> None:
        """h, c from h_prev, c_prev; a becomes (o, i, f, g), kept[0] becomes tanh(c)."""
        w.multiply(s.h_prev, w.W, out=s.product)
        a, squashed = s.a, s.squashed
        np.add(a, s.recurrent, out=a)
        np.tanh(a, out=a)
        np.multiply(squashed, w.half, out=squashed)
        np.add(squashed, w.half, out=squashed)
        o, i, f, g = s.gates
        c, tanh_c = s.c, s.kept[0]
        np.multiply(f, s.c_prev, out=c)
        np.multiply(i, g, out=s.scratch)
        np.add(c, s.scratch, out=c)
        np.tanh(c, out=tanh_c)
        np.multiply(o, tanh_c, out=s.h)

    def local(self, s: Saved, k: Locals) -> None:
        """k = (da_o / dh, da_i / dc, da_f / dc_prev, da_g / dc, dc / dh); o tanh(c) is h."""
        o, i, f, g = s.gates
        k_o, k_i, k_f, k_g, k_c = k
        np.multiply(s.h, o, out=k_o)
        np.subtract(s.h, k_o, out=k_o)
        np.multiply(s.h, s.kept[0], out=k_c)
        np.subtract(o, k_c, out=k_c)
        np.multiply(s.c_prev, f, out=k_f)
        np.subtract(s.c_prev, k_f, out=k_f)
        np.multiply(i, g, out=k_g)
        np.multiply(k_g, i, out=k_i)
        np.subtract(k_g, k_i, out=k_i)
        np.multiply(k_g, g, out=k_g)
        np.subtract(i, k_g, out=k_g)

    def backward(self, s: Saved, f: Flow) -> None:
        """dc becomes the whole d L / d c; dc_prev, da and dh_prev follow."""
        k_o, k_i, k_f, k_g, k_c = f.k
        da_i, da_f, da_g, da_o = f.da_gates
        np.multiply(f.dh, k_c, out=f.scratch)
        np.add(f.dc, f.scratch, out=f.dc)
        np.multiply(f.dc, s.gates[2], out=f.dc_prev)
        np.multiply(f.dc, k_i, out=da_i)
        np.multiply(f.dc_prev, k_f, out=da_f)
        np.multiply(f.dc, k_g, out=da_g)
        np.multiply(f.dh, k_o, out=da_o)
        f.through_recurrence()
