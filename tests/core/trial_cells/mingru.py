"""A cell without W_hh: its gate sees the input only, and writes."""

import numpy as np

from rnnviz.core.cells.base import B_IH, W_IH, Cell, StateDeclaration
from rnnviz.core.wires import Wire, pre_activation


class MinGRU(Cell):
    """z = sigmoid(W_iz x + b_iz); n = W_in x + b_in; h = (1 - z) h_prev + z n.

    Source: Feng et al. (2024), arXiv 2410.01201, section 3.1.
    """

    name = "trial_mingru"
    label = "minGRU"
    hint = "A gate and a candidate that see the input only."
    gates = ("z", "n")
    sigmoids = ("z",)
    parameters = (W_IH, B_IH)
    states = (StateDeclaration("h", "hidden state", bounded=False),)
    keep_gate = "z"
    keep_sign = -1.0
    local_derivatives = 2

    def wires(self):
        return (
            *pre_activation("a_z", "z", recurrent=False),
            *pre_activation("n", "n", recurrent=False),
            Wire("z", "sigmoid", ("a_z",)),
            Wire("1 - z", "complement", ("z",)),
            Wire("(1 - z) h_prev", "multiply", ("1 - z", "h_prev")),
            Wire("z n", "multiply", ("z", "n")),
            Wire("h", "add", ("(1 - z) h_prev", "z n")),
        )

    def forward(self, s, w):
        z, n = s.gates
        np.tanh(z, z)
        np.multiply(z, w.half, z)
        np.add(z, w.half, z)
        np.subtract(n, s.h_prev, s.h)
        np.multiply(s.h, z, s.h)
        np.add(s.h, s.h_prev, s.h)

    def local(self, s, k):
        z, n = s.gates
        np.multiply(z * (1.0 - z), n - s.h_prev, k[0])
        np.subtract(1.0, z, k[1])

    def backward(self, s, f):
        k_z, k_keep = f.local_derivatives
        da_z, da_n = f.da_gates
        np.multiply(f.dh, k_z, da_z)
        np.multiply(f.dh, s.gates[0], da_n)
        np.add(f.dh_prev, f.dh * k_keep, f.dh_prev)


def mingru(p, x, s):
    a = (p["weight_ih"] @ x + p["bias_ih"]).reshape(2, -1)
    z, n = 1.0 / (1.0 + np.exp(-a[0])), a[1]
    return {"h": (1.0 - z) * s["h"] + z * n, "z": z, "n": n}
