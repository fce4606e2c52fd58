"""How the scores of tasks are written: accuracy in per cent, squared errors in three digits."""

from __future__ import annotations

ACCURACY = "accuracy"


def number(score: float, measure: str) -> str:
    """Return a score as a number: 97 %, 0.0123."""
    if measure == ACCURACY:
        return f"{100 * score:.3g}\N{NO-BREAK SPACE}%"
    return f"{score:.3g}"


def score_in_words(score: float, measure: str) -> str:
    """Return a score with its measure: "accuracy 97 %"."""
    return f"{measure} {number(score, measure)}"


def at_least(score: float, measure: str) -> str:
    """Return what has to be reached: "accuracy 97 % or more"."""
    return score_in_words(score, measure) + (" or more" if measure == ACCURACY else " or less")
