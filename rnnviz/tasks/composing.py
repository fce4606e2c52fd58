"""Brings characters that can be written in several ways into one form of Unicode's."""

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Literal

Form = Literal["NFC", "NFD", ""]
COMPOSED: Form = "NFC"
DECOMPOSED: Form = "NFD"
AS_IT_IS: Form = ""
SLICE = 1024
"""Characters at once: a row of marks on one letter takes a time that grows with its square."""
_JOINING = (("\u1161", "\u1175"), ("\u11a8", "\u11c2"), ("\U00016d63", "\U00016d6a"))
"""Letters of Korean and Kirat Rai that join the one before, as marks do."""


def in_form(text: str, form: Form) -> str:
    """The text in NFC or NFD, or as it is."""
    if form == "" or text.isascii():
        return text
    parts, start = [], 0
    while start < len(text):
        end = _parting(text, start + SLICE, start + 1)
        parts.append(unicodedata.normalize(form, text[start:end]))
        start = end
    return "".join(parts)


def form_of(symbols: Iterable[str]) -> Form:
    """The form that every text of these symbols is in, NFC before NFD, or AS_IT_IS."""
    symbols = list(symbols)
    if not any(map(_joins, symbols)) and all(in_form(one, COMPOSED) == one for one in symbols):
        return COMPOSED
    decomposed = all(in_form(one, DECOMPOSED) == one for one in symbols)
    return DECOMPOSED if decomposed else AS_IT_IS


class Composing:
    """Brings a text that comes in pieces into NFC, and notes what that changed."""

    def __init__(self) -> None:
        self.changed = False
        self.shorter = 0

    def compose(self, pieces: Iterable[str]) -> Iterator[str]:
        """The pieces, each kept back until it is known that nothing joins its last letter."""
        before = ""
        for piece in filter(None, pieces):
            if before and _joins(piece[0]):
                end = _parting(before, len(before) - 1, max(len(before) - SLICE, 0))
                before, piece = before[:end], before[end:] + piece
            if before:
                yield self._composed(before)
            before = piece
        if before:
            yield self._composed(before)

    def _composed(self, text: str) -> str:
        composed = in_form(text, COMPOSED)
        self.changed = self.changed or composed != text
        self.shorter += len(text) - len(composed)
        return composed

    def notes(self, name: str) -> list[str]:
        """What to say of a file whose characters were changed."""
        if not self.changed:
            return []
        less = f": {self.shorter:,} characters fewer" if self.shorter > 0 else ""
        return [
            f"{name} had characters that can be written in more than one way, such as accents "
            f"beside their letters; they were brought into one form (Unicode NFC{less})."
        ]


def _parting(text: str, wanted: int, least: int) -> int:
    """The last place from the `wanted` one down to the `least` at which nothing is joined.

    Nothing is joined at 0, where all before is done with. Where there is no such place, it is the
    wanted one: so many marks are no text anyway.
    """
    if wanted >= len(text):
        return len(text)
    places = range(wanted, least - 1, -1)
    return next((place for place in places if place == 0 or not _joins(text[place])), wanted)


def _joins(symbol: str) -> bool:
    """Whether a symbol may become one with what stands before it."""
    if symbol.isascii():
        return False
    joining = any(first <= symbol <= last for first, last in _JOINING)
    return joining or unicodedata.category(symbol).startswith("M")
