r"""How characters that print nothing are shown to people, named, and typed by them."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

SIGNS = {" ": "␣", "\n": "⏎", "\t": "⇥", "\N{NO-BREAK SPACE}": "⍽"}
NAMES = {" ": "a space", "\n": "a line end", "\t": "a tab", "\N{NO-BREAK SPACE}": "a hard space"}
ESCAPES = {"\\n": "\n", "\\t": "\t"}
COMBINING_BASE = "◌"
UNPRINTABLE = "·"
KEPT = 4096
"""Characters whose signs are remembered: a frame asks for hundreds of them."""


@lru_cache(KEPT)
def sign(symbol: str) -> str:
    """Return what stands for one character under a column: itself if it can be seen."""
    if symbol in SIGNS:
        return SIGNS[symbol]
    if len(symbol) != 1:  # a step's number, where a task has no characters
        return symbol
    if unicodedata.combining(symbol):
        return COMBINING_BASE + symbol
    return symbol if symbol.isprintable() else UNPRINTABLE


def accessible_text(symbol: str) -> str:
    """Return one character as a sentence can name it."""
    if symbol in NAMES:
        return NAMES[symbol]
    return f"“{sign(symbol)}”" if symbol.isprintable() else f"U+{ord(symbol):04X}"


def in_a_line(text: str) -> str:
    """Return a text as one line that hides no line ends and no tabs; spaces stay as they are."""
    return "".join(symbol if symbol == " " else sign(symbol) for symbol in text)


def typed(line: str) -> str:
    r"""Return the text that somebody meant by a line in which \n stands for a line end."""
    for escape, symbol in ESCAPES.items():
        line = line.replace(escape, symbol)
    return line


def to_type(text: str) -> str:
    """Return the line that `typed` turns into this text."""
    for escape, symbol in ESCAPES.items():
        text = text.replace(symbol, escape)
    return text
