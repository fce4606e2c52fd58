"""A phrase as codes, or the sentence that says why it cannot be read."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.probes.base import SymbolCoding
from rnnviz.refusal import Refusal

NOTHING_LEFT = "Nothing of this phrase is left after folding; type another."
WRITTEN_ELSEWHERE = (
    "The symbol {symbol} was written by a network of another alphabet; write on anew."
)

Codes = NDArray[np.intp]


def codes_of(coding: SymbolCoding, phrase: str) -> Codes | str:
    """The codes (n,), n >= 1, of a phrase after folding, or why there are none."""
    try:
        codes: NDArray[Any] = coding.encode(phrase)
    except Refusal as refusal:
        return str(refusal)
    return codes.astype(np.intp) if len(codes) else NOTHING_LEFT


def vocabulary_of(coding: SymbolCoding, V: int) -> str:
    """The V symbols of a text, in the order of their codes."""
    return coding.decode(np.arange(V))


def with_written(codes: Codes, written: str, vocabulary: str) -> Codes | str:
    """The codes of a phrase and of symbols written after it, which are not folded again."""
    places = [vocabulary.find(symbol) for symbol in written]
    if -1 in places:
        return WRITTEN_ELSEWHERE.format(symbol=repr(written[places.index(-1)]))
    return np.concatenate((codes, np.array(places, np.intp)))


def never_written(coding: SymbolCoding) -> int | None:
    """The code of the sign for rare symbols, which is none that a text could go on with."""
    sign: int | None = getattr(coding, "sign", None)
    return sign
