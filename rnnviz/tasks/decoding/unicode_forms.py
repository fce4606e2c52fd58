"""Recognizes Unicode's encodings: by a mark, a pattern of zeros, or because UTF-8 is obeyed."""

import codecs
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from rnnviz.tasks.decoding.encoding import Encoding, encoding_of
from rnnviz.tasks.decoding.file_pieces import Advance, first_bad, pieces

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
_EAST_ASIAN = re.compile(
    "[\t\n\r -~\u2010-\u2026\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff9f]"
)
_COMMON = re.compile("[\n ,.\u3001\u3002\uff01\uff0c\uff1f]")
"""Signs without which no text of East Asia goes on for long."""


def _blind(piece: bytes, ascii_only: bool) -> None:
    """Look at nothing."""


def marked(head: bytes) -> Encoding | None:
    """The encoding that the byte order mark at the beginning of a file says."""
    return next(
        (Encoding(name, codec) for mark, name, codec in _MARKS if head.startswith(mark)), None
    )


def unmarked(head: bytes) -> Encoding | None:
    """UTF-32 or UTF-16 without a mark, by the bytes of each character that are mostly zero."""
    if b"\0" not in head:
        return None
    return _utf32_without_mark(head) or utf16_without_mark(head)


def _columns(head: bytes, width: int) -> npt.NDArray[np.uint8]:
    """The bytes (n, width) of a file's whole characters."""
    return np.frombuffer(head[: len(head) // width * width], np.uint8).reshape(-1, width)


def _utf32_without_mark(head: bytes) -> Encoding | None:
    fours = _columns(head, 4)
    if len(fours) < 2:
        return None
    for codec, highest, plane, low in (("utf-32-le", 3, 2, 0), ("utf-32-be", 0, 1, 3)):
        is_one = (fours[:, highest] == 0).all() and (fours[:, plane] <= 0x10).all()
        if is_one and (fours[:, plane] == 0).mean() >= 0.5 and (fours[:, low] != 0).mean() >= 0.9:
            return encoding_of(codec)
    return None


def utf16_without_mark(head: bytes) -> Encoding | None:
    """UTF-16 if one byte of each pair looks like the upper one and the other does not."""
    pairs = _columns(head, 2)
    if not len(pairs):
        return None
    zeros = (pairs == 0).mean(axis=0)
    alphabetic = (pairs < 0x20).mean(axis=0)  # upper bytes of all scripts below U+2000
    upper = (zeros >= 0.1) & (zeros[::-1] <= 0.01) & (alphabetic >= 0.8)
    if upper[1]:
        return encoding_of("utf-16-le")
    return encoding_of("utf-16-be") if upper[0] else None


def east_asian_utf16(head: bytes) -> Encoding | None:
    """UTF-16 of East Asia, whose characters have no zero bytes: all of it is such a text.

    In the other byte order its signs and letters would be rare characters, or none.
    """
    for codec in ("utf-16-le", "utf-16-be"):
        text = codecs.getincrementaldecoder(codec)("replace").decode(head)
        signs = len(_EAST_ASIAN.findall(text))
        if signs > 1 and signs >= 0.99 * len(text) and len(_COMMON.findall(text)) >= 0.01 * signs:
            return encoding_of(codec)
    return None


def obeyed(
    path: Path, encoding: Encoding, advance: Advance, see: Callable[[bytes, bool], None] = _blind
) -> Encoding | None:
    """The encoding if the whole file obeys it (all but a cut last character), else None.

    `see` is called with each piece, and with whether it is all ASCII.
    """
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    beyond_ascii = False
    try:
        for piece in pieces(path):
            is_ascii = decoder.decode(piece).isascii()
            beyond_ascii |= not is_ascii
            see(piece, is_ascii)
            advance(len(piece))
    except UnicodeDecodeError:
        return None
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        # in Windows-1252, a text whose only accent is its last character looks like cut UTF-8
        trusted = beyond_ascii or encoding.codec != "utf-8"
        return replace(encoding, cut=True) if trusted else None
    return encoding


def nearly_obeyed(path: Path, encoding: Encoding, advance: Advance) -> Encoding | None:
    """UTF-8 with its few damaged bytes, or None for what has many or is no UTF-8 at all."""
    if encoding.codec not in ("utf-8", "utf-8-sig"):
        return None
    decoder = codecs.getincrementaldecoder("utf-8")("ignore")
    bad = good = 0
    for piece in pieces(path):
        sound = np.frombuffer(decoder.decode(piece).encode(), np.uint8)
        bad += len(piece) - len(sound)  # what a piece's end holds back comes with the next one
        good += int(np.count_nonzero(sound >= 0xC0))
        advance(0)
        if bad > max(_GIVE_UP, good):
            return None
    if bad * _GOOD_FOR_BAD > good:
        return None
    return replace(encoding, bad=bad, first_bad=first_bad(path, "utf-8"))
