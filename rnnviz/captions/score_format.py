"""How the scores of tasks are written: accuracy in per cent, squared errors in three digits."""

from __future__ import annotations

import math

from rnnviz.captions.number_format import signed_number

ACCURACY, ROOT = "accuracy", "root mean squared error"
BELOW = 0.15
"""Powers of ten by which an axis of errors is longer than needed where a line is at its end."""


def number(score: float, measure: str) -> str:
    """Return a score as a number: 97 %, 0.0123; an accuracy is not rounded up."""
    if measure != ACCURACY or not math.isfinite(score):
        return signed_number(score)
    share = math.floor(1000 * score + 1e-9) / 10
    return f"{share:.1f}".removesuffix(".0") + "\N{NO-BREAK SPACE}%"


def with_measure(score: float, measure: str) -> str:
    """Return a score with its measure: "accuracy 97 %"."""
    return f"{measure} {number(score, measure)}"


def at_least(score: float, measure: str) -> str:
    """Return what has to be reached: "accuracy 97 % or more"."""
    return with_measure(score, measure) + (" or more" if measure == ACCURACY else " or less")


def short(measure: str) -> str:
    """Return a measure's name where there is little room."""
    return {ACCURACY: ACCURACY, ROOT: "RMSE"}.get(measure, "MSE")


def score_range(low: float, high: float) -> tuple[float, float]:
    """Return all shares for accuracies, and whole powers of ten for (log10 of) errors.

    A line at the lower end would not be seen, so the axis then goes a little farther.
    """
    if low >= 0.0 and high <= 1.0:
        return 0.0, 1.05
    bottom = float(math.floor(low))
    top = max(math.ceil(high), bottom + 1.0)
    return (bottom - BELOW if low - bottom < BELOW else bottom), top
