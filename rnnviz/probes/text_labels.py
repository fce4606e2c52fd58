"""What can be said of the characters of a text: pure functions from a text to labels."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array
from rnnviz.probes.patterns import marks

PATTERN = "pattern"
"""The feature that is a pattern of somebody's own."""
QUOTES = {"“": "”", "„": "“", "«": "»", "»": "«", '"': '"'}
"""What begins a quotation, and what ends it; single quotes look like apostrophes: not counted."""
BRACKETS = {"(": ")", "[": "]", "{": "}"}
VOWELS = frozenset("aeiouæøœ")
TAB = 4
"""Spaces that a tab at the beginning of a line counts as."""


@dataclass(frozen=True)
class Labels:
    """`values` (T,) of the characters of a text, as far as they are `counted` (T,).

    Yes or no as 1 or 0, or a number.
    """

    values: Array
    counted: NDArray[np.bool_]


@dataclass(frozen=True)
class Feature:
    """What units are compared with: the words for it, and its labels.

    `label` stands in a list, `where` in a sentence: "rises where words end". `none` says that it
    is everywhere the same. `kind` is "yes" for yes or no.
    """

    label: str
    where: str
    none: str
    kind: Literal["yes", "number"]
    labels: Callable[[str], Labels]


def position_in_line(text: str) -> Labels:
    """How many characters came since the last line end, which itself is 0; counted from there."""
    places = np.arange(len(text))
    ends = np.array([symbol == "\n" for symbol in text], np.bool_)
    last = np.maximum.accumulate(np.where(ends, places, -1))
    return Labels((places - last).astype(np.float64), last >= 0)


def indentation(text: str) -> Labels:
    """How many spaces the present line begins with, so far."""
    found, width, leading = np.zeros(len(text)), 0, True
    for place, symbol in enumerate(text):
        if symbol == "\n":
            width, leading = 0, True
        elif leading and symbol in " \t":
            width += TAB if symbol == "\t" else 1
        else:
            leading = False
        found[place] = width
    return Labels(found, np.ones(len(text), np.bool_))


def inside_quotes(text: str) -> Labels:
    """Whether a quotation has begun and not ended; an empty line ends it in any case."""
    found, closing = np.zeros(len(text)), ""
    for place, symbol in enumerate(text):
        if symbol == closing or text.startswith("\n\n", place):
            closing = ""
        elif not closing and symbol in QUOTES:
            closing = QUOTES[symbol]
        found[place] = bool(closing)
    return Labels(found, np.ones(len(text), np.bool_))


def inside_brackets(text: str) -> Labels:
    """Whether a bracket of any kind is open; one that closes what is not open does nothing."""
    found = np.zeros(len(text))
    waiting: list[str] = []
    for place, symbol in enumerate(text):
        if symbol in BRACKETS:
            waiting.append(BRACKETS[symbol])
        elif symbol in waiting:
            del waiting[len(waiting) - 1 - waiting[::-1].index(symbol) :]
        found[place] = bool(waiting)
    return Labels(found, np.ones(len(text), np.bool_))


def word_starts(text: str) -> Labels:
    """At letters: whether the one before is none."""
    letters = _each(text, str.isalpha)
    counted = letters.copy()
    counted[:1] = False
    return Labels(~_before(letters) * 1.0, counted)


def word_ends(text: str) -> Labels:
    """At letters: whether the next one is none."""
    letters = _each(text, str.isalpha)
    after = np.append(letters, False)[1:]
    counted = letters.copy()
    counted[-1:] = False
    return Labels(~after * 1.0, counted)


def between_words(text: str) -> Labels:
    """Whether this is no letter."""
    return _of_all(~_each(text, str.isalpha))


def vowels(text: str) -> Labels:
    """At letters: whether it is a vowel, with an accent or without."""
    return Labels(_each(text, _is_vowel) * 1.0, _each(text, str.isalpha))


def capitals(text: str) -> Labels:
    """At letters that have a case: whether it is a capital."""
    cased = _each(text, lambda symbol: symbol.lower() != symbol.upper())
    return Labels(_each(text, str.isupper) * 1.0, cased)


def digits(text: str) -> Labels:
    """Whether this is a digit."""
    return _of_all(_each(text, str.isdigit))


def matches(text: str, pattern: str) -> Labels:
    """Whether it lies in a match of a pattern; Refusal for one that cannot be read."""
    return _of_all(marks(pattern, text))


FEATURES: dict[str, Feature] = {
    "newline": Feature(
        "position in the line", "with the position in the line",
        "The units are compared with the place in a line, and here is no line end to count from.",
        "number", position_in_line,
    ),
    "quotes": Feature(
        "inside quotes", "inside quotes", "Nothing is quoted here, or everything.", "yes",
        inside_quotes,
    ),
    "brackets": Feature(
        "inside brackets", "inside brackets", "Nothing stands in brackets here, or everything.",
        "yes", inside_brackets,
    ),
    "word_start": Feature(
        "word start", "where words start",
        "The units are compared with the beginnings of words, and here are none.", "yes",
        word_starts,
    ),
    "word_end": Feature(
        "word end", "where words end",
        "The units are compared with the ends of words, and here are none.", "yes", word_ends,
    ),
    "between": Feature(
        "between words", "between words",
        "The units are compared with what stands between words, and here are none.", "yes",
        between_words,
    ),
    "vowels": Feature(
        "vowels", "at vowels", "Either no letter here is a vowel, or all are.", "yes", vowels
    ),
    "capitals": Feature(
        "capitals", "at capitals", "Either no letter here is a capital, or all are.", "yes",
        capitals,
    ),
    "indentation": Feature(
        "indentation", "with the indentation",
        "All lines here begin with equally many spaces: there is nothing to compare.", "number",
        indentation,
    ),
    "digits": Feature(
        "digits", "at digits", "Either no character here is a digit, or all are.", "yes", digits
    ),
}  # fmt: skip
"""What units can be compared with, in the order in which it is offered; beside it a PATTERN."""


def _of_all(found: NDArray[np.bool_]) -> Labels:
    return Labels(found * 1.0, np.ones(len(found), np.bool_))


def _each(text: str, is_one: Callable[[str], bool]) -> NDArray[np.bool_]:
    return np.array([is_one(symbol) for symbol in text], np.bool_)


def _before(found: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.append(False, found)[:-1]


def _is_vowel(symbol: str) -> bool:
    return unicodedata.normalize("NFD", symbol)[:1].lower() in VOWELS
