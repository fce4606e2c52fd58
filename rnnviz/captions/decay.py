"""How a loss's gradient fades with distance, in words: now, and as it was at earlier moments."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.number_format import number, power
from rnnviz.probes.decay import Decay

if TYPE_CHECKING:
    from rnnviz.core.cells.base import Array
    from rnnviz.lab.snapshot import Moment

ONE_STEP = "The window is one step long: there is nothing further back."
EXPONENT = re.compile(r"e([+-]\d+)")
"""As Python writes powers of ten."""
SOME_LAGS_BACK = 10
"""The lag, beside the longest, of which words tell where no half-life does."""


def caption(found: Decay, earlier: Sequence[Moment] = ()) -> str:
    """Return what the fit says now, and what it said at the first moment that is kept."""
    if len(found.lags) == 1:
        return ONE_STEP
    now = EXPONENT.sub(lambda exponent: f"·{power(int(exponent[1]))}", rate_caption(found))
    first = next((one for one in earlier if _halves(one.found)), None)
    if first is None or not isinstance(first.found, Decay):
        return now
    when = f"At {moment_label(first)}" if first.step else "At the start"
    what = "it was every" if _halves(found) else "half of it was gone after every"
    return f"{now} {when} {what} {first.found.half_life:.1f}."


def rate_caption(found: Decay) -> str:
    """Return what the fit says in one sentence or, where no line fits, what is left at two lags."""
    if not found.finite:
        return no_longer_finite("The gradients")
    r, unit = found.mean, found.unit
    if math.isnan(found.slope):
        return "Too little of the gradient is left to say how fast it shrinks."
    known = r[np.isfinite(r)]
    if (np.abs(np.log2(np.maximum(known, 1e-300))) <= 1.0).all():
        steady = "the gradient hardly changes: it stays within a factor of 2."
        return f"Over these {len(r)} {unit} {steady}"
    if math.isnan(found.half_life):
        return _at_two_lags(r, unit)
    many = f"{found.half_life:.1f}" if found.half_life < 100 else f"{found.half_life:.3g}"
    if found.slope > 0:
        return f"The gradient doubles every {many} {unit} back: it grows on its way."
    return f"Half of the gradient is gone after every {many} {unit} back."


def middle_half(found: Decay) -> str:
    """Return what the band around the mean is the middle half of."""
    if found.losses > 1:
        whose = f" of sequence {found.stream + 1}" if found.batch > 1 else ""
        return f"middle half of {found.losses} losses{whose}"
    of = f" of {found.batch}" if found.batch > found.sequences else ""
    return f"middle half of {found.sequences}{of} sequences"


def moment_label(moment: Moment) -> str:
    """Return when a moment was."""
    return f"step {moment.step:,}" if moment.step else "start"


def point_caption(lag: float, share: float, moment: str) -> str:
    """Return how much is left at one lag, and at which moment."""
    return f"{lag:.0f} back: {number(share)} left ({moment})"


def _halves(found: object) -> bool:
    """Return whether a half-life says something: the gradient shrinks within what is seen."""
    return isinstance(found, Decay) and found.slope < 0 and found.half_life <= len(found.lags)


def _at_two_lags(r: Array, unit: str) -> str:
    last = int(np.flatnonzero(np.isfinite(r))[-1])
    lags = [lag for lag in (SOME_LAGS_BACK,) if lag < last and np.isfinite(r[lag])] + [last]
    first, *others = (_left(float(r[lag])) for lag in lags)
    text = f"The gradient changes at no steady rate: {lags[0]} {unit} back, {first}"
    return "; ".join((text, *(f"{last} back, {other}" for other in others))) + "."


def _left(share: float) -> str:
    if share == 0.0:
        return "nothing of it is left"
    return f"it is {share:.2g} times as large" if share >= 2.0 else f"{share:.2g} of it is left"
