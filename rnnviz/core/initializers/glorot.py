"""Glorot's start: signals and gradients of one size, layer to layer."""

from __future__ import annotations

from rnnviz.core.initializers.base import Block, Float64Array, Initializer


class Glorot(Initializer):
    """Every gate's block by `Block.glorot_uniform`, fans counted within the block."""

    name = "glorot"
    label = "Glorot"
    hint = "Uniform, scaled by units in and out; good for tanh and gates."

    def _block(self, block: Block) -> Float64Array:
        return block.glorot_uniform()
