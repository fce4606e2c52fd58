"""A cell that is in no registry: two gates and a candidate that see the input only."""

import numpy as np

from rnnviz.core.cells.base import B_IH, W_IH, Cell, StateDeclaration
from rnnviz.core.wires import Wire, pre_activation


class MinLSTM(Cell):
    """f, i = sigmoid(W x + b); n = W_in x + b_in; h = (f h_prev + i n) / (f + i).

    Source: Feng et al. (2024), arXiv 2410.01201, section 3.2.
    """

    name = "trial_min_lstm"
    label = "minLSTM"
    hint = "Two gates that see the input only, and share out what is kept and what is written."
    gates = ("f", "i", "n")
    sigmoids = ("f", "i")
    parameters = (W_IH, B_IH)
    states = (StateDeclaration("h", "hidden state", bounded=False),)
    keep_gate = "f"
    local_derivatives = 1

    def wires(self):
        return (
            *pre_activation("a_f", "f", recurrent=False),
            *pre_activation("a_i", "i", recurrent=False),
            *pre_activation("n", "n", recurrent=False),
            Wire("f", "sigmoid", ("a_f",)),
            Wire("i", "sigmoid", ("a_i",)),
            Wire("f h_prev", "multiply", ("f", "h_prev")),
            Wire("i n", "multiply", ("i", "n")),
            Wire("f h_prev + i n", "add", ("f h_prev", "i n")),
            Wire("f + i", "add", ("f", "i")),
            Wire("h", "divide", ("f h_prev + i n", "f + i")),
        )

    def forward(self, s, w):
        f, i, n = s.gates
        np.tanh(s.squashed, s.squashed)
        np.multiply(s.squashed, w.half, s.squashed)
        np.add(s.squashed, w.half, s.squashed)
        s.h[...] = (f * s.h_prev + i * n) / (f + i)

    def local(self, s, k):
        f, i, _ = s.gates
        np.add(f, i, k[0])

    def backward(self, s, f):
        forget, i, n = s.gates
        da_f, da_i, da_n = f.da_gates
        share = f.dh / f.local_derivatives[0]
        da_f[...] = share * (s.h_prev - s.h) * forget * (1.0 - forget)
        da_i[...] = share * (n - s.h) * i * (1.0 - i)
        da_n[...] = share * i
        np.add(f.dh_prev, share * forget, f.dh_prev)

    def keeps(self, s):
        f, i, _ = s.gates
        return f / (f + i)


def min_lstm(p, x, s):
    a = (p["weight_ih"] @ x + p["bias_ih"]).reshape(3, -1)
    f, i, n = 1.0 / (1.0 + np.exp(-a[0])), 1.0 / (1.0 + np.exp(-a[1])), a[2]
    return {"h": (f * s["h"] + i * n) / (f + i), "f": f, "i": i, "n": n}
