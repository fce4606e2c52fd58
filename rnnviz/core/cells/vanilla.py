"""The vanilla recurrent cell (Elman network) with tanh or ReLU."""

from typing import Literal

import numpy as np
from numpy import add, multiply, tanh  # each look-up of np.add is a tenth of its time here

from rnnviz.core.cells.base import Cell, LocalDerivatives, StepCache, StepGradient, Weights
from rnnviz.core.wires import Wire, pre_activation
from rnnviz.declare import Declaration

Activation = Literal["tanh", "relu"]


class Vanilla(Cell):
    """h = phi(W_ih x + b_ih + W_hh h_prev + b_hh), phi = tanh or max(0, .).

    Backward, a being the pre-activation:
        da      = dh * phi'(a)        phi' = 1 - h^2 for tanh, [h > 0] for ReLU
        dh_prev = W_hh^T da

    Source: Elman (1990), Finding structure in time; names and shapes of torch.nn.RNN.
    """

    name = "vanilla"
    label = "Vanilla RNN"
    hint = "One tanh or ReLU layer fed back into itself; forgets fast."
    gates = ("a",)
    local_derivatives = 1
    options = (
        Declaration(
            "activation",
            "Activation",
            "tanh",
            "What squashes the vanilla cell's state: tanh is bounded, ReLU is not. "
            "GRU and LSTM have their own.",
            "choice",
            choices=("tanh", "relu"),
            group="network",
            effect="new network",
        ),
    )

    def __init__(self, activation: Activation = "tanh") -> None:
        self.activation = activation
        self._relu = activation == "relu"

    def wires(self) -> tuple[Wire, ...]:
        """The equation above, one operation a wire."""
        return (*pre_activation("a", "h"), Wire("h", self.activation, ("a",)))

    def is_bounded(self, name: str) -> bool:
        """Whether a value lies between -1 and 1: with tanh all do."""
        return not self._relu

    def forward(self, s: StepCache, w: Weights) -> None:
        """h from h_prev; a (1, B, H) keeps the pre-activation."""
        w.multiply(s.factor, w.W, s.product)
        a = s.gates[0]
        add(a, s.recurrent_gates[0], a)
        if self._relu:
            np.maximum(a, 0.0, out=s.h)
        else:
            tanh(a, s.h)

    def local(self, s: StepCache, k: LocalDerivatives) -> None:
        """k = (da / dh,), written with h because phi' is a function of it."""
        if self._relu:
            np.greater(s.h, 0.0, out=k[0], casting="unsafe")
        else:
            np.multiply(s.h, s.h, k[0])
            np.subtract(1.0, k[0], k[0])

    def backward(self, s: StepCache, f: StepGradient) -> None:
        """da = dh * k; dh_prev += W_hh^T da."""
        multiply(f.dh, f.local_derivatives[0], f.da_gates[0])
        f.through_recurrence()
