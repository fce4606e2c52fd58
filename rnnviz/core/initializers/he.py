"""He's start for rectified units."""

from __future__ import annotations

import math

from rnnviz.core.initializers.base import Block, Float64Array, Initializer


class He(Initializer):
    """W (n, m) ~ N(0, 2 / m) (He et al. 2015, equation 10): half of a ReLU's inputs are cut off."""

    name = "he"
    label = "He"
    hint = "Normal with variance 2 over the units in; good for ReLU, too large for tanh."

    def _block(self, block: Block) -> Float64Array:
        return block.normal(math.sqrt(2.0 / block.shape[1]))
