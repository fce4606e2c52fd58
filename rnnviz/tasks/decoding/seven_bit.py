"""Encodings whose bytes are all ASCII, which UTF-8 would believe: ISO-2022, HZ and UTF-7."""

import binascii
import re
import unicodedata
from pathlib import Path

from rnnviz.tasks.decoding.encoding import Encoding, encoding_of
from rnnviz.tasks.decoding.file_pieces import Advance, pieces
from rnnviz.tasks.decoding.unicode_forms import obeyed

_ISO_2022 = ("iso2022_kr", "iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2")
_SHIFTED = re.compile(rb"\+([A-Za-z0-9+/]+)(-?)")
_ESCAPES = (b"\x1b$", b"\x1b(J")
"""How ISO-2022 begins a run of characters that are not ASCII."""
_SIGNS = (b"\x1b", b"~", b"+")
_ALPHABETIC = 0x800
"""Code points below this are letters of alphabets, of which one may stand alone in a word."""
_FEW = 3
"""Shifted runs that must all end with their hyphen: fewer may well be names in source code."""
_ENOUGH = 1 << 20
"""Bytes that are looked at; the whole file must obey what is found there."""


class Glance:
    """Sees in passing whether a file is all ASCII, and which signs of such encodings it has."""

    def __init__(self) -> None:
        self._ascii = True
        self._signs: set[bytes] = set()

    def see(self, piece: bytes, ascii_only: bool) -> None:
        """Look at the next piece."""
        self._ascii = self._ascii and ascii_only
        if self._ascii:
            self._signs.update(sign for sign in _SIGNS if sign in piece)

    def encoding(self, path: Path, advance: Advance) -> Encoding | None:
        """The encoding of the file if it means more than ASCII, else None."""
        if not self._ascii or not self._signs:
            return None
        head = b""
        for piece in pieces(path):
            head += piece
            if len(head) >= _ENOUGH:
                head = head[: head.rfind(b" ") + 1]
                break
        found = None
        if any(escape in head for escape in _ESCAPES):
            found = _first_obeyed(path, _ISO_2022, advance)
        if found is None and b"~{" in head and b"~}" in head:
            found = _first_obeyed(path, ("hz",), advance)
        if found is None and _is_utf7(head):
            found = _first_obeyed(path, ("utf-7",), advance)
        return found


def _first_obeyed(path: Path, codecs: tuple[str, ...], advance: Advance) -> Encoding | None:
    tried = (obeyed(path, encoding_of(codec), lambda _: advance(0)) for codec in codecs)
    return next((encoding for encoding in tried if encoding is not None), None)


def _is_utf7(text: bytes) -> bool:
    """Whether all that looks shifted is: whole characters, no ASCII, and of a likely kind.

    Source code has a plus before a name, and a number may begin with one; few of those are whole
    characters, and none are for long.
    """
    runs, closed = [], 0
    for found in _SHIFTED.finditer(text):
        run = _unshifted(found[1])
        if not run:
            return False
        runs.append(run)
        closed += bool(found[2])
    if closed < len(runs) < _FEW:
        return False
    shifted = "".join(runs)
    letters = sum(symbol.isalpha() for symbol in shifted)
    alphabetic = sum(ord(symbol) < _ALPHABETIC for symbol in shifted)
    if not shifted or 2 * letters < len(shifted):
        return False
    return 2 * alphabetic > len(shifted) or len(shifted) >= 3 * len(runs)


def _unshifted(run: bytes) -> str:
    """The characters of a shifted run, "" if it cannot be one."""
    try:
        units = binascii.a2b_base64(run + b"A" * (-len(run) % 4))
    except binascii.Error:
        return ""
    whole = len(run) * 6 // 16 * 2
    if len(run) * 6 % 16 >= 6 or any(units[whole:]):
        return ""
    text = units[:whole].decode("utf-16-be", "replace")
    likely = all(symbol > "\x7f" and _is_assigned(symbol) for symbol in text)
    return text if likely else ""


def _is_assigned(symbol: str) -> bool:
    return unicodedata.category(symbol) not in ("Cn", "Co", "Cs", "Cc") and symbol != "\ufffd"
