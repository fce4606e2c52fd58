"""What is said of how well a task is solved."""

import math

import pytest

from rnnviz.captions.score_format import at_least, number, with_measure
from rnnviz.captions.task_score import baseline_caption, caption, point_caption
from rnnviz.lab.snapshot import TaskFacts

SPACE = "\N{NO-BREAK SPACE}"


def task(measure, baseline, solved):
    return TaskFacts("t", "T", "Hint.", "nats", ("by chance", 1.0), measure, baseline, solved)


BY_SHARE = task("accuracy", 0.1, 0.99)
BY_ERROR = task("mean squared error", 0.17, 0.01)


@pytest.mark.parametrize(
    ("score", "facts", "told"),
    [
        (0.0, BY_SHARE, f"Accuracy 0{SPACE}%. Solved at 99{SPACE}%."),
        (0.5, BY_SHARE, f"Accuracy 50{SPACE}%. Solved at 99{SPACE}%."),
        (0.98996, BY_SHARE, f"Accuracy 98.9{SPACE}%. Solved at 99{SPACE}%."),
        (0.99, BY_SHARE, f"Accuracy 99{SPACE}%: solved"),
        (math.nan, BY_SHARE, "accuracy is not a number: diverged"),
        (0.17, BY_ERROR, "MSE 0.17. Solved at 0.01."),
        (0.010004, BY_ERROR, "MSE 0.010004. Solved at 0.01."),
        (2e20, BY_ERROR, "MSE 2·10²⁰. Solved at 0.01."),
        (0.0, BY_ERROR, "MSE 0: solved"),
        (math.inf, BY_ERROR, "MSE is not a number: diverged"),
    ],
)
def test_the_newest_score_solves_the_task_or_does_not(score, facts, told):
    assert caption(score, facts) == told


@pytest.mark.parametrize(
    ("score", "told"), [(0.29, "29"), (0.453, "45.3"), (0.9997, "99.9"), (1.0, "100")]
)
def test_an_accuracy_is_not_rounded_up(score, told):
    assert number(score, "accuracy") == f"{told}{SPACE}%"


def test_what_is_reached_without_memory_and_what_is_asked_for():
    assert baseline_caption(BY_SHARE) == f"by chance: accuracy 10{SPACE}%"
    assert at_least(0.99, "accuracy") == f"accuracy 99{SPACE}% or more"
    assert at_least(0.01, "mean squared error") == "mean squared error 0.01 or less"


def test_a_point_is_read_out_with_its_step():
    assert point_caption(0.25, "accuracy", 1200.0) == f"accuracy 25{SPACE}%, step 1,200"
    assert with_measure(0.0123, "mean squared error") == "mean squared error 0.0123"
