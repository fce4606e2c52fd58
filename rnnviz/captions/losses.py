"""How losses are written in the unit of what is learned: bits only where symbols are counted."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Snapshot

NATS_PER_CHARACTER = "nats per character"
SQUARED_ERROR = "squared error"
DIVERGED = "not a number: diverged"


def of_characters(unit: str) -> bool:
    """Return whether losses in this unit are means per character of a text."""
    return unit == NATS_PER_CHARACTER


def value(loss: float, unit: str) -> str:
    """Return a loss as a bare number: two decimals of nats, else three digits."""
    return f"{loss:.2f}" if of_characters(unit) else f"{loss:.3g}"


def short(loss: float, unit: str) -> str:
    """Return a loss beside a curve: 0.69 (1.00 bits), or the bare number."""
    bits = f" ({loss / math.log(2):.2f} bits)" if of_characters(unit) else ""
    return value(loss, unit) + bits


def briefly(loss: float, unit: str) -> str:
    """Return a loss beside a sample: "2.04 nats", or with its unit."""
    if not math.isfinite(loss):
        return "loss not finite"
    return f"{loss:.2f} nats" if of_characters(unit) else caption(loss, unit)


def caption(loss: float, unit: str) -> str:
    """Return a loss with its unit: "0.69 nats, 1.00 bits" or "squared error 0.0123"."""
    if of_characters(unit):
        return f"{loss:.2f} nats, {loss / math.log(2):.2f} bits"
    number = value(loss, unit)
    return f"{unit} {number}" if unit == SQUARED_ERROR else f"{number} {unit}"


def exactly(loss: float, unit: str) -> str:
    """Return a loss with its unit and more digits: "0.693 nats = 1.000 bits"."""
    if of_characters(unit):
        return f"{loss:.3f} nats = {loss / math.log(2):.3f} bits"
    number = f"{loss:.4g}"
    return f"{unit} {number}" if unit == SQUARED_ERROR else f"{number} {unit}"


def smoothed_caption(snapshot: Snapshot) -> str:
    """Return the smoothed loss beside its curve."""
    return DIVERGED if _is_lost(snapshot) else caption(snapshot.smoothed, snapshot.task.unit)


def exact_caption(snapshot: Snapshot) -> str:
    """Return the smoothed loss with more digits, for beside the steps that are done."""
    if _is_lost(snapshot):
        return "loss is not a number"
    return exactly(snapshot.smoothed, snapshot.task.unit)


def point_caption(curve: str, loss: float, unit: str, x: float, *, by_steps: bool) -> str:
    """Return a loss of a curve, and at which step or after how many inputs it was."""
    text = f"{curve} {short(loss, unit)}"
    return f"{text}, step {x:,.0f}" if by_steps else f"{text}, {x:,.0f} {inputs(unit)}"


def _is_lost(snapshot: Snapshot) -> bool:
    """Return whether the smoothed loss means nothing any more."""
    return snapshot.diverged or not math.isfinite(snapshot.smoothed)


def inputs(unit: str) -> str:
    """Return what the network reads one of at each time step."""
    return "characters" if of_characters(unit) else "inputs"
