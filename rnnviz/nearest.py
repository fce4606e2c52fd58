"""Names that were meant by words which are none."""

from collections.abc import Iterable

ALIKE = 0.7
"""How much of two words must agree, from 0 to 1, for one to be meant by the other."""
LEAST = 3
"""Letters of a beginning that stand for the whole word."""


def nearest(word: str, names: Iterable[str]) -> str:
    """The name that was meant by `word`: which it begins, or which is spelled like it; else ""."""
    from difflib import get_close_matches  # only where a name is wrong

    plain = {name.lstrip("-"): name for name in names}
    word = word.lstrip("-").lower()
    begun = [name for name in plain if len(word) >= LEAST and name.startswith(word)]
    return next((plain[name] for name in begun or get_close_matches(word, plain, 1, ALIKE)), "")


def meant(word: str, names: Iterable[str]) -> str:
    """The question after a wrong name, "; did you mean hidden?", or a full stop."""
    found = nearest(word, names)
    return f"; did you mean {found}?" if found else "."
