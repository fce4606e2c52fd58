"""Keeps what was seen at a few early moments of a run, to be drawn thinly beside what is now."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Generic, TypeVar

Seen = TypeVar("Seen")

MOMENTS = (0, 100, 1_000, 10_000, 100_000, 1_000_000)
"""Steps; of each, the first that is seen at it or after it, before the next, is kept."""


@dataclass(frozen=True)
class Ghost(Generic[Seen]):
    """What was seen after `step` steps."""

    step: int
    seen: Seen

    @property
    def label(self) -> str:
        """Return when that was."""
        return f"step {self.step:,}" if self.step else "start"


class Ghosts(Generic[Seen]):
    """The earliest sights of one run, in the order of their steps."""

    def __init__(self) -> None:
        self._kept: dict[int, Ghost[Seen]] = {}

    @property
    def kept(self) -> tuple[Ghost[Seen], ...]:
        """All of them."""
        return tuple(self._kept[moment] for moment in sorted(self._kept))

    def see(self, step: int, seen: Seen) -> bool:
        """Keep a sight if it is the first of its moment; return whether it was."""
        moment = bisect_right(MOMENTS, step) - 1
        if moment < 0 or moment in self._kept:
            return False
        self._kept[moment] = Ghost(step, seen)
        return True

    def clear(self) -> None:
        """Forget the run."""
        self._kept.clear()
