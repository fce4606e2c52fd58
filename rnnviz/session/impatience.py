"""Breaks off what takes long in the training's thread where something urgent waits for its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from rnnviz.session.command_queue import CommandQueue
from rnnviz.tasks.progress import Cancelled

LOOK_SECONDS = 0.03
"""Between two looks up from long work at what is asked for."""


class Impatience:
    """Is asked between two pieces of a long step, validation or measurement."""

    def __init__(self, commands: CommandQueue) -> None:
        self._commands = commands
        self._next_look = 0.0
        self._idling = False

    @contextmanager
    def idling(self) -> Iterator[None]:
        """What is done meanwhile is done for want of anything else: all that comes is urgent."""
        self._idling = True
        try:
            yield
        finally:
            self._idling = False

    def ask(self, _share: float = 0.0) -> None:
        """Raise Cancelled where something urgent waits; looks no more often than it must."""
        if self.looks() and (self._commands.urgent or (self._idling and not self._commands.idle)):
            raise Cancelled

    def looks(self) -> bool:
        """Whether it is time to look again at what waits."""
        now = perf_counter()
        if now < self._next_look:
            return False
        self._next_look = now + LOOK_SECONDS
        return True
