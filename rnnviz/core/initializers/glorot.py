"""Glorot's start: signals and gradients of one size, layer to layer."""

from __future__ import annotations

import numpy as np

from rnnviz.core.initializers.base import Float64Array, Initializer, Role, glorot_uniform
from rnnviz.core.pauses import Pauses


class Glorot(Initializer):
    """Every gate's block by `glorot_uniform`, fans counted within the block."""

    name = "glorot"
    label = "Glorot"
    hint = "Uniform, scaled by units in and out; good for tanh and gates."

    def _block(
        self,
        role: Role,
        shape: tuple[int, int],
        hidden: int,
        rng: np.random.Generator,
        pauses: Pauses,
    ) -> Float64Array:
        return glorot_uniform(shape, rng, pauses)
