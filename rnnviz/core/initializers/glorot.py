"""Glorot's start: signals and gradients of one size, layer to layer."""

import math

import numpy as np

from rnnviz.core.initializers.base import Float64Array, Initializer, Role


def glorot_uniform(shape: tuple[int, int], rng: np.random.Generator) -> Float64Array:
    """W (n, m) ~ U(-a, a), a = sqrt(6 / (n + m)) (Glorot, Bengio 2010, equation 16)."""
    a = math.sqrt(6.0 / (shape[0] + shape[1]))
    return rng.uniform(-a, a, shape)


class Glorot(Initializer):
    """Every gate's block by `glorot_uniform`, fans counted within the block."""

    name = "glorot"
    label = "Glorot"
    hint = "Uniform, scaled by units in and out; good for tanh and gates."

    def _block(
        self, role: Role, shape: tuple[int, int], hidden: int, rng: np.random.Generator
    ) -> Float64Array:
        return glorot_uniform(shape, rng)
