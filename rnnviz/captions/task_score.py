"""How well a task that draws its sequences is solved, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions.number_format import beside
from rnnviz.captions.score_format import at_least, is_share, number, short, with_measure

if TYPE_CHECKING:
    from rnnviz.lab.snapshot import TaskFacts


SOLVED = "solved"


def caption(score: float, task: TaskFacts) -> str:
    """Return the newest score, and whether it solves the task."""
    name = short(task.measure)
    if not math.isfinite(score):
        return f"{name} is not a number: diverged"
    better = score >= task.solved if is_share(task.measure) else score <= task.solved
    told, solved = number(score, task.measure), number(task.solved, task.measure)
    if told == solved and not better:
        told = beside(score, task.solved)
    if task.goal != SOLVED:
        return f"{name} {told}{beside_others(task)}"
    verdict = ": solved" if better else f". Solved at {solved}."
    return f"{name[0].upper()}{name[1:]} {told}{verdict}"


def beside_others(task: TaskFacts) -> str:
    """Return what two others come to, after a network's score."""
    naive, linear = (number(one, task.measure) for one in (task.baseline, task.solved))
    return f"; {task.line[0]} {naive}, {task.goal} {linear}."


def goal_words(task: TaskFacts) -> str:
    """Return the score that solves a task, or that somebody else comes to."""
    if task.goal == SOLVED:
        return at_least(task.solved, task.measure)
    return f"as good as a {task.goal}: {at_least(task.solved, task.measure)}"


def point_caption(score: float, measure: str, step: float) -> str:
    """Return a score and the step it was measured at."""
    return f"{with_measure(score, measure)}, step {step:,.0f}"


def baseline_caption(task: TaskFacts) -> str:
    """Return what is reached without memory, and how."""
    return f"{task.line[0]}: {with_measure(task.baseline, task.measure)}"
