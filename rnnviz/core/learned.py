"""Which of a network's parameters are learned: all of them, or those of the readout alone."""

import math
from collections.abc import Mapping
from typing import Literal

Learns = Literal["all", "readout"]
LEARNS: tuple[Learns, ...] = ("all", "readout")
READOUT = "decoder."
"""What the names of the readout's parameters begin with; they are the last ones of a network."""


def learned_size(shapes: Mapping[str, tuple[int, ...]], learns: str) -> int:
    """How many numbers are learned of parameters of these shapes: the last ones of them."""
    return sum(
        math.prod(shape)
        for name, shape in shapes.items()
        if learns == "all" or name.startswith(READOUT)
    )
