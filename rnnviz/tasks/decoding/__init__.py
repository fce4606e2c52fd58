"""Finds the encoding of a text file and reads it piece by piece."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.tasks.decoding.cleaning import CONTROL_SHARE, Cleaning
from rnnviz.tasks.decoding.file_pieces import PIECE, Advance, pieces
from rnnviz.tasks.decoding.wish import BEFORE, FIND, Wish

if TYPE_CHECKING:
    from rnnviz.tasks.decoding.encoding import Encoding

# What only files need, and their encodings' names, is imported where it is used: the start, with a
# built-in text, waits for none of it.
__all__ = [
    "BEFORE",
    "CONTROL_SHARE",
    "FIND",
    "PIECE",
    "Cleaning",
    "Wish",
    "find_encoding",
    "read_pieces",
]


def find_encoding(
    path: Path, name: str, wish: Wish, number: int, advance: Advance
) -> Encoding | None:
    """The encoding of a file called `name`, the text's file of that number; None if it is no text.

    Raises UnclearEncoding where it may be in several, and Refusal for documents, archives and
    pictures. `advance` is called with the size of each piece that was tried.
    """
    from rnnviz.tasks.decoding.finding import find

    return find(path, name, wish, number, advance)


def read_pieces(path: Path, encoding: Encoding) -> Iterator[tuple[str, int]]:
    r"""The text of a file in pieces, each with its size in bytes; line endings become "\n"."""
    errors = "replace" if encoding.bad else "ignore" if encoding.cut else "strict"
    decoder = codecs.getincrementaldecoder(encoding.codec)(errors)
    newlines = io.IncrementalNewlineDecoder(decoder, translate=True)
    for piece in pieces(path):
        yield newlines.decode(piece), len(piece)
    yield newlines.decode(b"", final=True), 0
