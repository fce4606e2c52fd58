"""How a loss's gradient fades with distance, in words: now, and as it was at earlier moments."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions import truncation
from rnnviz.captions.directions import GOES_AHEAD, ONLY_LAST
from rnnviz.captions.diverged import no_longer_finite
from rnnviz.captions.number_format import is_times, left, ratio
from rnnviz.captions.several_runs import shares_left
from rnnviz.captions.wordings import MIDDLE_HALF, Worded, joined, share_first
from rnnviz.counts import counted
from rnnviz.probes.decay import FEWEST_LAGS, Decay
from rnnviz.probes.time_order import AFTER

if TYPE_CHECKING:
    from rnnviz.core.cells.base import Array
    from rnnviz.lab.snapshot import Moment
    from rnnviz.probes.truncation import Truncation

HALF = "Half of the gradient is gone after every"
AT_NO_RATE = "The gradient changes at no steady rate"
SOME_LAGS_BACK = 10
"""The lag, beside the longest, of which words tell where no half-life does."""


def caption(
    found: Decay, earlier: Sequence[Moment] = (), cut: Truncation | str | None = None
) -> str:
    """Return what the fit says now, what the window cuts off, and what the fit said at first.

    First is the earliest moment that is kept.
    """
    now = rate_caption(found)
    parts = (
        now,
        _of_direction(found),
        truncation.caption(cut) if found.finite else "",
        _at_first(found, earlier, now),
    )
    return joined(*parts)


def _of_direction(found: Decay) -> str:
    """Return what lags are of a layer that reads from the end, "" of any other."""
    if len(found.lags) == 1 or not found.finite:
        return ""
    if found.ahead:
        return GOES_AHEAD
    return ONLY_LAST if found.reach == AFTER else ""


def side(found: Decay) -> str:
    """Return to which side of a loss its lags go: "back" in time, or "ahead"."""
    return "ahead" if found.ahead else "back"


def _at_first(found: Decay, earlier: Sequence[Moment], now: str) -> str:
    """Return what the fit said at the first moment that is kept, "" where it said nothing."""
    first = next((one for one in earlier if _halves(one.found)), None)
    if len(found.lags) == 1 or first is None or not isinstance(first.found, Decay):
        return ""
    when = f"At {moment_label(first)}" if first.step else "At the start"
    is_compared = now.startswith(HALF)
    what = "it was every" if is_compared else "half of it was gone after every"
    return f"{when} {what} {first.found.half_life:.1f}."


def compared(found: Mapping[str, Decay]) -> str:
    """Return what is left of the gradient in each of several runs, by their names."""
    shares = {name: {lag: float(r) for lag, r in enumerate(of.mean)} for name, of in found.items()}
    one = next(iter(found.values()))
    return shares_left(shares, one.unit.removesuffix("s"), side(one))


def rate_caption(found: Decay) -> str:
    """Return what the fit says in one sentence or, where no line fits, what is left at two lags."""
    if not found.finite:
        return no_longer_finite("The gradients")
    r, unit, where = found.mean, found.unit.removesuffix("s"), side(found)
    if len(r) == 1:
        return f"The window is one {unit} long: there is nothing further back."
    known = r[np.isfinite(r)]
    if not (known > 0).any():
        return "Every gradient is exactly zero: there is nothing to draw."
    if math.isnan(found.half_life) or found.half_life > len(r):
        if (np.abs(np.log2(np.maximum(known, 1e-300))) <= 1.0).all():
            steady = "the gradient hardly changes: it stays within a factor of 2."
            return f"Over these {counted(len(r), unit)} {steady}"
        if math.isnan(found.half_life):
            return _without_rate(r, unit, where)
    if found.half_life < 1:
        return f"With every {unit} {where}, {left(math.exp(found.slope), 'the gradient')}."
    many = f"{found.half_life:.1f}" if found.half_life < 100 else f"{found.half_life:,.0f}"
    if found.slope > 0:
        return f"The gradient doubles every {many} {unit}s {where}: it grows on its way."
    return f"{HALF} {many} {unit}s {where}."


def middle_half(found: Decay) -> str:
    """Return what the band around the mean is the middle half of."""
    if found.losses > 1:
        whose = f" of sequence {found.stream + 1}" if found.batch > 1 else ""
        return Worded(f"middle half of {found.losses} losses{whose}", *MIDDLE_HALF)
    of = f"{found.sequences:,} of " if found.batch > found.sequences else ""
    return Worded(f"middle half of {of}{counted(found.batch, 'sequence')}", *MIDDLE_HALF)


def moment_label(moment: Moment) -> str:
    """Return when a moment was."""
    return f"step {moment.step:,}" if moment.step else "start"


def point_caption(lag: float, share: float, moment: str, where: str = "back") -> str:
    """Return how much is left at one lag, and at which moment."""
    left_then = f"{ratio(share)} {'as large' if is_times(share) else 'left'}"
    return f"{lag:,.0f} {where}: {left_then} ({moment})"


def _halves(found: object) -> bool:
    """Return whether a half-life says something: the gradient shrinks within what is seen."""
    return isinstance(found, Decay) and found.slope < 0 and found.half_life <= len(found.lags)


def _without_rate(r: Array, unit: str, where: str) -> str:
    """Return what is left at a few lags of a gradient that no one rate fits."""
    gone = np.flatnonzero(r == 0)
    positive = int((r > 0).sum())
    if positive < FEWEST_LAGS and gone.size:
        return f"Nothing of the gradient is left {counted(int(gone[0]), unit)} {where}."
    last = int(np.flatnonzero(np.isfinite(r))[-1])
    lags = [lag for lag in (SOME_LAGS_BACK,) if lag < last and np.isfinite(r[lag])] + [last]
    if gone.size and gone[0] <= lags[0]:
        lags = [int(gone[0])]
    why = "Too few lags for a rate" if positive < FEWEST_LAGS else AT_NO_RATE
    first, *others = (left(float(r[lag]), "it") for lag in lags)
    text = f"{why}: {counted(lags[0], unit)} {where}, {first}"
    further = (f"{lag} {where}, {told}" for lag, told in zip(lags[1:], others, strict=True))
    at = f"{counted(lags[0], unit)} {where}"
    return Worded("; ".join((text, *further)) + ".", text, *share_first(first, at))
