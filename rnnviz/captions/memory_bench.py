"""What the long-memory bench found, in words: how runs ended, and how far the bench is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions.number_format import NOT_A_NUMBER
from rnnviz.captions.score_format import with_measure
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.lab.memory_bench import BenchProgress, Plan, Result
    from rnnviz.tasks.task import Task


def caption(result: Result) -> str:
    """Return how a run ended: failures are said as failures."""
    if result.error:
        return f"failed: {result.error}"
    if result.diverged:
        return f"failed: diverged after {counted(result.steps, 'step')}"
    if result.solved:
        return f"solved after {counted(result.steps, 'step')}"
    return f"failed: not solved in {counted(result.steps, 'step')}"


def progress_caption(now: BenchProgress, cell: str) -> str:
    """Return which run of how many is under way, of the cell with this label."""
    return (
        f"Run {now.runs_done + 1} of {now.runs}: {cell}, "
        f"length {now.length}, seed {now.seed}, step {now.step:,}, "
        f"score {now.score:.3f}{_others(now)}"
    )


def _others(now: BenchProgress) -> str:
    return f", and {now.at_a_time - 1:,} more at work" if now.at_a_time > 1 else ""


def end_caption(runs: int, wanted: int, failed: int = 0, error: str = "") -> str:
    """Return how many of the runs that were wanted are over, and why the last failed, if any."""
    if failed:
        return f"{failed:,} of {counted(wanted, 'run')} could not be made: {error}"
    if runs == wanted:
        return "All runs are over."
    return f"Stopped: {runs:,} of {counted(wanted, 'run')} {'is' if runs == 1 else 'are'} over."


def length_caption(cells: int) -> str:
    """Return what is right of the charts' lower axis, and why points are beside their lengths."""
    return "length" if cells == 1 else "length (cells side by side)"


def score_caption(cell: str, length: int, score: float, measure: str) -> str:
    """Return the score of a cell at a length."""
    return f"{cell}, length {length}: {with_measure(score, measure)}"


def steps_caption(cell: str, length: int, steps: float, most: int) -> str:
    """Return after how many steps a cell solved a length, or that it did not in `most` steps."""
    solved = f"solved after {counted(round(steps), 'step')}" if steps < most else "not solved"
    return f"{cell}, length {length}: {solved}"


def heading(plan: Plan, judged: int) -> str:
    """Return what is run, and the scores without memory; scores are means of `judged` batches."""
    task, s = plan.task, plan.settings
    lines = {f"{task.baseline(T).name} {task.baseline(T).score:.3g}": T for T in plan.lengths}
    return (
        f"{task.label}: {counted(s.hidden, 'unit')}, {s.optimizer} {s.lr:g}, batch {s.batch}, "
        f"weights {s.init}, up to {counted(plan.max_steps, 'step')}\n"
        f"{task.measure} over the last {judged} batches; {', '.join(lines)}"
    )


def progress_line(now: BenchProgress, plan: Plan) -> str:
    """Return the line that the command line rewrites while a run is under way."""
    return (
        f"run {now.runs_done + 1} of {now.runs}: {now.cell}, T={now.length}, seed {now.seed}, "
        f"step {now.step:,} of {plan.max_steps:,}, {plan.task.measure} {now.score:.3f}"
        f"{_others(now)}"
    )


def result_line(result: Result, task: Task) -> str:
    """Return a run that is over as a line of the command line's table."""
    score = f"{result.score:.4f}" if math.isfinite(result.score) else NOT_A_NUMBER
    outcome = f"solved in {counted(result.steps, 'step')}" if result.solved else caption(result)
    return (
        f"{result.cell:8} T={result.length:<5} seed {result.seed:<3} {outcome:36} "
        f"{task.measure} {score}  {result.seconds:.1f} s"
    )


def stopped_line(done: int, wanted: int) -> str:
    """Return what the command line says of a bench that was stopped."""
    return f"Stopped with {done:,} of {counted(wanted, 'run')} done."
