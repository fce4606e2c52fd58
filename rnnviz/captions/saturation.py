"""What the saturation of units and gates says, in words that are true."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnnviz.captions.hidden_units import label
from rnnviz.captions.number_format import NOT_A_NUMBER, number_of_steps, percent
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.probes.saturation import Saturation

LONGEST = (
    "Forget gate: shut 88 %, open 88 % of the time; median horizon 88.8 steps, from 8.8 to "
    "8,888 steps. The horizon counts the gate alone, not the other ways a gradient can take."
)
ALWAYS = 0.999
MOST_NAMED = 4
"""Units that share a place and are named."""
NEVER = "at no time"
NOTHING_TO_DRAW = "These are not numbers that can be drawn: the training has diverged."


def units_caption(
    view: str, shares: NDArray[np.floating], *, is_tanh: bool, leak: float = 1.0
) -> str:
    """Return the mean share (H,) of |h| above 0.9 or, with "silent", of a ReLU at zero.

    With a `leak` a step also hands on 1 - leak of a unit's state as it is.
    """
    if shares.size == 0 or not np.isfinite(shares).all():
        return "The states are not numbers any more: the training has diverged."
    if not shares.any():
        return (
            f"No unit is at zero {NEVER}."
            if view == "silent"
            else f"|{view}| is {NEVER} above 0.9."
        )
    mean = f"On average {percent(float(shares.mean()))} of the time"
    always = f"{_units(int((shares >= ALWAYS).sum()))} always"
    if view == "silent":
        what = "a unit" if leak == 1.0 else "a unit's ReLU"
        return f"{mean} {what} is at zero; {always}. Then no gradient passes it{_but(leak)}."
    text = f"{mean} |{view}| is above 0.9; {always}."
    little = f"little of a gradient passes{_but(leak)}"
    return f"{text} There tanh' is below 0.19: {little}." if is_tanh else text


def _but(leak: float) -> str:
    """Return what a leak hands on whatever the slope is."""
    return "" if leak == 1.0 else f" but the {1.0 - leak:g} of it that the leak leaves as it is"


def gates_caption(found: Saturation, median: float) -> str:
    """Return how often the gate that keeps the state is shut and open, and its horizon."""
    keep, horizon = found.keep_gate, found.horizon
    if keep is None or horizon is None:
        return ""
    if not np.isfinite(found.left[keep]).all() or np.isnan(horizon).any():
        return "The gates are not numbers any more: the training has diverged."
    name = label(keep).partition(", ")[2].capitalize() or keep
    shut, open_ = (percent(float(part[keep].mean())) for part in (found.left, found.right))
    return (
        f"{name}: shut {shut}, open {open_} of the time; "
        f"{_horizons(median, float(horizon.min()), float(horizon.max()))}. "
        f"{_what_counts(found)}"
    )


def _what_counts(found: Saturation) -> str:
    if found.share_of:
        return f"{found.keep_gate} is here the share of {found.share_of} that a step keeps."
    return "The horizon counts the gate alone, not the other ways a gradient can take."


def unit_accessible_text(unit: int, share: float) -> str:
    """Return how much of the time one unit stands at its end."""
    if not math.isfinite(share):
        return f"unit {unit}: {NOT_A_NUMBER}"
    return f"unit {unit}: {percent(share)} of the time"


def gate_accessible_text(gate: str, units: Sequence[int], shut: float, open_: float) -> str:
    """Return how often the gate of these units, which share a place, is shut and open."""
    names = ", ".join(map(str, units[:MOST_NAMED]))
    more = f" and {len(units) - MOST_NAMED} more" if len(units) > MOST_NAMED else ""
    plural = "s" if len(units) > 1 else ""
    shares = f"shut {percent(shut)}, open {percent(open_)}"
    return f"{gate} of unit{plural} {names}{more}: {shares}"


def horizon_accessible_text(unit: int, steps: float) -> str:
    """Return how many steps the gate of one unit would keep its state."""
    return f"unit {unit}: {number_of_steps(steps)}"


def median_label(steps: float) -> str:
    """Return the median of the horizons, for beside its stroke."""
    return f"median horizon {number_of_steps(steps)}"


def _units(count: int) -> str:
    verb = "is" if count == 1 else "are"
    return f"{counted(count, 'unit')} {verb}" if count else "no unit is"


def _horizons(median: float, least: float, most: float) -> str:
    """Return the median of the horizons and how far they go, where they differ."""
    ends = [number_of_steps(steps) for steps in (least, most)]
    if ends[0] == ends[1]:
        return f"horizon {ends[0]}"
    shortest = ends[0].removesuffix("s").removesuffix(" step")
    return (
        f"{median_label(median)}, from {shortest if math.isfinite(most) else ends[0]} to {ends[1]}"
    )
