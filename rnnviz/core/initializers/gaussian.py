"""Gaussian weights of one scale, as the classic small example starts."""

from __future__ import annotations

from rnnviz.core.initializers.base import Block, Float64Array, Initializer
from rnnviz.declare import Declaration


class Gaussian(Initializer):
    """W ~ N(0, init_scale^2), as in min-char-rnn (Karpathy 2015) with 0.01."""

    name = "gaussian"
    label = "Gaussian"
    hint = "Normal numbers of one scale; good for seeing what too small or too large a start does."
    options = (
        Declaration(
            "init_scale",
            "Weight scale",
            0.01,
            "Standard deviation of the starting weights.",
            "float",
            low=1e-6,
            high=10.0,
            log=True,
            group="network",
            effect="new network",
        ),
    )

    def _block(self, block: Block) -> Float64Array:
        return block.normal(self.values["init_scale"])
