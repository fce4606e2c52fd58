"""Has the network write, and breaks off where something comes that cannot wait for the end."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from contextlib import suppress
from time import perf_counter
from typing import TYPE_CHECKING

from rnnviz.refusal import Refusal, why
from rnnviz.session.command_queue import CommandQueue
from rnnviz.session.notice import WRITING_FAILED
from rnnviz.tasks.progress import Cancelled

if TYPE_CHECKING:
    from rnnviz.lab.trainer import Trainer

LOOK_SECONDS = 0.03
"""Between two looks up from a sample: at the clock, and at what is asked for."""


class SampleWriter:
    """Writes samples in the training's thread; a given up one is not kept.

    What fails is told by `tell`, a sentence and a traceback, and stops nothing: if nobody asked
    for the sample, once until another one succeeds.

    `progress` is told the share that is written, now and then while a sample takes long, and
    `ended` is called after such a sample.
    """

    def __init__(
        self,
        commands: CommandQueue,
        progress: Callable[[float], None],
        ended: Callable[[], None],
        tell: Callable[[str, str], None],
    ) -> None:
        self._commands, self._progress, self._ended, self._tell = commands, progress, ended, tell
        self._failing = False
        self._next_look = 0.0
        self._looked = False

    def write(self, trainer: Trainer, asked: bool) -> None:
        """Write one sample, which somebody has `asked` for or not."""
        try:
            self._write(trainer)
        except Exception as error:
            if asked or not self._failing:
                self._tell_of(error)
            self._failing = True
        else:
            self._failing = False

    def forget(self) -> None:
        """Another run: what failed in the one before tells nothing about it."""
        self._failing = False

    def _tell_of(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self._tell(str(error), "")
        else:
            self._tell(WRITING_FAILED.format(why=why(error)), traceback.format_exc())

    def _write(self, trainer: Trainer) -> None:
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
