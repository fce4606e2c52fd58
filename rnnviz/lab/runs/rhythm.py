"""When a run that trains is saved in passing: once a minute, and less often if that takes long."""

from time import perf_counter

EVERY = 60.0
"""Seconds of training between two copies: what a power cut costs at most."""
SHARE = 0.01
"""Of the time may go into copies: those of huge networks are made less often."""


class Rhythm:
    """Says by `due` (of `perf_counter`) when the next copy is to be made."""

    def __init__(self) -> None:
        self.due = 0.0
        self.begin()

    def begin(self) -> None:
        """Training begins, or what was there is saved."""
        self.due = perf_counter() + EVERY

    def note(self, started: float) -> None:
        """A copy is made, which was begun then."""
        ended = perf_counter()
        self.due = ended + max(EVERY, (ended - started) / SHARE)
