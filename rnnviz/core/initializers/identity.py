"""Identity recurrent weights: a network that starts by remembering."""

from __future__ import annotations

import numpy as np

from rnnviz.core.initializers.base import Block, Float64Array, Initializer


class Identity(Initializer):
    """Every gate's recurrent block the identity (Le, Jaitly, Hinton 2015), the others Glorot's."""

    name = "identity"
    label = "Identity"
    hint = "Recurrent weights that copy the state; good for a ReLU network."

    def _block(self, block: Block) -> Float64Array:
        if block.role == "recurrent":
            return np.eye(block.hidden)
        return block.glorot_uniform()
