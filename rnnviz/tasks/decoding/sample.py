"""Looks at all bytes of a file and keeps a few lines in which they are not ASCII."""

import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rnnviz.tasks.decoding.file_pieces import Advance, pieces

BLOCK = 1 << 18
"""Bytes that are looked at in one go."""
LARGEST = 4_000
"""Bytes of the lines that are kept from all over the file."""
LINE = 160
"""Bytes of a line that is kept for a byte that none before it had."""
LEAST = 400
"""Bytes that each piece may add at least."""
_PLAIN = range(9, 14)
_ESCAPE = 27
_BEYOND = re.compile(rb"[\x80-\xff]")
_SAFE = re.compile(rb"[\t\n\r ,.]")
"""Bytes that no encoding has within a character, but those of Unicode."""


@dataclass(frozen=True)
class Sample:
    """Bytes from a file, and which share of all is beyond ASCII, or control characters."""

    data: bytes
    beyond: float
    controls: float


def sample_of(path: Path, advance: Advance) -> Sample:
    """A sample with, as far as possible, every byte beyond ASCII that the file has."""
    counts = np.zeros(256, np.int64)
    kept = b""
    room = max(LEAST, LARGEST * BLOCK // max(path.stat().st_size, BLOCK))
    for number, piece in enumerate(pieces(path, BLOCK)):
        advance(0)
        own = np.bincount(np.frombuffer(piece, np.uint8), minlength=256)
        counts += own
        if piece.isascii():
            continue
        if len(kept) < LARGEST:
            start = _next_safe(piece, 0) if number else 0
            kept += _lines(piece, start, min(room, LARGEST - len(kept)))
        for code in np.flatnonzero(own[128:]) + 128:
            if bytes([code]) not in kept:
                kept += _word(piece, piece.index(bytes([code])))
    controls = [code for code in range(32) if code not in _PLAIN and code != _ESCAPE]
    total = max(int(counts.sum()), 1)
    return Sample(kept, int(counts[128:].sum()) / total, int(counts[controls].sum()) / total)


def _lines(piece: bytes, start: int, size: int) -> bytes:
    """About so many bytes of those lines of a piece from `start` that are not ASCII."""
    kept = b""
    while len(kept) < size and (found := _BEYOND.search(piece, start)):
        begin = max(_context(piece, found.start()), start)
        end = piece.find(b"\n", found.start(), begin + size) + 1 or begin + size
        kept += piece[begin:end]
        start = end
    return kept


def _word(piece: bytes, place: int) -> bytes:
    """The words around a place, or nothing where there are no spaces near to tell them apart."""
    begin = _context(piece, place)
    near = piece[place : place + LINE]
    end = place + max(near.rfind(safe) + 1 for safe in (b"\n", b"\r", b" ", b",", b"."))
    return piece[begin:end] + b"\n" if begin < place < end else b""


def _context(piece: bytes, place: int) -> int:
    """Where the words before a place begin, the place itself if there are no spaces near."""
    if place <= LINE:
        return 0
    return min(_next_safe(piece, place - LINE), place)


def _next_safe(data: bytes, start: int) -> int:
    found = _SAFE.search(data, start)
    return found.end() if found else len(data)
