"""The minimal gated recurrent unit, whose gate and candidate see the input alone."""

from typing import ClassVar

import numpy as np

from rnnviz.core.cells.base import (
    B_IH,
    W_IH,
    Cell,
    LocalDerivatives,
    StateDeclaration,
    StepCache,
    StepGradient,
    Weights,
)
from rnnviz.core.wires import Wire, pre_activation


class MinGRU(Cell):
    """Minimal gated recurrent unit: no W_hh, and z writes where the GRU's keeps.

        z = sigmoid(W_iz x + b_iz)
        n = W_in x + b_in
        h = (1 - z) * h_prev + z * n

    Backward:
        da_z    = dh (n - h_prev) z (1 - z)
        da_n    = dh z
        dh_prev = dh (1 - z)

    Within a layer d h_t / d h_k is the diagonal matrix of the products of (1 - z_s),
    s = k+1 .. t: it never explodes. A forget bias b means b_iz = -b.

    Source: Feng et al. (2024), arXiv 2410.01201, section 3.1, where n is written h with a tilde.
    """

    name = "min_gru"
    label = "minGRU"
    hint = "One gate, which sees the input only; the state goes on without a product with W_hh."
    gates = ("z", "n")
    gate_names: ClassVar = {"z": "update gate", "n": "candidate"}
    sigmoids = ("z",)
    parameters = (W_IH, B_IH)
    states = (StateDeclaration("h", "hidden state", bounded=False),)
    keep_gate = "z"
    keep_sign = -1.0
    usual_keep_bias = 2.0
    local_derivatives = 2

    def wires(self) -> tuple[Wire, ...]:
        """The equations above, one operation a wire."""
        return (
            *pre_activation("a_z", "z", recurrent=False),
            Wire("z", "sigmoid", ("a_z",)),
            *pre_activation("n", "n", recurrent=False),
            Wire("1 - z", "complement", ("z",)),
            Wire("(1 - z) h_prev", "multiply", ("1 - z", "h_prev")),
            Wire("z n", "multiply", ("z", "n")),
            Wire("h", "add", ("(1 - z) h_prev", "z n")),
        )

    def forward(self, s: StepCache, w: Weights) -> None:
        """h from h_prev; a becomes (z, n). (1 - z) h_prev + z n is h_prev + z (n - h_prev)."""
        z, n = s.gates
        np.tanh(z, z)
        np.multiply(z, w.half, z)
        np.add(z, w.half, z)
        np.subtract(n, s.h_prev, s.h)
        np.multiply(s.h, z, s.h)
        np.add(s.h, s.h_prev, s.h)

    def local(self, s: StepCache, k: LocalDerivatives) -> None:
        """k = (da_z / dh, dh_prev / dh)."""
        z, n = s.gates
        k_z, k_keep = k
        np.subtract(1.0, z, k_keep)
        np.subtract(n, s.h_prev, k_z)
        np.multiply(k_z, z, k_z)
        np.multiply(k_z, k_keep, k_z)

    def backward(self, s: StepCache, f: StepGradient) -> None:
        """da_z, da_n; dh_prev += (1 - z) dh."""
        k_z, k_keep = f.local_derivatives
        da_z, da_n = f.da_gates
        np.multiply(f.dh, k_z, da_z)
        np.multiply(f.dh, s.gates[0], da_n)
        np.multiply(f.dh, k_keep, f.scratch)
        np.add(f.dh_prev, f.scratch, f.dh_prev)
