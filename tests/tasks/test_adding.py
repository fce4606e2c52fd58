"""Adding: what is drawn, what the constant 1 reaches, and what solves it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.refusal import Refusal
from rnnviz.tasks.adding import Adding

TASK = Adding()


def rng(seed=0):
    return np.random.default_rng(seed)


@given(st.integers(2, 60), st.integers(1, 9), st.integers(0, 1000))
def test_each_half_has_one_mark_and_the_target_is_the_marked_sum(T, B, seed):
    batch = TASK.batch(rng(seed), T, B)
    assert batch.inputs.shape == (TASK.steps(T), B, TASK.inputs) == (T, B, 2)
    assert batch.inputs.dtype == batch.targets.dtype == np.float32
    assert batch.targets.shape == (1, B, 1)
    assert batch.fresh
    u, marks = batch.inputs[:, :, 0], batch.inputs[:, :, 1]
    assert (u >= 0).all()
    assert (u < 1).all()
    assert set(marks.ravel()) <= {0.0, 1.0}
    assert (marks[: T // 2].sum(axis=0) == 1).all()
    assert (marks[T // 2 :].sum(axis=0) == 1).all()
    for b in range(B):
        assert batch.targets[0, b, 0] == pytest.approx(u[marks[:, b] == 1, b].sum())


def test_every_place_is_marked_as_often_as_its_half_allows():
    marks = TASK.batch(rng(), 5, 30_000).inputs[:, :, 1].mean(axis=1)
    np.testing.assert_allclose(marks, [1 / 2, 1 / 2, 1 / 3, 1 / 3, 1 / 3], atol=0.015)


@pytest.mark.parametrize("T", [2, 9, 50])
def test_the_baseline_is_the_error_of_always_saying_1(T):
    targets = TASK.batch(rng(), T, 20_000).targets
    error = TASK.score(np.ones_like(targets), targets)
    baseline = TASK.baseline(T)
    assert baseline.score == baseline.loss == 1 / 6
    assert error == pytest.approx(baseline.score, rel=0.04)
    for other in (0.9, 1.1):
        assert TASK.score(np.full_like(targets, other), targets) > error


def test_an_error_of_one_hundredth_solves_it():
    assert TASK.solves(0.01, 50)
    assert not TASK.solves(0.011, 50)
    assert not TASK.solves(float("nan"), 50)


def test_one_number_cannot_be_added():
    with pytest.raises(Refusal, match="between 2 and 1,000"):
        TASK.batch(rng(), 1, 1)


def test_the_example_names_the_marked_numbers_their_sum_and_the_answer():
    batch = TASK.batch(rng(), 6, 2)
    example = TASK.describe(batch, np.array([[[0.5], [1.25]]]), 1)
    u, marks = batch.inputs[:, 1].T
    first, second = np.flatnonzero(marks)
    assert f"marked: {u[first]:.2f} at step {first + 1} and {u[second]:.2f}" in example.went_in
    assert example.wanted == f"{u[first] + u[second]:.2f}"
    assert example.came_out == "1.25"
    assert [line.name for line in example.lines] == ["number", "mark"]
    np.testing.assert_array_equal(example.lines[1].values, marks)
