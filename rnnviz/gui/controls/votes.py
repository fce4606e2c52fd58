"""How a class has answered the questions of a lesson's steps, as long as the lesson is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping


class Votes:
    """Counts by step and letter; one who is alone has one answer, a class has many."""

    def __init__(self) -> None:
        self._counts: dict[int, Counter[str]] = {}

    def of(self, step: int) -> Mapping[str, int]:
        """Return the votes of a step by letter."""
        return self._counts.get(step, Counter())

    def add(self, step: int, letter: str, by: int = 1) -> None:
        """Count one more, or one less; there are never less than none."""
        counts = self._counts.setdefault(step, Counter())
        counts[letter] = max(0, counts[letter] + by)

    def choose(self, step: int, letter: str) -> None:
        """Have this one answer and no other; none if it was this one."""
        chosen = self.of(step).get(letter, 0) > 0
        self._counts[step] = Counter() if chosen else Counter({letter: 1})

    def clear(self, step: int) -> None:
        """Forget the votes of a step."""
        self._counts.pop(step, None)

    def forget_from(self, step: int) -> None:
        """Forget those of a step and of all after it."""
        self._counts = {place: one for place, one in self._counts.items() if place < step}
