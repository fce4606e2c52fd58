"""Runs that were kept unsaved, in words."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.lab.runs.kept_runs import Kept


def moment_in_words(seconds: float) -> str:
    """Return a time since the epoch as the hour and the day that it is here."""
    return time.strftime("%H:%M on %Y-%m-%d", time.localtime(seconds))


def left_behind_caption(kept: Kept) -> str:
    """Return what is told at the start after the program was killed."""
    moment = moment_in_words(kept.time)
    return (
        f"rnnviz was ended from outside. The run it had open was kept: {_name_and_step(kept)}, "
        f"at {moment}. It is also in the list of runs, View > Runs."
    )


def _name_and_step(kept: Kept) -> str:
    if kept.step is None:
        return kept.name
    return f"{kept.name}, {counted(kept.step, 'step')}"
