"""What the bias of a gate that keeps the past means, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.declare import Value


def caption(bias: Value) -> str:
    """Return how long a unit remembers at first: with b, about 1 + e^b steps."""
    if bias is None:
        return ""
    steps = 1.0 + math.exp(float(bias))
    return f"Remembers about {steps:,.1f} steps." if steps < 10 else f"About {steps:,.0f} steps."
