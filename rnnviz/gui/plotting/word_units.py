"""Which units follow the ends of words best, where words end in a phrase, and both in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.lab.snapshot import Request
from rnnviz.lab.views import SPACES, WORD_ENDS

if TYPE_CHECKING:
    from rnnviz.core.cells.base import Array
    from rnnviz.probes.word_ends import WordEnds
    from rnnviz.tasks.text import Corpus

FEW = 5
"""So many units are shown."""
WHERE = {SPACES: "between words", WORD_ENDS: "where words end"}


def request(corpus: Corpus | None, validation: float, layer: int) -> Request:
    """Return the request for the ranking along held-out text; without a text along the window."""
    from rnnviz.lab.lesson_words import passage  # not at the start: it brings in the trainer

    text = "" if corpus is None else passage(corpus, validation)
    return Request("word_ends", (("layer", layer), ("text", text)))


def best(found: WordEnds, which: str) -> tuple[int, ...]:
    """Return the units that tell most of the spaces or of the ends of words, the best one first."""
    return tuple(_ranked(_correlations(found, which))[:FEW])


def in_words(found: WordEnds, which: str) -> str:
    """Return which unit is the best, which way it goes, and how closely it follows."""
    correlations = _correlations(found, which)
    unit = _ranked(correlations)[0]
    if np.isnan(correlations[unit]):
        return "No unit changes along the held-out text."
    moves = "rises" if correlations[unit] > 0 else "falls"
    return f"Unit {unit} {moves} {WHERE[which]}: correlation {correlations[unit]:.2f}."


def _ranked(correlations: Array) -> Sequence[int]:
    from rnnviz.probes.word_ends import ranked  # not at the start: it brings in much

    return ranked(correlations)


def _correlations(found: WordEnds, which: str) -> Array:
    return found.ends if which == WORD_ENDS else found.between


def boundaries(symbols: Sequence[str]) -> tuple[int, ...]:
    """Return the columns that a word begins before, or that come after its last letter."""
    letters = [symbol.isalpha() for symbol in symbols]
    return tuple(t for t in range(1, len(letters)) if letters[t - 1] != letters[t])
