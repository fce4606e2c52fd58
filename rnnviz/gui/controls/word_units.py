"""Which units follow the ends of words best, and where words end in a phrase."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rnnviz.lab.panels import SPACES, WORD_ENDS
from rnnviz.lab.snapshot import Request

if TYPE_CHECKING:
    from rnnviz.probes.unit_finder import UnitFinder
    from rnnviz.tasks.text import Corpus

FEW = 5
"""So many units are shown."""
FEATURES = {SPACES: "between", WORD_ENDS: "word_end"}
"""What the finder calls what is chosen here."""


def request(corpus: Corpus | None, validation: float, layer: int, which: str) -> Request:
    """Return the request for the ranking along held-out text; without a text along the window."""
    text = "" if corpus is None else corpus.passage(validation)
    options = (("feature", FEATURES[which]), ("layer", layer), ("shifts", 0), ("text", text))
    return Request("unit_finder", options)


def best(found: UnitFinder) -> tuple[int, ...]:
    """Return the units that follow most closely, the best one first."""
    from rnnviz.probes.unit_finder import ranked  # not at the start: it brings in much

    return tuple(ranked(found.correlation)[:FEW])


def boundaries(symbols: Sequence[str]) -> tuple[int, ...]:
    """Return the columns that a word begins before, or that come after its last letter."""
    letters = [symbol.isalpha() for symbol in symbols]
    return tuple(t for t in range(1, len(letters)) if letters[t - 1] != letters[t])
