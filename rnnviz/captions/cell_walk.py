"""One character through the cell in words: numbers on wires, the readout, what is to be seen."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Protocol

from rnnviz.captions.number_format import signed_number


class Likely(Protocol):
    """A symbol that may come next."""

    @property
    def is_true(self) -> bool:
        """Whether it did."""

    @property
    def share(self) -> float:
        """How likely it is."""


def wire_number(value: float, fits: Callable[[str], bool]) -> str:
    """Return a unit's number on a wire with as many digits as fit, "" where none do."""
    if not math.isfinite(value):
        text = "NaN" if math.isnan(value) else ("∞" if value > 0 else "−∞")
        return text if fits(text) else ""
    for text in (signed_number(value), signed_number(value, 2), signed_number(value, 1)):
        if fits(text):
            return text
    return ""


def share_label(share: float) -> str:
    """Return a probability as it stands behind its bar."""
    if not math.isfinite(share):
        return "NaN"
    if 0 < share < 0.001:
        return "<.001"
    return f"{share:.3f}" if share < 0.1 else f"{share:.2f}"


def loss_label(loss: float, answers: Sequence[Likely]) -> str:
    """Return what stands at the bar of the loss."""
    return f"loss {loss:.2f} nats"
