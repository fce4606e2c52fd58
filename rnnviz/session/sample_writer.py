"""Has the network write, and breaks off where something comes that cannot wait for the end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING

from rnnviz.session.command_queue import CommandQueue
from rnnviz.tasks.progress import Cancelled

if TYPE_CHECKING:
    from rnnviz.lab.trainer import Trainer

LOOK_SECONDS = 0.03
"""Between two looks up from a sample: at the clock, and at what is asked for."""


class SampleWriter:
    """Writes samples in the training's thread; a given up one is not kept.

    `progress` is told the share that is written, now and then while a sample takes long, and
    `ended` is called after such a sample.
    """

    def __init__(
        self, commands: CommandQueue, progress: Callable[[float], None], ended: Callable[[], None]
    ) -> None:
        self._commands, self._progress, self._ended = commands, progress, ended
        self._next_look = 0.0
        self._looked = False

    def write(self, trainer: Trainer) -> None:
        """Write one sample; what it depends on is the trainer's alone."""
        self._next_look, self._looked = perf_counter() + LOOK_SECONDS, False
        try:
            with suppress(Cancelled):
                trainer.write(self._go_on)
        finally:
            if self._looked:
                self._ended()

    def _go_on(self, share: float) -> bool:
        if perf_counter() < self._next_look:
            return True
        self._next_look, self._looked = perf_counter() + LOOK_SECONDS, True
        self._progress(share)
        return not self._commands.urgent
