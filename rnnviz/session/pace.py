"""How fast training goes: what was measured, and what was asked for."""

import math
from time import perf_counter

SPAN = 1.0
"""Seconds over which the rate is averaged."""


class Pace:
    """Measures characters per second, and says how long to wait in slow motion."""

    def __init__(self) -> None:
        self.rate = 0.0
        self.steps_per_second: float | None = None
        self._characters = self._portion = 0
        self._since = perf_counter()
        self._from = 0
        self._last_step = 0.0

    def begin(self, characters: int) -> None:
        """Training starts or goes on after a pause."""
        self._since, self._from = perf_counter(), characters
        self._characters = characters
        self._last_step = 0.0

    def note(self, characters: int) -> None:
        """A step is done; `characters` have been learned from in all."""
        now = perf_counter()
        self._last_step = now
        self._portion = characters - self._characters
        self._characters = characters
        passed = now - self._since
        if passed >= SPAN or self.rate == 0.0:
            self.rate = (characters - self._from) / max(passed, 1e-9)
            if passed >= SPAN:
                self._since, self._from = now, characters

    @property
    def seconds(self) -> float:
        """What a step takes at the present rate."""
        return self._portion / self.rate if self.rate else math.inf

    def wait(self) -> float:
        """Seconds until the next step is due; 0 at full speed."""
        if self.steps_per_second is None or self._last_step == 0.0:
            return 0.0
        return max(0.0, self._last_step + 1.0 / self.steps_per_second - perf_counter())
