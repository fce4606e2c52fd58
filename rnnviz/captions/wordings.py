"""Ever shorter wordings of a text, for where there is no room for all of it: a number at last.

Nothing ends in an ellipsis: what is shown is whole sentences, whole clauses or a number.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

SENTENCE_END = re.compile(r"(?<=\.) (?=[A-Z0-9])")
CLAUSE_END = re.compile(r"(?<=[^\s])(?:[;:,.]? \(|[;:,] | \N{EM DASH} )")
BRACKETS = re.compile(r" ?\([^()]*\)")
NUMBER = re.compile(
    r"[+\N{MINUS SIGN}-]?\d[\d,]*(?:\.\d+)?"
    r"(?:\N{MIDDLE DOT}10[⁻⁰¹²³⁴-⁹]+)?(?:[ \N{NO-BREAK SPACE}]?%)?"
)
MIDDLE_HALF = "middle half", "half"
"""What a band is called where there is no room to say of what."""
UNIT = re.compile(r" (?:nats?|bits?|steps?|characters?|units?|runs?|sequences?|MB|GB|ms|s)\b")


class Worded(str):
    """A text that says itself what may stand for it where it is too long, the longest first."""

    shorter: tuple[str, ...]

    def __new__(cls, text: str, *shorter: str) -> Worded:
        """Return a text with its shorter wordings."""
        made = super().__new__(cls, text)
        made.shorter = shorter
        return made


def wordings(text: str) -> Iterator[str]:
    """Yield a text and what may stand for it, the longest first and nothing at last.

    Fewer of its sentences, the first of them without what stands in brackets; then what it
    declares itself, or else fewer of its clauses and the first number in it. What has no number
    is cut between words.
    """
    yield text
    sentences = SENTENCE_END.split(text)
    for count in range(len(sentences) - 1, 0, -1):
        yield " ".join(sentences[:count])
    first = sentences[0]
    bare = BRACKETS.sub("", first)
    yield bare
    if isinstance(text, Worded):
        yield from text.shorter
    else:
        yield from _clauses(bare.removesuffix("."))
        yield from _numbers(first)
    yield ""


def joined(*texts: str) -> str:
    """Return texts as one, which is shortened as the first of them that says how."""
    whole = " ".join(filter(None, texts))
    said = next((one for one in texts if isinstance(one, Worded)), None)
    return whole if said is None else Worded(whole, *said.shorter)


def share_first(told: str, where: str) -> tuple[str, ...]:
    """Return the shorter wordings of what is left of a gradient somewhere: the share at last."""
    return f"{told} {where}", told, told.split(" of ")[0]


def _clauses(sentence: str) -> list[str]:
    """Return its first clauses, and what follows a colon with its own; with a number if it has."""
    ends = [found.start() for found in CLAUSE_END.finditer(sentence)]
    found = [sentence[:end] for end in ends]
    name, colon, value = sentence.partition(": ")
    if colon and NUMBER.search(value) and not NUMBER.search(name):
        found += [value, *_clauses(value)]
    if NUMBER.search(sentence):
        found = [one for one in found if NUMBER.search(one)]
    return sorted(found, key=len, reverse=True)


def _numbers(sentence: str) -> Iterator[str]:
    """Yield the first number with its unit and without, or else ever fewer words."""
    found = NUMBER.search(sentence)
    if found is not None:
        unit = UNIT.match(sentence, found.end())
        if unit is not None:
            yield sentence[found.start() : unit.end()]
        yield found.group()
        return
    words = sentence.split(" ")
    for count in range(len(words) - 1, 0, -1):
        yield " ".join(words[:count]).rstrip(",;:")


def longest(text: str, fits: Callable[[str], bool]) -> str:
    """Return the longest wording of a text that fits; nothing where none does."""
    return next((one for one in wordings(text) if fits(one)), "")
