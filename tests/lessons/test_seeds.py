"""A lesson's promises over seeds that are not its own."""

import pytest

from rnnviz.lessons import seeds
from rnnviz.lessons.check import ExpectationResult, StepResult
from rnnviz.lessons.reading import parse_lesson

LESSON = """+++
title = "Mine"
corpus = "hello"
settings = { hidden = 5, window = 6, seed = 2 }
[[steps]]
run = 5
expect = [{ what = "loss", below = 9 }]
[[steps]]
set = { seed = 4 }
+++
## One
## Two
"""


@pytest.fixture
def lesson(tmp_path):
    return parse_lesson(LESSON, "mine.md", tmp_path)


def test_other_seeds_are_the_first_that_the_lesson_does_not_use(lesson):
    assert seeds.other_seeds(lesson, 4) == (1, 3, 5, 6)


def test_another_seed_takes_the_place_of_every_one_that_is_set(lesson):
    other = seeds.with_seed(lesson, 7)
    assert [other.settings_at(place).seed for place in (-1, 0, 1)] == [7, 7, 7]
    assert other.settings_at(0).hidden == 5


def test_every_seed_gives_another_run_and_the_own_one_the_same(lesson):
    results = list(seeds.check_with(lesson, (1, 3, 1)))
    (row,) = seeds.table(lesson, results)
    assert (row.step, row.what, row.wanted, row.held) == (1, "loss", "below 9", 3)
    assert row.values[0] == row.values[2] != row.values[1]


def result(passed, trouble=""):
    outcomes = () if trouble else (ExpectationResult("loss", 1.0, "below 9", passed),)
    return (StepResult(1, "One", outcomes, 0.0, trouble), StepResult(2, "Two", (), 0.0))


@pytest.mark.parametrize(("failing", "passed"), [(0, True), (1, True), (2, False)])
def test_one_of_five_seeds_may_fail_and_not_two(lesson, failing, passed):
    results = [result(place >= failing) for place in range(5)]
    (row,) = seeds.table(lesson, results)
    assert (row.held, row.passed) == (5 - failing, passed)


def test_the_only_seed_may_not_fail(lesson):
    assert not seeds.table(lesson, [result(False)])[0].passed


def test_a_step_that_could_not_be_done_keeps_no_promise(lesson):
    trouble, kept = seeds.table(lesson, [result(True), result(True, "No text.")])
    assert (trouble.what, trouble.held, trouble.values) == ("can be done", 1, (True, "No text."))
    assert (kept.held, kept.values) == (1, (1.0, "not done"))
