"""Packs the text of a run for its file, and makes a corpus of it again."""

import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.lab.runs.misfit import Misfit
from rnnviz.tasks.coding import Coding, narrowest
from rnnviz.tasks.composing import AS_IT_IS
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.text import read_text

TEXT = "text"
"""The array of a run's file that holds these bytes."""
TEXT_AT_MOST = 1_000_000
"""Bytes of a text, one a character up to 256 symbols, that a run carries by default."""
LARGEST = 4_000_000
"""Bytes of a text that any run carries: more are not unpacked, whatever a file claims."""
LEVEL = 3
"""How hard zlib tries: a million characters take 13 ms and a quarter of their size."""


def packed(corpus: Corpus | None, at_most: int = TEXT_AT_MOST) -> NDArray[np.uint8] | None:
    """The bytes (n,) that hold a corpus of so many bytes at most; None for a larger one."""
    if corpus is None or corpus.codes.nbytes > min(at_most, LARGEST):
        return None
    codes = corpus.codes.astype(corpus.codes.dtype.newbyteorder("<"))
    return np.frombuffer(zlib.compress(codes.tobytes(), LEVEL), np.uint8)


def unpacked(array: NDArray[np.uint8], about: Mapping[str, Any], coding: Coding) -> Corpus:
    """The corpus that `packed` has packed; raises Misfit, Refusal or ValueError for another.

    It keeps the name, the files and their encodings that the run tells `about` it.
    """
    kind = narrowest(len(coding.vocabulary)).newbyteorder("<")
    size = about["characters"] * kind.itemsize
    if not 0 < size <= LARGEST:
        raise Misfit("the text it carries is too large")
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(array.tobytes(), size + 1)
    except zlib.error:
        data = b""
    codes = np.frombuffer(data, kind) if len(data) == size else np.zeros(0, kind)
    if not len(codes) or codes.max() >= len(coding.vocabulary):
        raise Misfit("the text it carries is damaged")
    # As it is: to fold it again could take its form away, and the sign for its rare symbols.
    learned = Folding(form=AS_IT_IS, symbols=coding.folding.symbols)
    corpus = read_text(coding.decode(codes), about["name"], learned, about["source"], clean=False)
    if corpus.fingerprint != about["fingerprint"]:
        raise Misfit("the text it carries is another than it was trained on")
    encodings = tuple(about.get("encodings", ()))
    files = tuple(about["files"])
    parts = tuple((name, begin) for name, begin in about.get("parts", ()))
    return replace(corpus, folding=coding.folding, files=files, encodings=encodings, parts=parts)
