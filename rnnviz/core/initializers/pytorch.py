"""PyTorch's default start of recurrent layers."""

from __future__ import annotations

import numpy as np

from rnnviz.core.initializers.base import Float64Array, Initializer, Role, uniform
from rnnviz.core.pauses import Pauses


class PyTorch(Initializer):
    """W, b ~ U(-1/sqrt(H), 1/sqrt(H)) for every weight and every bias.

    As torch.nn.RNN, GRU and LSTM do for all of theirs, and torch.nn.Linear for the readout,
    whose in_features is H.
    """

    name = "pytorch"
    label = "PyTorch's uniform"
    hint = "Uniform within 1/sqrt(H), biases too; good for comparing with PyTorch."

    def bias(self, role: Role, size: int, hidden: int, rng: np.random.Generator) -> Float64Array:
        """A bias (size,) from the weights' distribution."""
        bound = hidden**-0.5
        return rng.uniform(-bound, bound, size)

    def _block(
        self,
        role: Role,
        shape: tuple[int, int],
        hidden: int,
        rng: np.random.Generator,
        pauses: Pauses,
    ) -> Float64Array:
        return uniform(hidden**-0.5, shape, rng, pauses)
