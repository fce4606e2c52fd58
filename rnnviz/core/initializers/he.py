"""He's start for rectified units."""

from __future__ import annotations

import math

import numpy as np

from rnnviz.core.initializers.base import Float64Array, Initializer, Role, normal
from rnnviz.core.pauses import Pauses


class He(Initializer):
    """W (n, m) ~ N(0, 2 / m) (He et al. 2015, equation 10): half of a ReLU's inputs are cut off."""

    name = "he"
    label = "He"
    hint = "Normal with variance 2 over the units in; good for ReLU, too large for tanh."

    def _block(
        self,
        role: Role,
        shape: tuple[int, int],
        hidden: int,
        rng: np.random.Generator,
        pauses: Pauses,
    ) -> Float64Array:
        return normal(math.sqrt(2.0 / shape[1]), shape, rng, pauses)
