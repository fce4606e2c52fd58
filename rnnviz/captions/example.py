"""What came out of one sequence of a task, in words: how much is wrong, and what is left out."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from rnnviz.captions.number_format import signed_number
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.tasks.task import Example


def caption(mistakes: Collection[int], asked: Collection[int]) -> str:
    """Return how many of the places that are asked for are wrong, and how many blanks."""
    wrong = len(set(mistakes) & set(asked))
    blanks = len(mistakes) - wrong
    if not mistakes:
        one = len(asked) == 1
        return "The one symbol is right." if one else f"All {len(asked):,} symbols are right."
    also = f", and {counted(blanks, 'blank')}" if blanks else ""
    return f"{wrong:,} of {counted(len(asked), 'symbol')} wrong{also}."


def written_caption(alone: int, forced: int, asked: int) -> str:
    """Return how many of the signs asked for are wrong that were written alone, and if forced."""
    if not alone and not forced:
        return f"All {asked:,} are right, written alone and after the true ones (forced)."
    return f"Wrong of {asked:,}: {alone:,} written alone, {forced:,} after the true ones (forced)."


def left_out(steps: int) -> str:
    """Return how many steps are not shown, as one more sentence; "" if all are."""
    return f" {counted(steps, 'step')} left out." if steps else ""


def answer_caption(example: Example) -> tuple[str, str]:
    """Return what was wanted and what came out, and what of the inputs matters."""
    return f"wanted {example.wanted}, out {example.came_out}", example.noted


def accessible_text(example: Example) -> str:
    """Return what went in."""
    return f"In: {example.went_in}"


def point_caption(step: float, value: float, row: str) -> str:
    """Return a value at one step, and of which row of numbers."""
    return f"{row} {signed_number(value)}, step {step:,.0f}"
