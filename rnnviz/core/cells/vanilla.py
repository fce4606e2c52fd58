"""The vanilla recurrent cell (Elman network) with tanh or ReLU, and with a leak or without."""

from typing import Literal

import numpy as np
from numpy import add, multiply, tanh  # each look-up of np.add is a tenth of its time here

from rnnviz.core.cells.base import Cell, LocalDerivatives, StepCache, StepGradient, Weights
from rnnviz.core.wires import Wire, pre_activation
from rnnviz.declare import Declaration

Activation = Literal["tanh", "relu"]


class Vanilla(Cell):
    """h = (1 - leak) h_prev + leak phi(W_ih x + b_ih + W_hh h_prev + b_hh), phi = tanh or max(0, .)

    With leak = 1 nothing of the old state is left but what W_hh brings: h = phi(...).
    Backward, a being the pre-activation:
        da      = dh * leak phi'(a)        phi' = 1 - phi^2 for tanh, [phi > 0] for ReLU
        dh_prev = (1 - leak) dh + W_hh^T da

    As phi' is at most 1, a step lengthens no gradient by more than (1 - leak) + leak sigma_1, and
    sigma_1 below 1 still means that it fades.

    Source: Elman (1990), Finding structure in time; names and shapes of torch.nn.RNN. The leak:
    Jaeger et al. (2007), Optimization and applications of echo state networks with leaky-integrator
    neurons, equation 1 with gamma = 1, where it is called a.
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
        Declaration(
            "leak",
            "Leak",
            1.0,
            "The share of its state that every unit of a vanilla cell renews at a step; the rest "
            "stays as it was. At 1 all of it is new, at 0.1 it changes over about 10 steps.",
            "float",
            low=0.01,
            high=1.0,
            step=0.05,
            group="network",
            effect="new network",
        ),
    )

    def __init__(self, activation: Activation = "tanh", leak: float = 1.0) -> None:
        self.activation, self.leak = activation, leak
        self._leaks = leak < 1.0
        self._plain_tanh = activation == "tanh" and not self._leaks

    def wires(self) -> tuple[Wire, ...]:
        """The equation above, one operation a wire."""
        pre = pre_activation("a", "h")
        if not self._leaks:
            return (*pre, Wire("h", self.activation, ("a",)))
        new, kept = f"{self.leak:g} {self.squashed}", f"{1.0 - self.leak:g} h_prev"
        return (
            *pre,
            Wire(self.squashed, self.activation, ("a",)),
            Wire(new, "scale", (self.squashed,), self.leak),
            Wire(kept, "scale", ("h_prev",), 1.0 - self.leak),
            Wire("h", "add", (kept, new)),
        )

    @property
    def squashed(self) -> str:
        """The wire that carries phi(...): h itself without a leak."""
        return f"{self.activation} a" if self._leaks else "h"

    def is_bounded(self, name: str) -> bool:
        """Whether a value lies between -1 and 1: with tanh all do."""
        return self.activation == "tanh"

    def forward(self, s: StepCache, w: Weights) -> None:
        """h from h_prev; a (1, B, H) keeps the pre-activation, or becomes phi(...) with a leak."""
        w.multiply(s.factor, w.W, s.product)
        a = s.gates[0]
        add(a, s.recurrent_gates[0], a)
        if self._plain_tanh:
            tanh(a, s.h)
        elif self._leaks:
            self._leak_into(s, a)
        else:
            np.maximum(a, 0.0, out=s.h)

    def _leak_into(self, s: StepCache, a: np.ndarray) -> None:
        """h = h_prev + leak (phi(a) - h_prev)."""
        if self.activation == "tanh":
            tanh(a, a)
        else:
            np.maximum(a, 0.0, out=a)
        np.subtract(a, s.h_prev, s.h)
        multiply(s.h, self.leak, s.h)
        add(s.h, s.h_prev, s.h)

    def local(self, s: StepCache, k: LocalDerivatives) -> None:
        """k = (da / dh,), written with phi(...) because phi' is a function of it."""
        phi = s.gates[0] if self._leaks else s.h
        if self.activation == "relu":
            np.greater(phi, 0.0, out=k[0], casting="unsafe")
        else:
            np.multiply(phi, phi, k[0])
            np.subtract(1.0, k[0], k[0])
        if self._leaks:
            np.multiply(k[0], self.leak, k[0])

    def backward(self, s: StepCache, f: StepGradient) -> None:
        """da = dh * k; dh_prev += W_hh^T da, and (1 - leak) dh with a leak."""
        multiply(f.dh, f.local_derivatives[0], f.da_gates[0])
        if self._leaks:
            multiply(f.dh, 1.0 - self.leak, f.scratch)
            add(f.dh_prev, f.scratch, f.dh_prev)
        f.through_recurrence()
