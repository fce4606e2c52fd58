"""PyTorch's default start of recurrent layers."""

from __future__ import annotations

import numpy as np

from rnnviz.core.initializers.base import Block, Float64Array, Initializer, Role


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

    def _block(self, block: Block) -> Float64Array:
        return block.uniform(block.hidden**-0.5)
