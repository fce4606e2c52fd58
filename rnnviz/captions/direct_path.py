"""What passes through the gates alone, beside what passes on all paths, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions.number_format import is_times, number, ratio_to
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.probes.direct_path import DirectPath


def caption(found: DirectPath) -> str:
    """Return the two derivatives over the whole window, and how many times one is the other."""
    last = len(found.lags) - 1
    if last == 0:
        return "The window is one step long: there is nothing further back."
    direct, full = float(found.direct[last]), float(found.full[last])
    if not math.isfinite(full):
        return "The derivative is not a number any more: the training has diverged."
    order = ", read from the end" if found.from_end else ""
    text = (
        f"{counted(last, 'step')} back{order}: product of the {found.gate} gates alone "
        f"{number(direct)}, full derivative of {found.state} {number(full)}"
    )
    text += f", {ratio_to(full / direct, 'that')}." if direct > 0 and full > 0 else "."
    if is_times(full):  # and not one but for rounding
        text += " It is above 1: even with gates, gradients can grow."
    return f"{text} The gates are only one of the paths that a gradient takes."


def point_caption(lag: float, derivative: float, path: str) -> str:
    """Return a derivative at one lag, and on which path."""
    return f"{lag:.0f} back: {path} {number(derivative)}"
