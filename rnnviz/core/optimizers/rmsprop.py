"""RMSProp: steps scaled by the recent size of the gradient."""

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.core.optimizers.base import Optimizer
from rnnviz.declare import Declaration


class RMSProp(Optimizer):
    """Divides each parameter's step by the root mean square of its recent gradients.

    s = decay s + (1 - decay) g^2
    p = p - lr g / (sqrt(s) + epsilon)

    Tieleman, Hinton 2012 (lecture 6.5), in PyTorch's form: epsilon stands outside the root.
    """

    name = "rmsprop"
    label = "RMSProp"
    hint = "Divides by the gradient's recent size; good when gradients change size on the way."
    options = (
        Declaration(
            "decay",
            "Decay",
            0.99,
            "Share of the mean square that is kept at every step: 0.99 looks 100 steps back.",
            "float",
            low=0.0,
            high=0.9999,
            step=0.01,
        ),
        Declaration(
            "epsilon",
            "Epsilon",
            1e-8,
            "Added to the root mean square, against division by zero.",
            "float",
            low=1e-16,
            high=1.0,
            log=True,
        ),
    )
    slots = ("s",)
    default_lr = 0.006

    def _block(
        self, p: Array, g: Array, slots: tuple[Array, ...], lr: float, scratch: Array
    ) -> None:
        (s,) = slots
        decay = self.values["decay"]
        np.multiply(g, g, out=scratch)
        np.multiply(scratch, 1.0 - decay, out=scratch)
        np.multiply(s, decay, out=s)
        np.add(s, scratch, out=s)
        np.sqrt(s, out=scratch)
        np.add(scratch, self.values["epsilon"], out=scratch)
        np.divide(g, scratch, out=scratch)
        np.multiply(scratch, lr, out=scratch)
        np.subtract(p, scratch, out=p)
