"""The bytes of a file piece by piece, and whether a whole file obeys an encoding."""

import codecs
from collections.abc import Callable, Iterator
from pathlib import Path

PIECE = 1 << 18  # bytes; one piece takes about a millisecond, so no other thread waits long

Advance = Callable[[int], None]
"""Is called with the size of each piece that was looked at."""


def pieces(path: Path, size: int = 0) -> Iterator[bytes]:
    """The bytes of a file, so many at a time or as many as is usual."""
    with path.open("rb", buffering=0) as file:
        while piece := file.read(size or PIECE):
            yield piece


def first_bad(path: Path, codec: str) -> int:
    """The offset of the first byte that does not obey; the file's size if there is none."""
    decoder, read = codecs.getincrementaldecoder(codec)(), 0
    try:
        for piece in pieces(path):
            read += len(piece)
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return read - len(error.object) + error.start
    return read


def damage(path: Path, codec: str, advance: Advance) -> tuple[int, int]:
    """How many replacement characters reading would take, and how many characters there are.

    What is cut off at the end counts as one.
    """
    lenient = codecs.getincrementaldecoder(codec)("replace")
    bad = characters = 0
    for piece in pieces(path):
        text = lenient.decode(piece)
        characters += len(text)
        bad += text.count("\ufffd")
        advance(len(piece))
    rest = lenient.decode(b"", final=True)
    return bad + rest.count("\ufffd"), characters + len(rest)
