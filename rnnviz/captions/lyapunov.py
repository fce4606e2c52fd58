"""What the largest Lyapunov exponent says: how fast a small change grows or fades, and how far."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.number_format import beside_one, signed_number
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.probes.lyapunov import Lyapunov

BEYOND = 10
"""A memory of so many times the measured steps cannot be told from none or from one without end."""
LONG_ENOUGH = 4
"""Measured along fewer steps than so many times the memory, windows tell it too short."""
SURE = 2
"""Standard errors by which the exponents of windows differ."""
WHOLE = 3
"""From so many steps on a memory is told in whole ones: it is not known better."""
ALONE = "Through this layer alone"


def caption(found: Lyapunov) -> str:
    """Return what the exponent says about gradients along the steps that were counted."""
    exponent, steps = found.exponent, len(found.growth)
    if math.isnan(exponent) or exponent == math.inf:
        return no_longer_finite("The states or their gradients")
    if exponent == -math.inf:
        if found.alone:
            return f"{ALONE} nothing passes from step to step."
        return "Nothing passes from step to step: the gradient is exactly zero."
    measured = f"{f'{ALONE}, measured' if found.alone else 'Measured'} along"
    order = " from the end" if found.from_end else ""
    return f"{measured} {counted(steps, 'step')}{order}: gradients {_trend(found)}."


def _trend(found: Lyapunov) -> str:
    """Return how fast gradients grow or shrink, and how long that takes if it can be told."""
    if _is_flat(found):
        return "neither grow nor shrink to speak of"
    factor, grows = beside_one(math.exp(min(found.exponent, 700.0))), found.exponent > 0
    text = f"grow about {factor}-fold a step" if grows else f"shrink to about {factor} a step"
    if _is_unsteady(found):
        return f"{text}, but at no steady rate"
    if not _is_known(found):
        return f"{text}; too few steps to tell {'more' if grows else 'a memory'}"
    return f"{text}, e-fold in {_memory(found)}" if grows else f"{text}; memory {_memory(found)}"


def gauge_captions(found: Lyapunov) -> tuple[str, str]:
    """Return the exponent (nats per step) and what it means (in steps), for below a needle."""
    exponent = found.exponent
    if math.isnan(exponent) or exponent == math.inf:
        return "λ₁ is not finite", "training has diverged"
    if exponent == -math.inf:
        return "λ₁ = −∞", "nothing is passed on"
    if _is_flat(found):
        return "λ₁ about 0", "neither fades nor grows"
    first = f"λ₁ = {signed_number(exponent, 2)} a step"
    if _is_unsteady(found):
        return first, "no steady rate"
    if not _is_known(found):
        return first, "too few steps for more"
    return first, f"{'e-fold in' if exponent > 0 else 'memory'} {_memory(found)}"


def memory_text(found: Lyapunov) -> str:
    """Return the memory alone, "" where gradients do not shrink or the steps do not tell it."""
    fades = math.isfinite(found.exponent) and found.exponent < 0
    if not fades or _is_flat(found) or _is_unsteady(found) or not _is_known(found):
        return ""
    return _memory(found)


def _is_flat(found: Lyapunov) -> bool:
    """Return whether so little changes along these steps that there is nothing to say of it."""
    return found.memory > BEYOND * len(found.growth)


def _is_unsteady(found: Lyapunov) -> bool:
    """Return whether stretches of these steps differ so much that others could be the reverse.

    One step is no rate, whatever other sequences do at it.
    """
    return len(found.growth) > 1 and SURE * found.spread >= abs(found.exponent)


def _is_known(found: Lyapunov) -> bool:
    """Return whether the steps are many enough to tell the memory."""
    return LONG_ENOUGH * found.memory <= len(found.growth)


def _memory(found: Lyapunov) -> str:
    """Return the memory as the range in which windows of this length find it."""
    size, doubt = abs(found.exponent), 0.0 if math.isnan(found.spread) else SURE * found.spread
    ends = [1.0 / (size + side * doubt) for side in (1, -1)]
    low, high = (_short(end, whole=ends[0] >= WHOLE) for end in ends)
    return f"about {high} steps" if low == high else f"{low} to {high} steps"


def _short(steps: float, *, whole: bool) -> str:
    if whole:
        return f"{steps:,.0f}"
    return f"{steps:.1f}" if steps >= 0.95 else signed_number(steps, 2)
