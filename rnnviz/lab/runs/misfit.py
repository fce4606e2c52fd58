"""What is wrong with a run's file, and the sentence that says so to people."""

import reprlib
from pathlib import Path

from rnnviz.refusal import Refusal

MISFITS = (
    *(LookupError, ValueError, TypeError, AttributeError),
    *(ArithmeticError, RecursionError, MemoryError),
)
"""What reading values of the wrong kind can raise."""
LONGEST = 300
"""Characters of a reason that a sentence repeats."""


class Misfit(ValueError):  # noqa: N818  (it is about a file, not an error in the program)
    """What is wrong with a value, in words for people."""


def shown(value: object) -> str:
    """A value as a sentence can show it, however large it is."""
    return reprlib.repr(value)


def damaged(path: Path, reason: str, error: Exception) -> Refusal:
    """The refusal of a file, with what `error` tells people of the reason."""
    told = isinstance(error, Refusal | Misfit)  # all others speak to programmers
    words = str(error).rstrip(".")
    if len(words) > LONGEST:
        words = words[:LONGEST] + "..."
    found = f" ({words})" if told else ""
    return Refusal(
        f"{path.name} is damaged or no run of this program: {reason}{found}. "
        "Open an earlier copy, or train again."
    )
