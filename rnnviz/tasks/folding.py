"""Which differences between characters are given up before a text is learned."""

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rnnviz.counts import counted
from rnnviz.refusal import Refusal
from rnnviz.tasks.composing import COMPOSED, Form

NAMES = ("none", "case", "letters")

_APOSTROPHES = "'\u2019\u02bc"
_WITHOUT_DECOMPOSITION = {
    "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
}  # fmt: skip
_OUTSIDE_ASCII = re.compile(r"[^\x00-\x7f]+")


@cache
def _letters(symbol: str) -> str:
    """The letters a to z, space and newline that stand for one symbol; "" where it is dropped."""
    if symbol in _APOSTROPHES:
        return ""
    plain = "".join(_WITHOUT_DECOMPOSITION.get(s, s) for s in symbol.casefold())
    kept = []
    for part in unicodedata.normalize("NFKD", plain).casefold():
        if "a" <= part <= "z" or part == "\n":
            kept.append(part)
        elif not _is_invisible(part):
            kept.append(" ")
    return "".join(kept)


def _is_invisible(symbol: str) -> bool:
    """Whether a symbol is a mark on another one or a format character of no width."""
    category = unicodedata.category(symbol)
    return category.startswith("M") or category == "Cf"


# None, not "": translate() leaves its fast path for an empty string
_ASCII_LETTERS = {code: _letters(chr(code)) or None for code in range(128)}


@dataclass(frozen=True)
class Folding:
    """What is folded: capitals into small letters, or everything into a to z, space and newline.

    `letters` includes `case`: accented letters become their base letter, apostrophes are dropped
    so that words stay whole, every other character becomes a space, and a run of spaces one space.
    Before that a text is brought into Unicode's form `form`, after it all but the most frequent
    `symbols` become one sign; those who read a text do both, as they take it as a whole.
    """

    case: bool = False
    letters: bool = False
    form: Form = COMPOSED
    symbols: int | None = None

    @classmethod
    def named(cls, fold: str, symbols: int | None = None, form: Form = COMPOSED) -> "Folding":
        """The folding that the setting `fold` names; refuses any but none, case and letters."""
        if fold not in NAMES:
            raise Refusal(
                f"A text cannot be folded by {fold!r}; choose one of: {', '.join(NAMES)}."
            )
        return cls(fold != "none", fold == "letters", form, symbols)

    @property
    def name(self) -> str:
        """The setting that stands for this folding: none, case or letters."""
        return "letters" if self.letters else "case" if self.case else "none"

    def gives_up_less(self, other: "Folding") -> bool:
        """Whether a text that `other` has folded has lost what this one would keep."""
        if other.symbols is None:
            return NAMES.index(self.name) < NAMES.index(other.name)
        # What stands behind the sign was never folded otherwise.
        return self.name != other.name or (self.symbols or math.inf) > other.symbols

    def fold(self, text: str, previous: str = "") -> str:
        """The folded text; `previous` is the last folded character when a text comes in pieces."""
        if self.letters:
            return self._fold_letters(text, previous)
        if self.case:
            # lower() looks at the neighbours of a capital sigma only, and pieces have no neighbours
            return text.replace("\u03a3", "\u03c3").lower()
        return text

    def _fold_letters(self, text: str, previous: str) -> str:
        if not text.isascii():
            text = _OUTSIDE_ASCII.sub(_fold_match, text)
        text = text.translate(_ASCII_LETTERS)
        while "  " in text:
            text = text.replace("  ", " ")
        if previous == " " and text.startswith(" "):
            return text[1:]
        return text

    def describe(self, occurrences: Iterable[tuple[str, int]], shorter: int) -> str:
        """A sentence on what was folded, or "" if nothing was.

        `occurrences` are the symbols before folding with their counts; `shorter` is by how many
        characters the text became shorter.
        """
        capitals = others = 0
        for symbol, count in occurrences:
            folded = self.fold(symbol)
            if folded != symbol and folded == symbol.lower():
                capitals += count
            elif folded != symbol:
                others += count
        facts = [
            (capitals, f"capitals made small: {capitals:,}"),
            (others, f"other characters replaced or dropped: {others:,}"),
            (shorter, f"the text is now {counted(shorter, 'character')} shorter"),
        ]
        said = "; ".join(words for count, words in facts if count > 0)
        return f"{said[0].upper()}{said[1:]}." if said else ""


def _fold_match(match: re.Match[str]) -> str:
    return "".join(map(_letters, match.group()))
