"""A row of the long-memory bench: one cell that learns one task at one length."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from rnnviz.declare import Value
from rnnviz.lab.memory_bench import BenchProgress, BenchRun, Plan, Result, shape_of
from rnnviz.lab.settings import Settings
from rnnviz.lab.sweep.plan import operations
from rnnviz.lab.sweep.row import Outcome, Row
from rnnviz.lab.sweep.store import Record
from rnnviz.lab.sweep.sweeping import Progress
from rnnviz.lab.sweep.watch import Watch
from rnnviz.tasks import DRAWN

FOUND = ("solved", "steps", "score", "seconds", "diverged")


@dataclass(frozen=True)
class MemoryRow(Row):
    """One run of a bench; `settings` name the task with its options and length, and the steps.

    `operations` is about what it computes if it is not solved.
    """

    kind: ClassVar[str] = "memory"

    settings: Settings
    operations: float = field(default=1.0, compare=False)

    @property
    def values(self) -> Mapping[str, Value]:
        """All settings by name."""
        return self.settings.as_dict()

    @property
    def data(self) -> str:
        """Nothing: sequences are drawn."""
        return ""

    @property
    def most_steps(self) -> int:
        """The steps after which it is given up."""
        return self.settings.steps

    @property
    def cost(self) -> float:
        """About how many operations it takes."""
        return self.operations

    @property
    def length(self) -> int:
        """Of the sequences."""
        return int(str(self.settings.value("length")))

    def work(self, data: None, watch: Watch) -> Outcome:
        """Learn until the task is solved, given up, or no number any more."""
        task = DRAWN[self.settings.task](**self.settings.options_of("task"))
        run = BenchRun(task, self.length, self.settings, watch.ask)
        while run.step < self.most_steps and not (run.solved or run.diverged):
            run.learn()
            watch.note(run.step, run.score)
        return Outcome({name: found(run, name) for name in FOUND})


def found(run: BenchRun, name: str) -> Any:
    """What a run has come to, by its name."""
    return run.step if name == "steps" else getattr(run, name)


def rows_of(plan: Plan) -> tuple[MemoryRow, ...]:
    """The rows of a bench in the order of running: short sequences first."""
    options = {k: v for k, v in plan.task.values.items() if k != "length"}
    fixed = {"task": plan.task.name, **options, "steps": plan.max_steps, "schedule": "constant"}
    rows = []
    for length, cell, seed in plan.runs():
        own = {"length": length, "cell": cell, "seed": seed}
        settings = plan.settings.change(**{**fixed, **own})
        shape = shape_of(plan.task, length, settings.batch)
        rows.append(MemoryRow(settings, operations(settings, shape)))
    return tuple(rows)


def result_of(record: Record) -> Result:
    """What a row that is over has come to; the score of one that failed is no number."""
    values, result = record.values, record.result or {}
    score = result.get("score")
    return Result(
        values["cell"],
        values["length"],
        values["seed"],
        bool(result.get("solved")),
        result.get("steps", 0),
        math.nan if score is None else score,
        result.get("seconds", 0.0),
        bool(result.get("diverged")),
        record.error,
    )


def bench_progress(now: Progress) -> BenchProgress | None:
    """How far the first of the rows is that are computed now; None where there is none."""
    if not now.working:
        return None
    one = now.working[0]
    values = one.row.values
    place = str(values["cell"]), int(str(values["length"])), int(str(values["seed"]))
    return BenchProgress(*place, one.step, one.value, now.over, now.rows, len(now.working))
