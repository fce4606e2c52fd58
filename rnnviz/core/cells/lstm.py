"""Long short-term memory."""

import numpy as np

from rnnviz.core.cells.base import Array, Cell, Flow, Saved, Weights


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
        np.multiply(squashed, 0.5, out=squashed)
        np.add(squashed, 0.5, out=squashed)
        o, i, f, g = s.gates
        c, tanh_c = s.c, s.kept[0]
        np.multiply(f, s.c_prev, out=c)
        np.multiply(i, g, out=s.scratch)
        np.add(c, s.scratch, out=c)
        np.tanh(c, out=tanh_c)
        np.multiply(o, tanh_c, out=s.h)

    def local(self, s: Saved, k: Array) -> None:
        """k = (da_o / dh, da_i / dc, da_f / dc, da_g / dc, dc / dh)."""
        o, i, _, g = s.gates
        tanh_c = s.kept[0]
        squashed, (k_o, k_i, k_f, k_g, k_c) = k[:3], k
        np.multiply(s.squashed, s.squashed, out=squashed)
        np.subtract(s.squashed, squashed, out=squashed)
        np.multiply(k_o, tanh_c, out=k_o)
        np.multiply(k_i, g, out=k_i)
        np.multiply(k_f, s.c_prev, out=k_f)
        np.multiply(g, g, out=k_g)
        np.subtract(1.0, k_g, out=k_g)
        np.multiply(k_g, i, out=k_g)
        np.multiply(tanh_c, tanh_c, out=k_c)
        np.subtract(1.0, k_c, out=k_c)
        np.multiply(k_c, o, out=k_c)

    def backward(self, s: Saved, f: Flow) -> None:
        """dc becomes the whole d L / d c; da in PyTorch's order i f g o."""
        k = f.k
        np.multiply(f.dh, k[4], out=f.scratch)
        np.add(f.dc, f.scratch, out=f.dc)
        np.multiply(f.dc, k[1:4], out=f.da[:3])
        np.multiply(f.dh, k[0], out=f.da[3])
        np.multiply(f.dc, s.gates[2], out=f.dc_prev)
        np.dot(f.da_rows, f.W_hh, out=f.back)
        np.add(f.dh_prev, f.back, out=f.dh_prev)
