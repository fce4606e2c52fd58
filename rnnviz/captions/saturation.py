"""What the saturation of units and gates says, in words that are true."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rnnviz.captions.hidden_units import label
from rnnviz.captions.number_format import number, steps_in_words

if TYPE_CHECKING:
    from rnnviz.probes.direct_path import DirectPath
    from rnnviz.probes.saturation import Saturation

LONGEST = (
    "Forget gate: shut 88 %, open 88 % of the time; median horizon 88.8 steps, from 8.8 to "
    "8,888 steps. The horizon counts the gate alone, not the other ways a gradient can take."
)
ALWAYS = 0.999


def units_in_words(view: str, shares: NDArray[np.floating], *, is_tanh: bool) -> str:
    """Return the mean share (H,) of |h| above 0.9 or, with "silent", of a ReLU at zero."""
    if shares.size == 0 or not np.isfinite(shares).all():
        return "The states are not numbers any more: the training has diverged."
    mean = f"On average {100 * float(shares.mean()):.0f} % of the time"
    always = f"{_units(int((shares >= ALWAYS).sum()))} always"
    if view == "silent":
        return f"{mean} a unit is at zero; {always}. Then no gradient passes it."
    text = f"{mean} |{view}| is above 0.9; {always}."
    return f"{text} There tanh' is below 0.19: little of a gradient passes." if is_tanh else text


def gates_in_words(found: Saturation, median: float) -> str:
    """Return how often the gate that keeps the state is shut and open, and its horizon."""
    keep, horizon = found.keep_gate, found.horizon
    if keep is None or horizon is None:
        return ""
    if not np.isfinite(found.left[keep]).all() or np.isnan(horizon).any():
        return "The gates are not numbers any more: the training has diverged."
    name = label(keep).partition(", ")[2].capitalize() or keep
    shut, open_ = (100 * float(part[keep].mean()) for part in (found.left, found.right))
    ends = f"{_bare(float(horizon.min()))} to {steps_in_words(float(horizon.max()))}"
    return (
        f"{name}: shut {shut:.0f} %, open {open_:.0f} % of the time; median horizon "
        f"{steps_in_words(median)}, from {ends}. "
        "The horizon counts the gate alone, not the other ways a gradient can take."
    )


def path_in_words(found: DirectPath) -> str:
    """Return the two derivatives over the whole window, and how many times one is the other."""
    last = len(found.lags) - 1
    if last == 0:
        return "The window is one step long: there is nothing further back."
    direct, full = float(found.direct[last]), float(found.full[last])
    if not math.isfinite(full):
        return "The derivative is not a number any more: the training has diverged."
    text = (
        f"{last} steps back: product of the {found.gate} gates alone {_size(direct)}, "
        f"full derivative of {found.state} {_size(full)}"
    )
    text += f", {number(full / direct)} times as large." if direct > 0 and full > 0 else "."
    if full > 1:
        text += " It is above 1: even with gates, gradients can grow."
    return f"{text} The gates are only one of the paths that a gradient takes."


def _units(count: int) -> str:
    return {0: "no unit is", 1: "1 unit is"}.get(count, f"{count:,} units are")


def _size(value: float) -> str:
    return number(value) if value > 0 else "0"


def _bare(steps: float) -> str:
    """Return a number of steps without the word."""
    return steps_in_words(steps).removesuffix("s").removesuffix(" step")
