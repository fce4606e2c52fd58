"""What a run's file tells of a task that reads passages: its lines, which depend on the text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rnnviz.lab.runs.misfit import Misfit, shown
from rnnviz.lab.snapshot import TaskFacts
from rnnviz.tasks import READING
from rnnviz.tasks.which_text import WhichText

if TYPE_CHECKING:
    from rnnviz.lab.trainer import Trainer

MOST_PARTS = 100_000
"""Texts that one can have been joined from."""
LINES = "lines"
"""The entry with the baseline's name, its loss, its score, and the score that solves the task."""


def about_passages(trainer: Trainer) -> dict[str, Any]:
    """What is kept of such a run beside its text; nothing of others."""
    if trainer.settings.task not in READING:
        return {}
    facts = trainer.feed.facts
    return {LINES: [*facts.line, facts.baseline, facts.solved]}


def facts_of_passages(name: str, about: Mapping[str, Any]) -> TaskFacts:
    """What such a run learns, as its feed tells it of one that is open."""
    task, (line, loss, baseline, solved) = READING[name], about[LINES]
    return TaskFacts(
        name, task.label, task.hint, "nats per step", (line, loss), task.measure, baseline, solved,
        shape=task.shape, sees_future=task.sees_future,
    )  # fmt: skip


def needs_parts(task: str) -> int:
    """How many texts must have been joined, at least, for a task to be learned."""
    return 2 if task == WhichText.name else 0


def check_parts(parts: Any, characters: int, least: int) -> None:
    """Raise Misfit for what cannot be the texts that one of so many characters was joined from."""
    end = -1
    if not isinstance(parts, list) or not least <= len(parts) <= MOST_PARTS:
        raise Misfit(f"a text's parts cannot be {shown(parts)}")
    for name, begin in parts:
        if not isinstance(name, str) or type(begin) is not int or not end < begin <= characters:
            raise Misfit(f"a part of a text cannot be {shown([name, begin])}")
        end = begin


def check_about_passages(about: Mapping[str, Any]) -> None:
    """Raise Misfit for lines that are none."""
    name, *numbers = about[LINES]
    are_numbers = all(type(one) in (int, float) and math.isfinite(one) for one in numbers)
    if not isinstance(name, str) or len(numbers) != 3 or not are_numbers:
        raise Misfit(f"the lines of a task cannot be {shown(about[LINES])}")
