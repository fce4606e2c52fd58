"""What is said of the long-memory bench, in its window and on the command line."""

import math
from dataclasses import replace

import pytest

from rnnviz.captions import memory_bench as captions
from rnnviz.lab.memory_bench import BenchProgress, Plan, Result
from rnnviz.tasks import DRAWN

SOLVED = Result("lstm", 50, 0, True, 1_200, 0.995, 3.2, diverged=False)
FAILED = replace(SOLVED, solved=False, steps=5_000, score=0.25)
DIVERGED = replace(FAILED, diverged=True, score=math.nan)
TASK = DRAWN["first_element"]()
PLAN = Plan(TASK, ("lstm",), (5, 50))


@pytest.mark.parametrize(
    ("result", "told", "line"),
    [
        (SOLVED, "solved after 1,200 steps", "solved in 1,200 steps"),
        (FAILED, "failed: not solved in 5,000 steps", "failed: not solved in 5,000 steps"),
        (DIVERGED, "failed: diverged after 5,000 steps", "failed: diverged after 5,000 steps"),
    ],
)
def test_failures_are_said_as_failures(result, told, line):
    assert captions.caption(result) == told
    row = captions.result_line(result, TASK)
    assert row.startswith(f"lstm     T=50    seed 0   {line} ")
    score = "not a number" if result.diverged else f"{result.score:.4f}"
    assert row.endswith(f"{TASK.measure} {score}  3.2 s")


def test_the_run_under_way_is_counted_from_one():
    now = BenchProgress("lstm", 50, 0, 1_500, 0.5, 0, 2)
    assert captions.progress_caption(now, "LSTM") == (
        "Run 1 of 2: LSTM, length 50, seed 0, step 1,500, score 0.500"
    )
    assert captions.progress_line(now, PLAN) == (
        f"run 1 of 2: lstm, T=50, seed 0, step 1,500 of {PLAN.max_steps:,}, {TASK.measure} 0.500"
    )


def test_a_bench_that_was_stopped_says_so():
    assert captions.end_caption(2, 2) == "All runs are over."
    assert captions.end_caption(1, 2) == "Stopped: 1 of 2 runs is over."
    assert captions.end_caption(0, 1) == "Stopped: 0 of 1 run are over."
    assert captions.stopped_line(0, 2) == "Stopped with 0 of 2 runs done."


def test_one_step_is_one():
    one = replace(SOLVED, steps=1)
    assert captions.caption(one) == "solved after 1 step"
    assert " solved in 1 step " in captions.result_line(one, TASK)
    assert captions.caption(replace(DIVERGED, steps=1)) == "failed: diverged after 1 step"
    assert captions.steps_caption("LSTM", 5, 1.0, 9) == "LSTM, length 5: solved after 1 step"


def test_the_axis_says_why_points_are_not_at_their_lengths():
    assert captions.length_caption(1) == "length"
    assert captions.length_caption(3) == "length (cells side by side)"


def test_points_of_the_charts_are_read_out():
    assert captions.score_caption("LSTM", 50, 0.01, "mean squared error") == (
        "LSTM, length 50: mean squared error 0.01"
    )
    solved = captions.steps_caption("LSTM", 50, 1_200.0, 5_000)
    assert solved == "LSTM, length 50: solved after 1,200 steps"
    assert captions.steps_caption("LSTM", 50, 5_000, 5_000) == "LSTM, length 50: not solved"


@pytest.mark.parametrize("name", DRAWN)
def test_the_heading_names_the_score_without_memory_at_every_length_once(name):
    plan = Plan(DRAWN[name](), ("lstm",), (20,))
    first, second = captions.heading(plan, 20).splitlines()
    assert first.startswith(f"{plan.task.label}: {plan.settings.hidden} units, ")
    assert second.startswith(f"{plan.task.measure} over the last 20 batches; ")
    assert second.endswith(f"{plan.task.baseline(20).score:.3g}")
