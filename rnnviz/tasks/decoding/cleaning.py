"""Drops from a text what is none: marks of joined files, zero bytes, and commands to a terminal."""

import re
from collections.abc import Iterable, Iterator

CONTROL_SHARE = 0.05
"""The share of control characters up to which a text is one; random bytes have 0.11."""
MARK, ZERO, ESCAPE = "\ufeff", "\0", "\x1b"
_SEQUENCE = (
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # colours and movements
    r"|\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles and links
    r"|[ -/]+[0-~]|[0-Z\\^-~])"
)
_BEGUN = r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[ -/]*)?\Z"
LONGEST = 4096
"""Characters of a sequence that may be parted between two pieces."""


class Cleaning:
    """Cleans a text that comes in pieces, and counts what it has dropped."""

    def __init__(self) -> None:
        self.marks = self.zeros = self.sequences = 0

    def clean(self, pieces: Iterable[str]) -> Iterator[str]:
        """The pieces without what was dropped."""
        held = ""
        for piece in pieces:
            text, held = self._without_sequences(held + piece if held else piece)
            yield self._without(text)
        if held:
            yield self._without(held)

    def _without_sequences(self, text: str) -> tuple[str, str]:
        """The text without commands to a terminal, and one that has only begun."""
        if ESCAPE not in text:
            return text, ""
        text, found = re.subn(_SEQUENCE, "", text)
        self.sequences += found
        begun = re.compile(_BEGUN).search(text, max(0, len(text) - LONGEST))
        return (text[: begun.start()], begun[0]) if begun else (text, "")

    def _without(self, text: str) -> str:
        if MARK in text:
            self.marks += text.count(MARK)
            text = text.replace(MARK, "")
        if ZERO in text:
            self.zeros += text.count(ZERO)
            text = text.replace(ZERO, "")
        return text

    def notes(self, name: str) -> list[str]:
        """What to say of a file that was cleaned."""
        facts = (
            (self.marks, "byte order mark", "byte order marks"),
            (self.zeros, "zero byte", "zero bytes"),
            (self.sequences, "command to a terminal", "commands to a terminal, such as colours,"),
        )
        return [
            f"{n:,} {many if n > 1 else one} in {name} {'were' if n > 1 else 'was'} left out."
            for n, one, many in facts
            if n
        ]
