"""How much of a lesson is read: bounds that no lesson for a class meets, and hostile ones do."""

import re
from typing import Any

from rnnviz.refusal import Refusal

LARGEST = 500_000
"""Bytes of a lesson's file."""
FRONT = 100_000
"""Characters of its settings and steps."""
STEPS = 100
FILES = 1000
"""That a lesson's text is joined from."""
PROSE = 6000
"""Characters of a step's text and answer, and of the introduction: some 1,000 words.

Qt's time for Markdown grows with the square of what is in it; this much is there within a second.
"""
DEPTH = 16
"""Brackets within brackets."""
PARTS = 8
"""Parts of a key, as in choose.hidden_units.layer."""
WORD = 200
"""Characters of a bare key or a number."""
INTEGER_BITS = 63
"""TOML's integers have 64 bits, one of them for the sign; Python's have as many as they like."""

_STRINGS = re.compile(
    r'"""(?:\\.|[^\\])*?(?:"""|\\?\Z)'
    r"|'''.*?(?:'''|\Z)"
    r'|"(?:\\.|[^"\\\n])*"?'
    r"|'[^'\n]*'?"
    r"|(?P<comment>#[^\n]*)",
    re.DOTALL,
)
"""Strings, ended or not, and comments: every alternative always matches, so it never goes back."""
_SPACES = str.maketrans("", "", " \t\r")


def why_unreadable(front: str) -> tuple[str, int]:
    """What would take TOML's reader too long or too deep, and its line from 0; "" if nothing."""
    if len(front) > FRONT:
        return f"settings and steps have more than {FRONT:,} characters", 0
    bare = _STRINGS.sub(_in_place, front).translate(_SPACES)
    depth = 0
    for number, line in enumerate(bare.split("\n")):
        for mark in re.findall(r"[\[{\]}]", line):
            depth += 1 if mark in "[{" else -1
            if depth > DEPTH:
                return f"brackets stand within more than {DEPTH} others", number
        for word in re.split(r"[=\[\]{},]", line):
            if word.count(".") >= PARTS:
                return f"a key has more than {PARTS} parts", number
            if len(word) > WORD:
                return f"a key or a number has more than {WORD} characters", number
    return "", 0


def _in_place(found: re.Match[str]) -> str:
    """One letter for a string and none for a comment, with as many line ends as it had."""
    return ("" if found["comment"] else "s") + "\n" * found[0].count("\n")


def check_integers(values: Any) -> None:
    """Refuse a number that has more bits than TOML's integers."""
    if isinstance(values, int) and values.bit_length() > INTEGER_BITS:
        raise Refusal("a whole number is larger than TOML's largest, 9,223,372,036,854,775,807")
    if isinstance(values, dict):
        for value in values.values():
            check_integers(value)
    elif isinstance(values, list):
        for value in values:
            check_integers(value)
