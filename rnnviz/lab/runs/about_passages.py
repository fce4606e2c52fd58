"""What a run's file tells of a task that reads passages: its lines, which depend on the text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rnnviz.lab.runs.misfit import Misfit, shown
from rnnviz.lab.snapshot import TaskFacts
from rnnviz.tasks import READING

if TYPE_CHECKING:
    from rnnviz.lab.trainer import Trainer

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


def check_about_passages(about: Mapping[str, Any]) -> None:
    """Raise Misfit for lines that are none."""
    name, *numbers = about[LINES]
    are_numbers = all(type(one) in (int, float) and math.isfinite(one) for one in numbers)
    if not isinstance(name, str) or len(numbers) != 3 or not are_numbers:
        raise Misfit(f"the lines of a task cannot be {shown(about[LINES])}")
