"""Adagrad: steps that shrink with all gradients seen."""

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.core.optimizers.base import Optimizer
from rnnviz.declare import Declaration


class Adagrad(Optimizer):
    """Divides each parameter's step by the root of its summed squared gradients.

    s = s + g^2
    p = p - lr g / (sqrt(s) + epsilon)

    Duchi, Hazan, Singer 2011, figure 1, in PyTorch's form: epsilon stands outside the root.
    min-char-rnn writes sqrt(s + 1e-8) instead; the two differ only where s is about as small.
    """

    name = "adagrad"
    label = "Adagrad"
    hint = "Shrinks every parameter's steps as its gradients add up; good for rare symbols."
    options = (
        Declaration(
            "epsilon",
            "Epsilon",
            1e-10,
            "Added to the root of the summed squares, against division by zero.",
            "float",
            low=1e-16,
            high=1.0,
            log=True,
        ),
    )
    slots = ("s",)
    default_lr = 0.1

    def _block(
        self, p: Array, g: Array, slots: tuple[Array, ...], lr: float, scratch: Array
    ) -> None:
        (s,) = slots
        np.multiply(g, g, out=scratch)
        np.add(s, scratch, out=s)
        np.sqrt(s, out=scratch)
        np.add(scratch, self.values["epsilon"], out=scratch)
        np.divide(g, scratch, out=scratch)
        np.multiply(scratch, lr, out=scratch)
        np.subtract(p, scratch, out=p)
