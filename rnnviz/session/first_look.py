"""Measures what a new network loses while nothing trains, before its first step does."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from rnnviz.tasks.progress import Cancelled

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.session.impatience import Impatience


class FirstLook:
    """Looks at a network that was not looked at; whatever is asked for meanwhile comes first."""

    def __init__(self, impatience: Impatience) -> None:
        self._impatience = impatience

    def quickly(self, run: Run, training: bool) -> None:
        """Look, where that takes no time, before the network is shown."""
        if not (training or run.trainer.looked or run.trainer.takes_long):
            self._look(run)

    def at_leisure(self, run: Run, training: bool) -> bool:
        """Look, where that takes long, once the network is shown; whether there is news."""
        if training or run.trainer.looked:
            return False
        self._look(run)
        return run.trainer.looked

    def _look(self, run: Run) -> None:
        with suppress(Cancelled), self._impatience.idling():
            run.trainer.look()
