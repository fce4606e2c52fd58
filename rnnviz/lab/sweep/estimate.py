"""How long a sweep will take, measured from a few steps of each kind of row."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from time import perf_counter

from rnnviz.core.pauses import Ask
from rnnviz.lab.sweep.plan import TrainingPlan
from rnnviz.lab.sweep.training_row import TrainingRow
from rnnviz.lab.trainer import Trainer

LOOK_SECONDS = 0.15
"""For so long the steps of one network are measured, or for two if they take longer."""


def seconds_for(plan: TrainingPlan, jobs: int, ask: Ask) -> float:
    """About how many seconds it takes to compute all rows, so many at a time.

    Rows that differ in their seed alone are measured once. Asks now and then.
    """
    known: dict[object, float] = {}
    each = []
    for row in plan.rows:
        kind = row.settings.change(seed=0), row.fingerprint
        if kind not in known:
            known[kind] = seconds_per_step(plan, row, ask)
        each.append(known[kind] * row.most_steps)
    return together(each, jobs)


def together(seconds: Iterable[float], jobs: int) -> float:
    """How long jobs of these lengths take, so many at a time: no shorter than the longest."""
    each = list(seconds)
    return max(sum(each) / max(1, min(jobs, len(each))), max(each)) if each else 0.0


def seconds_per_step(plan: TrainingPlan, row: TrainingRow, ask: Ask) -> float:
    """How long a step takes, the first left out, which makes what the others use again."""
    trainer = Trainer(row.settings, plan.text_of(row), ask)
    trainer.network.pauses.ask = ask
    list(islice(trainer, 1))
    started, steps = perf_counter(), 0
    while steps < 2 or perf_counter() - started < LOOK_SECONDS:
        ask(0.0)
        if next(trainer, None) is None:
            break
        steps += 1
    return (perf_counter() - started) / max(steps, 1)
