"""How far the training is and how fast it reads, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnnviz.captions import losses
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import Snapshot


def step_caption(snapshot: Snapshot) -> str:
    """Return how many steps are done, and of how many; in the past, of how many by now."""
    last = snapshot.goal if snapshot.present is None else snapshot.present
    return f"step {snapshot.step:,} of {last:,}"


def moment_caption(step: int | None) -> str:
    """Return which moment of a run is looked at, None being the present."""
    return "now" if step is None else f"step {step:,}"


def past_caption(snapshot: Snapshot) -> str:
    """Return how many moments are kept, and what they take; "" where there is no past."""
    from rnnviz.lab.memory.memory_need import size_text  # when there is a run, not at the start

    if not snapshot.moments:
        return ""
    kept = counted(len(snapshot.moments), "moment")
    taken, budget = size_text(snapshot.past_bytes), size_text(snapshot.past_budget)
    return f"{kept} kept, in {taken} of {budget}."


def rate_caption(rate: float, unit: str) -> str:
    """Return how much is read a second; "" where that is not known. Losses are in `unit`."""
    return f"{rate:,.0f} {losses.inputs(unit)}/s" if rate else ""


def training_line(
    step: int, goal: int, mean: float, unit: str, rate: float, seconds_left: float
) -> str:
    """Return the line that the command line rewrites while it trains."""
    return (
        f"step {step:,} of {goal:,}  loss {losses.exactly(mean, unit)}, {losses.mean_name(step)}  "
        f"{rate:,.0f} {losses.inputs(unit)}/s  {seconds_left:,.0f} s left"
    )


def training_caption(steps: int, seconds: float, rate: float, unit: str) -> str:
    """Return how long a training took, for the end of a report."""
    return f"{counted(steps, 'step')} in {seconds:.1f} s ({rate:,.0f} {losses.inputs(unit)}/s)"


def mute_caption(step: int) -> str:
    """Return why nothing can be asked of a run that diverged at `step`, and what to do."""
    return (
        f"The loss stopped being a number after step {step:,}, so this network says nothing any "
        "more. Give an earlier copy, or train again with a lower --lr or with --clip norm."
    )


def diverged_caption(step: int) -> str:
    """Return what happened at `step`, and what may help."""
    return (
        f"The loss stopped being a number after step {step:,}: the updates were too "
        "large. Try a lower --lr, or --clip norm."
    )
