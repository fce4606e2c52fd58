"""What a window cuts off, in words: how far its gradient is from one that goes farther back."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.number_format import percentage, signed_number
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.probes.truncation import Truncation

FAR = 0.995
"""Relative differences from here on are told as so many times."""
ONLY_READOUT = "Only the readout learns, and its own gradient goes back no step."


def caption(found: Truncation | str | None) -> str:
    """Return what the gradient of the window misses of the longest one, or why that is not known.

    A sentence of the probe is told as it is; "" where nothing was measured yet.
    """
    if found is None or isinstance(found, str):
        return found or ""
    if not found.finite:
        return no_longer_finite("The gradients")
    text = _missed(found)
    return f"{text} {ONLY_READOUT}" if found.frozen else text


def _missed(found: Truncation) -> str:
    """Return how far the gradients are from each other."""
    missed, angle, longest = (part[-1] for part in (found.missed, found.angles, found.lengths))
    own = f"The gradient of {counted(found.window, found.unit.removesuffix('s'))}"
    if math.isnan(missed):
        return f"The gradient of {longest:,} {found.unit} is exactly zero."
    if missed == 0:
        return f"{own} misses nothing of that of {longest:,}."
    turned = f"angle {angle_text(float(angle))}" if math.isfinite(angle) else "no angle"
    if missed < FAR:
        return f"{own} misses {percentage(float(missed))} of that of {longest:,} ({turned})."
    return f"{own} is far from that of {longest:,}: {times_text(float(missed))} ({turned})."


def times_text(missed: float) -> str:
    """Return a difference about as long as the longer gradient, or longer."""
    digits = signed_number(missed, 2)
    return f"they differ by {'its length' if digits == '1' else f'{digits} times its length'}"


def missed_text(missed: float) -> str:
    """Return a relative difference alone, "" where there is none to tell."""
    if not math.isfinite(missed):
        return ""
    if missed == 0:
        return "nothing"
    return percentage(missed) if missed < FAR else f"{signed_number(missed, 2)} times as much as"


def angle_text(radians: float) -> str:
    """Return an angle in degrees with two digits: 7.3°, 0.04°."""
    return f"{signed_number(math.degrees(radians), 2)}°"
