"""What is lost where a network reads its own outputs, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.losses import of_characters, value, with_unit
from rnnviz.captions.number_format import fixed, signed_number
from rnnviz.captions.score_format import number
from rnnviz.captions.wordings import Worded, joined
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.lab.free_running import FreeRunning

FORCED, FREE = "true inputs", "own outputs"
"""The names of both curves."""
LITTLE = 0.01
"""Share of the loss below which it says nothing."""
FED_BACK = {
    "drawn": "drawn symbols",
    "likeliest": "most probable signs",
    "number": "forecasts",
}
LONGEST = (
    "128 times 32 characters: 12.34 nats per character with true inputs, 12.34 with own outputs "
    "(drawn symbols). The difference is exposure bias and, in part, that a text can rightly go on "
    "otherwise."
)


def caption(found: FreeRunning, unit: str) -> str:
    """Return both mean losses, what is fed back, and what their difference means."""
    if not (np.isfinite(found.forced).all() and np.isfinite(found.free).all()):
        return no_longer_finite("The losses")
    forced, free = float(found.forced.mean()), float(found.free.mean())
    per = "character" if of_characters(unit) else "step"
    told = (
        f"{found.count:,} times {counted(len(found.free), per)}: "
        f"{with_unit(value(forced, unit), unit)} with true inputs, {value(free, unit)} with own "
        f"outputs ({FED_BACK[found.back]})."
    )
    both = f"{value(forced, unit)} with true inputs, {value(free, unit)} with own outputs"
    numbers = f"{value(forced, unit)} and {value(free, unit)}"
    worded = Worded(told, both, numbers, value(free, unit))
    return joined(worded, _meaning(found, forced, free), _scores(found))


def _scores(found: FreeRunning) -> str:
    """Return the shares of right answers, "" where there are none."""
    if not math.isfinite(found.free_score):
        return ""
    forced, free = (number(one, "accuracy") for one in (found.forced_score, found.free_score))
    return f"Right: {forced} and {free}."


def _meaning(found: FreeRunning, forced: float, free: float) -> str:
    """Return what the difference of two mean losses is."""
    if len(found.free) == 1:
        return "Before the first step nothing was written, so that both are the same."
    if free - forced <= LITTLE * forced:
        return "Reading its own outputs costs nothing here."
    if found.back == "drawn":
        return (
            "The difference is exposure bias and, in part, that a text can rightly go on otherwise."
        )
    return "The difference is exposure bias."


def point_caption(step: float, loss: float, unit: str, name: str) -> str:
    """Return the loss at one step, and after which inputs."""
    return f"{with_unit(loss_number(loss, unit), unit)} at step {step:,.0f} with {name}"


def loss_number(loss: float, unit: str) -> str:
    """Return a loss that is in its unit already, as a number."""
    return fixed(loss, 2) if of_characters(unit) else signed_number(loss)
