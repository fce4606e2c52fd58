"""Adam: momentum, with steps scaled by the recent size of the gradient."""

import math

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.core.optimizers.base import Optimizer
from rnnviz.declare import Declaration


class Adam(Optimizer):
    """Steps along the mean recent gradient, divided by its root mean square.

    Kingma, Ba 2015, algorithm 1, with t updates done, this one included:

    p = p - lr mhat / (sqrt(vhat) + epsilon)
    mhat = (1 - beta1) m / (1 - beta1^t),  vhat = (1 - beta2) v / (1 - beta2^t)
    m = beta1 m + g,  v = beta2 v + g^2

    The slots are discounted sums: the paper's moving averages are (1 - beta1) m and
    (1 - beta2) v. Together with both bias corrections these factors go into the step size and
    epsilon, where they cost nothing: with r = sqrt((1 - beta2^t) / (1 - beta2)),

    p = p - (lr r (1 - beta1) / (1 - beta1^t)) m / (sqrt(v) + epsilon r)
    """

    name = "adam"
    label = "Adam"
    hint = "Momentum and scaled steps together; good as a first choice almost everywhere."
    options = (
        Declaration(
            "beta1",
            "Beta 1",
            0.9,
            "Share of the mean gradient that is kept at every step: 0.9 looks 10 steps back.",
            "float",
            low=0.0,
            high=0.9999,
            step=0.01,
            effect="new network",
        ),
        Declaration(
            "beta2",
            "Beta 2",
            0.999,
            "Share of the mean square that is kept at every step: 0.999 looks 1,000 steps back.",
            "float",
            low=0.0,
            high=0.99999,
            step=0.001,
            effect="new network",
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
    slots = ("m", "v")
    default_lr = 0.008

    def _block(
        self, p: Array, g: Array, slots: tuple[Array, ...], lr: float, scratch: Array
    ) -> None:
        m, v = slots
        beta1, beta2 = self.values["beta1"], self.values["beta2"]
        r = math.sqrt((1.0 - beta2**self.count) / (1.0 - beta2))
        step = lr * r * (1.0 - beta1) / (1.0 - beta1**self.count)
        np.multiply(m, beta1, out=m)
        np.add(m, g, out=m)
        np.multiply(v, beta2, out=v)
        np.multiply(g, g, out=scratch)
        np.add(v, scratch, out=v)
        np.sqrt(v, out=scratch)
        np.add(scratch, self.values["epsilon"] * r, out=scratch)
        np.divide(m, scratch, out=scratch)
        np.multiply(scratch, step, out=scratch)
        np.subtract(p, scratch, out=p)
