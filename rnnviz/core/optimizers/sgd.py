"""Stochastic gradient descent with momentum."""

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.core.optimizers.base import Optimizer
from rnnviz.declare import Declaration


class SGD(Optimizer):
    """Steps along a discounted sum of all gradients so far.

    v = mu v + g
    p = p - lr v

    PyTorch's form: the learning rate stands outside the sum (Sutskever et al. 2013 keep it in).
    """

    name = "sgd"
    label = "SGD with momentum"
    hint = "Steps straight down the gradient; good for seeing what the gradient alone does."
    options = (
        Declaration(
            "momentum",
            "Momentum",
            0.9,
            "Share of the previous step that is kept; 0 is plain gradient descent.",
            "float",
            low=0.0,
            high=0.999,
            step=0.01,
        ),
    )
    slots = ("v",)
    default_lr = 0.01

    def _block(
        self, p: Array, g: Array, slots: tuple[Array, ...], lr: float, scratch: Array
    ) -> None:
        (v,) = slots
        np.multiply(v, self.values["momentum"], out=v)
        np.add(v, g, out=v)
        np.multiply(v, lr, out=scratch)
        np.subtract(p, scratch, out=p)
