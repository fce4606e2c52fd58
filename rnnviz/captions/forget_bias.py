"""What the bias of a gate that keeps the past means, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.core.cells import REGISTRY as CELLS

if TYPE_CHECKING:
    from rnnviz.declare import Value
    from rnnviz.lab.settings import Settings


def caption(bias: Value) -> str:
    """Return how long a unit remembers at first: with b, about 1 + e^b steps."""
    if bias is None:
        return ""
    steps = 1.0 + math.exp(float(bias))
    return f"Remembers about {steps:,.1f} steps." if steps < 10 else f"About {steps:,.0f} steps."


def settings_caption(settings: Settings) -> str:
    """Return the same of these settings, and whose bias it is where nobody has named one."""
    bias, cell = settings.keep_bias, CELLS[settings.cell]
    if bias is None or settings.forget_bias is not None:
        return caption(bias)
    zero = " Tick for 0, as in PyTorch." if bias else ""
    return f"Usual for {cell.label}: {bias:g}. {caption(bias)}{zero}"
