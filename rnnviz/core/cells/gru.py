"""The gated recurrent unit."""

from typing import ClassVar

import numpy as np

from rnnviz.core.cells.base import Cell, LocalDerivatives, StepCache, StepGradient, Weights
from rnnviz.core.wires import Wire, pre_activation


class GRU(Cell):
    """Gated recurrent unit, PyTorch's variant: the reset gate acts inside the recurrent term.

        r = sigmoid(W_ir x + b_ir + W_hr h_prev + b_hr)
        z = sigmoid(W_iz x + b_iz + W_hz h_prev + b_hz)
        q = W_hn h_prev + b_hn
        n = tanh(W_in x + b_in + r * q)
        h = (1 - z) * n + z * h_prev

    Backward, da being the gradient of the recurrent side's pre-activations:
        da_n    = dh (1 - z) (1 - n^2)          (input's side of n)
        da_q    = da_n r                         (recurrent side of n)
        da_r    = da_n q r (1 - r)
        da_z    = dh (h_prev - n) z (1 - z)
        dh_prev = z dh + W_hh^T [da_r, da_z, da_q]

    Source: Cho et al. (2014), arXiv 1406.1078; gate order r z n of torch.nn.GRU.
    """

    name = "gru"
    label = "GRU"
    hint = "Two gates; the update gate z keeps the old state, and its bias says how long."
    gates = ("r", "z", "n")
    gate_names: ClassVar = {"r": "reset gate", "z": "update gate", "n": "candidate"}
    sigmoids = ("r", "z")
    own_bias = "n"
    keep_gate = "z"
    usual_keep_bias = 3.0
    kept = 1
    local_derivatives = 3

    def wires(self) -> tuple[Wire, ...]:
        """The equations above, one operation a wire."""
        return (
            *pre_activation("a_r", "r"),
            *pre_activation("a_z", "z"),
            Wire("r", "sigmoid", ("a_r",)),
            Wire("z", "sigmoid", ("a_z",)),
            Wire("W_in x", "matmul", ("W_in", "x")),
            Wire("W_hn h_prev", "matmul", ("W_hn", "h_prev")),
            Wire("q", "add", ("W_hn h_prev", "b_hn")),
            Wire("r q", "multiply", ("r", "q")),
            Wire("a_n", "add", ("W_in x", "b_in", "r q")),
            Wire("n", "tanh", ("a_n",)),
            Wire("1 - z", "complement", ("z",)),
            Wire("(1 - z) n", "multiply", ("1 - z", "n")),
            Wire("z h_prev", "multiply", ("z", "h_prev")),
            Wire("h", "add", ("(1 - z) n", "z h_prev")),
        )

    def forward(self, s: StepCache, w: Weights) -> None:
        """h from h_prev; a becomes (r, z, n), kept[0] becomes q."""
        w.multiply(s.factor, w.W, s.product)
        r, z, n = s.gates
        q, squashed = s.kept[0], s.squashed
        np.add(squashed, s.recurrent_squashed, squashed)
        np.tanh(squashed, squashed)
        np.multiply(squashed, w.half, squashed)
        np.add(squashed, w.half, squashed)
        np.add(s.recurrent_gates[2], w.b_recurrent, q)
        np.multiply(r, q, s.scratch)
        np.add(n, s.scratch, n)
        np.tanh(n, n)
        np.subtract(s.h_prev, n, s.h)
        np.multiply(s.h, z, s.h)
        np.add(s.h, n, s.h)

    def local(self, s: StepCache, k: LocalDerivatives) -> None:
        """k = (da_n / dh, da_z / dh, da_r / da_q); z (h_prev - n) is written h - n."""
        r, z, n = s.gates
        q = s.kept[0]
        k_n, k_z, k_r = k
        np.subtract(1.0, z, k_z)
        np.multiply(k_z, n, k_n)
        np.multiply(k_n, n, k_n)
        np.subtract(k_z, k_n, k_n)
        np.subtract(s.h, n, k_r)
        np.multiply(k_z, k_r, k_z)
        np.multiply(q, r, k_r)
        np.subtract(q, k_r, k_r)

    def backward(self, s: StepCache, f: StepGradient) -> None:
        """da_n, da_q, da_r, da_z; dh_prev += z dh + W_hh^T [da_r, da_z, da_q]."""
        r, z, _ = s.gates
        k_n, k_z, k_r = f.local_derivatives
        da_r, da_z, da_q = f.da_gates
        np.multiply(f.dh, k_n, f.da_own)
        np.multiply(f.da_own, r, da_q)
        np.multiply(da_q, k_r, da_r)
        np.multiply(f.dh, k_z, da_z)
        np.multiply(f.dh, z, f.scratch)
        np.add(f.dh_prev, f.scratch, f.dh_prev)
        f.through_recurrence()
