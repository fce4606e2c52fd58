"""Finds encodings as the first version did, for runs that have learned what it read."""

from pathlib import Path

from rnnviz.tasks.decoding.encoding import Encoding
from rnnviz.tasks.decoding.file_pieces import Advance
from rnnviz.tasks.decoding.formats import HEAD
from rnnviz.tasks.decoding.unicode_forms import marked, nearly_obeyed, obeyed, utf16_without_mark


def find_as_before(path: Path, advance: Advance) -> Encoding | None:
    """The encoding of a file, or None if its bytes are no text in any encoding known then.

    A byte order mark decides; else pairs of bytes of which one is mostly zero mean UTF-16; else the
    first of UTF-8, UTF-8 with a little damage, Windows-1252 and Latin-1 that the whole file obeys.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    if encoding := marked(head):
        return obeyed(path, encoding, advance) or nearly_obeyed(path, encoding, advance)
    if b"\0" in head:
        pairs = utf16_without_mark(head)
        return pairs and obeyed(path, pairs, advance)
    utf8 = Encoding("UTF-8", "utf-8")
    return (
        obeyed(path, utf8, advance)
        or nearly_obeyed(path, utf8, advance)
        or obeyed(path, Encoding("Windows-1252", "cp1252"), lambda _: advance(0))
        or Encoding("Latin-1", "latin-1")
    )
