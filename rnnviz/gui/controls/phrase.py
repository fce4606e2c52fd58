"""What a network reads for the panels when nobody has typed a phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.tasks.text import Corpus

MOST = 2000
"""Characters of a phrase that may be typed: so many are read."""


def default_phrase(corpus: Corpus) -> str:
    """Return the usual phrase if the text's alphabet can write it, else the text's first words."""
    from rnnviz.lab import default_phrase as usual  # not at the start: it brings in much

    return usual.default_phrase(corpus)
