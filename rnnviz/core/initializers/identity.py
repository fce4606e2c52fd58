"""Identity recurrent weights: a network that starts by remembering."""

from __future__ import annotations

import numpy as np

from rnnviz.core.initializers.base import Float64Array, Initializer, Role, glorot_uniform
from rnnviz.core.pauses import Pauses


class Identity(Initializer):
    """Every gate's recurrent block the identity (Le, Jaitly, Hinton 2015), the others Glorot's."""

    name = "identity"
    label = "Identity"
    hint = "Recurrent weights that copy the state; good for a ReLU network."

    def _block(
        self,
        role: Role,
        shape: tuple[int, int],
        hidden: int,
        rng: np.random.Generator,
        pauses: Pauses,
    ) -> Float64Array:
        if role == "recurrent":
            return np.eye(hidden)
        return glorot_uniform(shape, rng, pauses)
