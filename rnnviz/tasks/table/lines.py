"""The lines of a table's file, one after the other in bounded memory."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path

from rnnviz.refusal import Refusal
from rnnviz.tasks.decoding.file_pieces import Advance, pieces
from rnnviz.tasks.reading import binary, printable

SAMPLE = 1 << 20
"""Bytes at the beginning of a file, which hold the first lines."""
FIRST = 250
"""Lines at most from which it is told how a table is written."""
LONGEST = 1 << 20
"""Characters that no line of a table exceeds."""
WESTERN = "cp1252"
"""What a file that is no Unicode is read as: digits are the same in all such encodings."""
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


def codec_of(path: Path) -> str:
    """The codec of a table's file: Unicode's, or else Western; refuses what is no text."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
    marked = next((codec for mark, codec in _MARKS.items() if sample.startswith(mark)), "")
    if marked:
        return marked
    if b"\0" in sample:
        raise Refusal(binary(printable(path.name)))
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return WESTERN
    return "utf-8"


def lines_of(path: Path, codec: str, advance: Advance) -> Iterator[str]:
    """The lines of a file, each with its end; refuses one that no table has."""
    decoder = codecs.getincrementaldecoder(codec)("replace")
    newlines, rest = io.IncrementalNewlineDecoder(decoder, translate=True), ""
    for piece in pieces(path):
        *whole, rest = (rest + newlines.decode(piece)).split("\n")
        yield from (f"{line}\n" for line in whole)
        if len(rest) > LONGEST:
            raise Refusal(_too_long(path))
        advance(len(piece))
    rest += newlines.decode(b"", final=True)
    yield from ([rest] if rest else [])


def first_lines(path: Path, codec: str) -> list[str]:
    """The first whole lines of a file; refuses one whose first line never ends."""
    with path.open("rb") as file:
        sample = file.read(SAMPLE)
        is_all = not file.read(1)
    if not is_all and not sample.count(b"\n") + sample.count(b"\r"):
        raise Refusal(_too_long(path))
    decoder = codecs.getincrementaldecoder(codec)("replace")
    text = io.IncrementalNewlineDecoder(decoder, translate=True).decode(sample, final=is_all)
    lines = text.splitlines() if is_all else text.split("\n")[:-1]
    return [f"{line}\n" for line in lines[:FIRST]]


def _too_long(path: Path) -> str:
    return (
        f"{printable(path.name)} has a line of more than {LONGEST:,} characters, so it is no "
        "table; give a file with one row in each line."
    )
