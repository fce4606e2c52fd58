"""Which units follow the ends of words best, and where words end in a phrase."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rnnviz.captions.word_ends import followed, ranked
from rnnviz.lab.snapshot import Request

if TYPE_CHECKING:
    from rnnviz.probes.word_ends import WordEnds
    from rnnviz.tasks.text import Corpus

FEW = 5
"""So many units are shown."""


def request(corpus: Corpus | None, validation: float, layer: int) -> Request:
    """Return the request for the ranking along held-out text; without a text along the window."""
    text = "" if corpus is None else corpus.passage(validation)
    return Request("word_ends", (("layer", layer), ("text", text)))


def best(found: WordEnds, which: str) -> tuple[int, ...]:
    """Return the units that tell most of the spaces or of the ends of words, the best one first."""
    return tuple(ranked(followed(found, which))[:FEW])


def boundaries(symbols: Sequence[str]) -> tuple[int, ...]:
    """Return the columns that a word begins before, or that come after its last letter."""
    letters = [symbol.isalpha() for symbol in symbols]
    return tuple(t for t in range(1, len(letters)) if letters[t - 1] != letters[t])
