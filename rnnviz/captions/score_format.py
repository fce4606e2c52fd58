"""How the scores of tasks are written: accuracy in per cent, squared errors in three digits."""

from __future__ import annotations

import math

from rnnviz.captions.number_format import signed_number
from rnnviz.tasks.task import SHARES

ROOT = "root mean squared error"
BELOW = 0.15
"""Powers of ten by which an axis of errors is longer than needed where a line is at its end."""


def is_share(measure: str) -> bool:
    """Whether a score is a share from 0 to 1, of which more is better."""
    return measure in SHARES


def number(score: float, measure: str) -> str:
    """Return a score as a number: 97 %, 0.0123; a share is not rounded up."""
    if not is_share(measure) or not math.isfinite(score):
        return signed_number(score)
    share = math.floor(1000 * score + 1e-9) / 10
    return f"{share:.1f}".removesuffix(".0") + "\N{NO-BREAK SPACE}%"


def with_measure(score: float, measure: str) -> str:
    """Return a score with its measure: "accuracy 97 %"."""
    return f"{measure} {number(score, measure)}"


def at_least(score: float, measure: str) -> str:
    """Return what has to be reached: "accuracy 97 % or more"."""
    return with_measure(score, measure) + (" or more" if is_share(measure) else " or less")


def short(measure: str) -> str:
    """Return a measure's name where there is little room."""
    return measure if is_share(measure) else "RMSE" if measure == ROOT else "MSE"


def score_range(low: float, high: float) -> tuple[float, float]:
    """Return all shares for such scores, and whole powers of ten for (log10 of) errors.

    A line at the lower end would not be seen, so the axis then goes a little farther.
    """
    if low >= 0.0 and high <= 1.0:
        return 0.0, 1.05
    bottom = float(math.floor(low))
    top = max(math.ceil(high), bottom + 1.0)
    return (bottom - BELOW if low - bottom < BELOW else bottom), top
