"""What the largest Lyapunov exponent says: how fast a small change grows or fades, and how far."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.number_format import signed_number

if TYPE_CHECKING:
    from rnnviz.probes.lyapunov import Lyapunov

BEYOND = 10
"""A memory of so many times the measured steps cannot be told from none or from one without end."""


def caption(found: Lyapunov) -> str:
    """Return what the exponent says about gradients along the steps that were counted."""
    exponent, steps = found.exponent, len(found.growth)
    if math.isnan(exponent) or exponent == math.inf:
        return no_longer_finite("The states or their gradients")
    if exponent == -math.inf:
        return "Nothing passes from step to step: the gradient is exactly zero."
    factor, memory = f"{math.exp(exponent):.3g}", f"{found.memory:.3g}"
    measured = f"Measured along {steps} {'step' if steps == 1 else 'steps'}:"
    if found.memory > BEYOND * steps:
        return f"{measured} gradients neither grow nor shrink to speak of."
    if exponent > 0.0:
        return f"{measured} gradients grow {factor}-fold a step, e-fold in {memory} steps."
    return f"{measured} gradients shrink to {factor} a step; memory about {memory} steps."


def gauge_captions(exponent: float, memory: float) -> tuple[str, str]:
    """Return the exponent (nats per step) and what it means (in steps), for below a needle."""
    if math.isnan(exponent) or exponent == math.inf:
        return "λ₁ is not finite", "training has diverged"
    if exponent == -math.inf:
        return "λ₁ = −∞", "nothing is passed on"
    first = f"λ₁ = {signed_number(exponent, 2)} a step"
    if math.isinf(memory):
        return first, "neither fades nor grows"
    steps = f"{signed_number(memory, 2) if memory < 100 else f'{memory:,.0f}'} steps"
    return first, f"memory {steps}" if exponent < 0 else f"e-fold in {steps}"
