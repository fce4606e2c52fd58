"""Says what was recorded of a training."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.counts import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnnviz.lab.recording import Recording

NO_GIF = 'A GIF needs Pillow: pip install "rnnviz[gif]".'


def recorded_caption(wanted: Recording, steps: Sequence[int]) -> str:
    """How many pictures there are, of which steps, and where."""
    if not steps:
        return "Nothing was recorded: no step came that was to be."
    count = counted(len(steps), "picture")
    of = f"of step {steps[0]:,}" if len(steps) == 1 else f"of steps {steps[0]:,} to {steps[-1]:,}"
    path = wanted.path
    where = f"as {path.name} in {path.absolute().parent}" if wanted.is_gif else f"as PNGs in {path}"
    full = "; there were to be no more" if len(steps) >= wanted.most else ""
    return f"Recorded: {count} {of}, {where}{full}."


def stopped_caption(problem: str, recorded: str) -> str:
    """What to say where a picture could not be written."""
    return f"Recording has stopped, and training goes on: {problem} {recorded}"


def planned_caption(wanted: Recording, is_there: bool) -> str:
    """What will be recorded; of a GIF how long that would play, and whether it replaces one."""
    each = "every step" if wanted.every == 1 else f"every step that {wanted.every:,} divides"
    told = f"A picture of {each}, {wanted.most:,} at most; training waits for each."
    if not wanted.is_gif:
        return told
    told += f" All of them play {_duration(wanted.most * wanted.stands / 1000)}."
    return f"{told} {wanted.path.name} is there already and will be replaced." if is_there else told


def _duration(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.3g} s"
    return counted(round(seconds / 60), "minute")


def mark_caption(count: int) -> str:
    """What stands beside the red mark while it records."""
    return counted(count, "picture")
