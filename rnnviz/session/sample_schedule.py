"""Decides when the network writes by itself, so that samples never cost much of the training."""

from time import perf_counter

FIRST_SAMPLES = 20
"""Steps between samples at first; later a tenth of the steps so far."""
CREDIT = 0.1
"""Seconds of writing that are free: the first samples lie close together."""
SHARE = 0.003
"""The share of the time that writing may take from then on."""


class SampleSchedule:
    """Plans samples by steps, and puts one off while those before it have cost too much time."""

    def __init__(self) -> None:
        self.begin(0)

    def begin(self, step: int) -> None:
        """Another run, at this step: its first sample is due at once."""
        self._next = step
        self._spent = 0.0
        self._since = self._begun = perf_counter()

    def rested(self, start: float) -> None:
        """Nothing has trained since then (of `perf_counter`), which earns no samples."""
        self._since += perf_counter() - max(start, self._begun)

    def due(self, step: int) -> bool:
        """Whether a sample is to be written at this step."""
        if step < self._next:
            return False
        return self._spent <= CREDIT + SHARE * (perf_counter() - self._since)

    def note(self, step: int, seconds: float) -> None:
        """A sample was written at this step and took so long; plan the next."""
        self._next = step + max(FIRST_SAMPLES, step // 10)
        self._spent += seconds
