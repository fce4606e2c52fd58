"""What is known of a text, in words: its length, its alphabet, and how much is held out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rnnviz.tasks.corpus import Corpus


def captions(corpus: Corpus) -> dict[str, str]:
    """Return by name what is known about a text; what is not there is empty."""
    bits = corpus.entropy / math.log(2)
    return {
        "Length": f"{corpus.characters:,} characters",
        "Alphabet": f"{corpus.alphabet:,} symbols",
        "Encoding": corpus.encoding,
        "Entropy": f"{bits:.2f} bits, of single characters",
        "Folded": corpus.folded,
        "Note": " ".join(corpus.notes),
    }


def held_out_caption(corpus: Corpus, validation: float) -> str:
    """Return which part of a text is never learned from."""
    _, held_out = corpus.split(validation)
    return f"the last {len(held_out):,} characters" if len(held_out) else "nothing"


def missing_glyphs_caption(missing: Sequence[str], alphabet: int, *, all_known: bool) -> str:
    """Return what to say of symbols that no font shows, "" if there are none.

    `all_known` says whether all symbols of the alphabet were looked for.
    """
    if not missing:
        return ""
    more = "" if all_known else "or more "
    return (
        f"No installed font has {len(missing):,} {more}of the text's {alphabet:,} symbols "
        f"(one is U+{ord(missing[0]):04X}): boxes stand for them, and what is learned is the same. "
        "Install a font with these characters to read them."
    )
