"""What a network reads when nobody has typed a phrase."""

import re

from rnnviz.probes.hidden_units import DEFAULT_PHRASE
from rnnviz.refusal import Refusal
from rnnviz.tasks.corpus import Corpus

LONGEST = 24
"""Characters that the first words of a text may have."""
WHOLE_WORDS = re.compile(rf".{{1,{LONGEST}}}(?<=\S)(?=\s)", re.DOTALL)


def default_phrase(corpus: Corpus) -> str:
    """The usual phrase if the text's alphabet can write it, else the text's first words."""
    sign = corpus.coding.sign
    try:
        codes = corpus.encode(DEFAULT_PHRASE)
        known = sign is None or sign not in codes
    except Refusal:
        known = False
    return DEFAULT_PHRASE if known else _first_words(corpus.preview(4 * LONGEST))


def _first_words(start: str) -> str:
    """The whole words that fit, or what fits of the first word, or else white space."""
    text = start.strip()
    whole = WHOLE_WORDS.match(f"{text} ")
    return whole[0] if whole else (text or start)[:LONGEST]
