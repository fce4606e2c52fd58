"""Turns Ctrl-C into a wish that is granted between two steps, or within one that takes long."""

import signal
from types import FrameType
from typing import Self

from rnnviz.tasks.progress import Cancelled

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """While entered, a first Ctrl-C (or SIGTERM) only sets `wanted`; a second one ends at once.

    A step that was broken off anywhere would leave weights, state and text position that belong to
    different steps, and a saved run that no longer goes on exactly.
    """

    def __init__(self) -> None:
        self.wanted = False

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._note) for number in SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def ask(self) -> None:
        """Raise Cancelled where it is wanted: for long steps, which undo what they began."""
        if self.wanted:
            raise Cancelled

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.wanted:
            raise KeyboardInterrupt
        self.wanted = True
