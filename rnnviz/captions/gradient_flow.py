"""How much of the gradient is left a few steps back, in words."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.directions import ONLY_LAST
from rnnviz.captions.number_format import NOT_A_NUMBER, is_times, left, number, ratio, ratio_to
from rnnviz.captions.several_runs import shares_left
from rnnviz.captions.wordings import MIDDLE_HALF, Worded
from rnnviz.counts import counted
from rnnviz.probes.gradient_flow import LAST
from rnnviz.probes.time_order import AFTER

if TYPE_CHECKING:
    from rnnviz.probes.gradient_flow import GradientFlow

ALL_ZERO = "Every gradient is exactly zero: there is nothing to draw."
NOT_FINITE = "The gradient is not a number any more: the training has diverged."
CONTRAST = "This curve hides vanishing: every loss adds its own gradient."
ONE_LOSS = "There is one loss here: both curves are the same."
LAGS = (10, 20)
"""The lags of which sentences tell, where the window is long enough."""


def caption(flow: GradientFlow, step: str = "character") -> str:
    """Return what is left of the gradient at a few lags, relative to lag 0; each is a `step`.

    Every number is kept with its sign of per cent.
    """
    return _caption(flow, step).replace(" %", "\N{NO-BREAK SPACE}%")


def _caption(flow: GradientFlow, step: str) -> str:
    now, last = float(flow.median[0]), len(flow.median) - 1
    if not math.isfinite(now):
        return NOT_FINITE
    if now == 0:
        return f"The gradient is exactly zero at the last {step} already."
    text = f"Norm now {number(now)}."
    if flow.reach == AFTER and (flow.mode == LAST or flow.losses == 1):
        text += f" {ONLY_LAST}"
    elif last == 0:
        text += f" The window is one {step} long: there is nothing further back."
    else:
        lags = [lag for lag in LAGS if lag < last] or [last]
        if len(lags) < len(LAGS) and last not in lags:
            lags.append(last)
        text += " " + "; ".join(_at_lags(flow, lags, step)) + "."
    if flow.mode != "summed":
        return text
    return f"{ONE_LOSS if flow.losses == 1 else CONTRAST} {text}"


def compared(flows: Mapping[str, GradientFlow], step: str = "character") -> str:
    """Return what is left of the gradient in each of several runs, by their names."""
    shares = {name: _shares(flow) for name, flow in flows.items()}
    text = shares_left(shares, step).replace(" %", "\N{NO-BREAK SPACE}%")
    one = next(iter(flows.values()))
    return text if one.mode != "summed" or one.losses == 1 else f"{text} {CONTRAST}"


def _shares(flow: GradientFlow) -> dict[int, float]:
    """Return by lag what is left of a gradient; not a number where it begins with none."""
    now = float(flow.median[0])
    return {lag: float(norm) / now if now > 0 else math.nan for lag, norm in enumerate(flow.median)}


def why_unavailable(flow: GradientFlow) -> str:
    """Return why nothing of a measurement without any positive number can be drawn."""
    return ALL_ZERO if np.all(np.asarray(flow.median) == 0) else NOT_FINITE


def middle_half(count: int, batch: int) -> str:
    """Return of how many sequences of a batch the band is the middle half."""
    of = f"{count:,} of " if batch > count else ""
    return Worded(f"middle half of {of}{counted(max(count, batch), 'sequence')}", *MIDDLE_HALF)


def point_caption(lag: float, norm: float, now: float) -> str:
    """Return the norm at one lag, and what share of that at lag 0, `now`, it is."""
    share = f" = {ratio_to(norm / now, 'now')}" if now > 0 and norm > 0 else ""
    return f"{lag:,.0f} back: {number(norm)}{share}"


def _at_lags(flow: GradientFlow, lags: Iterable[int], step: str) -> Iterator[str]:
    """Yield what is left at each lag, up to the first where nothing is."""
    is_first = True
    for lag in lags:
        share = float(flow.median[lag]) / float(flow.median[0])
        yield _at_lag(lag, share, step if is_first else "")
        if share == 0:
            return
        is_first = False


def _at_lag(lag: int, share: float, step: str) -> str:
    """Return what is left so far back; the first of several says of what, and back by what."""
    where = f"{counted(lag, step)} back" if step else f"{lag} back"
    if not math.isfinite(share):
        return f"{where}, {NOT_A_NUMBER}"
    if share == 0:
        return f"{where}, nothing is left: it is too small for the computer's numbers"
    if step:
        return f"{where}, {left(share, 'the gradient')}"
    return f"{where}, {ratio(share)}" + (" as large" if is_times(share) else "")
