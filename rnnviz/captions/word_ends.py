"""The ends of words in words: which unit follows them best, and how closely."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.captions.diverged import no_longer_finite
from rnnviz.lab.panels import SPACES, WORD_ENDS

if TYPE_CHECKING:
    from rnnviz.core.numerics import Array
    from rnnviz.probes.word_ends import WordEnds

WHERE = {SPACES: "between words", WORD_ENDS: "where words end"}


def caption(found: WordEnds, which: str) -> str:
    """Return which unit is the best, which way it goes, and how closely it follows."""
    if not found.finite:
        return no_longer_finite("The states")
    correlations = followed(found, which)
    unit = ranked(correlations)[0]
    if np.isnan(correlations[unit]):
        return "No unit changes along the held-out text."
    closely = float(correlations[unit])
    moves = "rises" if closely > 0 else "falls"
    told = f"{closely:.2f}".replace("-", "−")
    return f"Unit {unit} {moves} {WHERE[which]}: correlation {told}."


def ranked(correlations: Array) -> Sequence[int]:
    """Return the units, the largest |correlation| first."""
    from rnnviz.probes.word_ends import ranked as order  # not at the start: it brings in much

    return order(correlations)


def followed(found: WordEnds, which: str) -> Array:
    """Return the correlations (H,) that are asked for."""
    return found.ends if which == WORD_ENDS else found.between
