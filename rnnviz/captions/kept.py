"""Runs that were kept unsaved, in words."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.lab.runs.kept_runs import Kept


def kept_in_words(kept: Kept) -> str:
    """Return a kept run's name, its step, and the day and time when it was kept."""
    moment = time.strftime("%Y-%m-%d %H:%M", time.localtime(kept.time))
    return f"{_name_and_step(kept)} ({moment})"


def left_behind_caption(kept: Kept) -> str:
    """Return what is told at the start after the program was killed."""
    moment = time.strftime("%H:%M on %Y-%m-%d", time.localtime(kept.time))
    return (
        f"rnnviz was ended from outside. The run it had open was kept: {_name_and_step(kept)}, "
        f"at {moment}. It is also under File > Earlier runs."
    )


def _name_and_step(kept: Kept) -> str:
    if kept.step is None:
        return kept.name
    return f"{kept.name}, {counted(kept.step, 'step')}"
