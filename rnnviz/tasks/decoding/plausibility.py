"""How much of a text is not how people write: what reading it in a wrong encoding makes of it."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache

_THRICE = re.compile(r"([^\x00-\x7f\u3000-\uffff])\1\1")
_WITHIN_WORDS = "’·‑‐-–—…"
_BEFORE_WORDS = "¿¡"
_NEVER_AFTER_LETTERS = "†‡•‰¶§"
_EAST_ASIAN = ("CJK", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC")
_ANY_SCRIPT = ("", "COMBINING")
ALONE, UNLIKELY, IMPOSSIBLE = 0.5, 0.7, 2.0


@dataclass(frozen=True, eq=False)  # of which there is one for all alike, to be counted quickly
class Kind:
    """What matters of a symbol: its category, a letter's script, or else which sign it is."""

    category: str
    script: str
    sign: str
    beyond: bool

    @property
    def is_letter(self) -> bool:
        """Whether it is a letter; a mark on one is none."""
        return self.category[0] == "L"


_one_kind = cache(Kind)


@cache
def _kind(symbol: str) -> Kind:
    category, beyond = unicodedata.category(symbol), not symbol.isascii()
    if category[0] not in "LM":
        return _one_kind(category, "", symbol, beyond)
    script = unicodedata.name(symbol, "?").split()[0]
    return _one_kind(category, "EAST ASIAN" if script in _EAST_ASIAN else script, "", beyond)


def oddness(text: str) -> float:
    """How odd the symbols beyond ASCII are in their places, on average: 0 for what people write.

    Odd are control characters, letters of two scripts in a word, capitals after small letters,
    one letter three times, a capital alone, and signs within words.
    """
    kinds = [_kind(symbol) for symbol in f" {text} "]
    places = Counter(zip(kinds, kinds[1:], kinds[2:], strict=False))
    beyond = [(place, times) for place, times in places.items() if place[1].beyond]
    odd = sum(times * _oddness_of(*place) for place, times in beyond)
    odd += sum(found[1].isalpha() for found in _THRICE.finditer(text))
    return float(odd / max(sum(times for _, times in beyond), 1))


def _oddness_of(before: Kind, symbol: Kind, after: Kind) -> float:
    if symbol.category in ("Cc", "Cn", "Co", "Cs") or symbol.sign == "\ufffd":
        return IMPOSSIBLE
    if symbol.script:
        return _oddness_of_letter(before, symbol, after)
    return _oddness_of_sign(before, symbol, after)


def _oddness_of_letter(before: Kind, symbol: Kind, after: Kind) -> float:
    if symbol.script in _ANY_SCRIPT:
        return 0.0
    around = (before.script, "" if after.beyond else after.script)
    if any(script not in (*_ANY_SCRIPT, symbol.script) for script in around):
        return 1.0
    if symbol.category != "Lu":
        return 0.0
    if before.category == "Ll":
        return 1.0
    return ALONE if before.category[0] not in "LM" and after.category[0] not in "LM" else 0.0


def _oddness_of_sign(before: Kind, symbol: Kind, after: Kind) -> float:
    category, sign = symbol.category, symbol.sign
    after_letter, before_letter = before.is_letter, after.is_letter
    if after_letter and before_letter and sign not in _WITHIN_WORDS:
        return IMPOSSIBLE
    opens, closes = category in ("Pi", "Ps"), category in ("Pf", "Pe")
    if (opens and after_letter) or (closes and before_letter and sign != "’"):
        return 1.0
    if category[0] == "S" and category != "Sk" and (after_letter or before_letter):
        return 1.0
    if category in ("Nd", "No", "Sk") and after_letter:
        return UNLIKELY
    odd_before = before_letter and sign not in _BEFORE_WORDS
    is_odd = odd_before or (after_letter and sign in _NEVER_AFTER_LETTERS)
    return UNLIKELY if category == "Po" and is_odd else 0.0
