"""Finds the encoding of a text file and reads it piece by piece."""

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

PIECE = 1 << 18  # bytes; one piece takes about a millisecond, so no other thread waits long
_HEAD = 1 << 16
_GOOD_FOR_BAD = 4
"""Characters beyond ASCII that are sound UTF-8, for each byte that may be damaged.

A text in another encoding has next to none: its accents are hardly ever sound UTF-8 by accident.
"""
_GIVE_UP = 1000
"""Bad bytes after which such a text needs no further look."""

# UTF-32 stands first because its little-endian mark begins like that of UTF-16
_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32 with byte order mark", "utf-32"),
    (codecs.BOM_UTF32_BE, "UTF-32 with byte order mark", "utf-32"),
    (codecs.BOM_UTF8, "UTF-8 with byte order mark", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "UTF-16 LE with byte order mark", "utf-16"),
    (codecs.BOM_UTF16_BE, "UTF-16 BE with byte order mark", "utf-16"),
)


@dataclass(frozen=True)
class Encoding:
    """An encoding's name and Python codec, and what in the file does not obey it.

    `cut` says that the last character is cut off; `bad` counts damaged bytes, of which the first
    lies at the offset `first_bad`.
    """

    name: str
    codec: str
    cut: bool = False
    bad: int = 0
    first_bad: int = 0


Advance = Callable[[int], None]


def find_encoding(path: Path, advance: Advance) -> Encoding | None:
    """The encoding of a file, or None if its bytes are no text in any encoding known here.

    A byte order mark decides; else pairs of bytes of which one is mostly zero mean UTF-16; else the
    first of UTF-8, UTF-8 with a little damage, Windows-1252 and Latin-1 that the whole file obeys.
    `advance` is called with the size of each piece that was tried.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    for mark, name, codec in _MARKS:
        if head.startswith(mark):
            encoding = Encoding(name, codec)
            return _obeyed(path, encoding, advance) or _nearly_obeyed(path, encoding, advance)
    if b"\0" in head:
        pairs = _utf16_without_mark(head)
        return pairs and _obeyed(path, pairs, advance)
    utf8 = Encoding("UTF-8", "utf-8")
    return (
        _obeyed(path, utf8, advance)
        or _nearly_obeyed(path, utf8, advance)
        or _obeyed(path, Encoding("Windows-1252", "cp1252"), lambda _: advance(0))
        or Encoding("Latin-1", "latin-1")
    )


def _utf16_without_mark(head: bytes) -> Encoding | None:
    """UTF-16 if one byte of each pair looks like the upper one and the other does not."""
    pairs = np.frombuffer(head[: len(head) // 2 * 2], np.uint8).reshape(-1, 2)
    if not len(pairs):
        return None
    zeros = (pairs == 0).mean(axis=0)
    alphabetic = (pairs < 0x20).mean(axis=0)  # upper bytes of all scripts below U+2000
    upper = (zeros >= 0.1) & (zeros[::-1] <= 0.01) & (alphabetic >= 0.8)
    if upper[1]:
        return Encoding("UTF-16 LE", "utf-16-le")
    return Encoding("UTF-16 BE", "utf-16-be") if upper[0] else None


def _obeyed(path: Path, encoding: Encoding, advance: Advance) -> Encoding | None:
    """The encoding if the whole file obeys it (all but a cut last character), else None."""
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    beyond_ascii = False
    try:
        for piece in _pieces(path):
            beyond_ascii |= not decoder.decode(piece).isascii()
            advance(len(piece))
    except UnicodeDecodeError:
        return None
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        # in Windows-1252, a text whose only accent is its last character looks like cut UTF-8
        trusted = beyond_ascii or encoding.codec != "utf-8"
        return Encoding(encoding.name, encoding.codec, cut=True) if trusted else None
    return encoding


def _nearly_obeyed(path: Path, encoding: Encoding, advance: Advance) -> Encoding | None:
    """UTF-8 with its few damaged bytes, or None for what has many or is no UTF-8 at all."""
    if encoding.codec not in ("utf-8", "utf-8-sig"):
        return None
    decoder = codecs.getincrementaldecoder("utf-8")("ignore")
    bad = good = 0
    for piece in _pieces(path):
        sound = np.frombuffer(decoder.decode(piece).encode(), np.uint8)
        bad += len(piece) - len(sound)  # what a piece's end holds back comes with the next one
        good += int(np.count_nonzero(sound >= 0xC0))
        advance(0)
        if bad > max(_GIVE_UP, good):
            return None
    if bad * _GOOD_FOR_BAD > good:
        return None
    return replace(encoding, bad=bad, first_bad=_first_bad(path))


def _first_bad(path: Path) -> int:
    """The offset of the first byte that is no UTF-8; the file's size if there is none."""
    decoder, read = codecs.getincrementaldecoder("utf-8")(), 0
    try:
        for piece in _pieces(path):
            read += len(piece)
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return read - len(error.object) + error.start
    return read


def read_pieces(path: Path, encoding: Encoding) -> Iterator[tuple[str, int]]:
    r"""The text of a file in pieces, each with its size in bytes; line endings become "\n"."""
    errors = "replace" if encoding.bad else "ignore" if encoding.cut else "strict"
    decoder = codecs.getincrementaldecoder(encoding.codec)(errors)
    newlines = io.IncrementalNewlineDecoder(decoder, translate=True)
    for piece in _pieces(path):
        yield newlines.decode(piece), len(piece)
    yield newlines.decode(b"", final=True), 0


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb", buffering=0) as file:
        while piece := file.read(PIECE):
            yield piece
