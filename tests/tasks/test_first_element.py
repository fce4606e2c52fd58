"""First element: what is drawn, what chance reaches, and that every cell learns it."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.memory_bench import SETTINGS, BenchRun
from rnnviz.refusal import Refusal
from rnnviz.tasks.first_element import FirstElement

TASK = FirstElement()


def rng(seed=0):
    return np.random.default_rng(seed)


@given(st.integers(2, 60), st.integers(1, 9))
def test_a_batch_is_numbers_with_a_class_at_the_front(T, B):
    batch = TASK.batch(rng(), T, B)
    assert batch.inputs.shape == (TASK.steps(T), B, TASK.inputs) == (T, B, 1)
    assert batch.inputs.dtype == np.float32
    assert batch.targets.shape == (1, B)
    assert set(batch.targets.ravel()) <= {0, 1}
    assert batch.fresh
    np.testing.assert_array_equal(batch.inputs[0, :, 0], batch.targets[0])


def test_classes_are_balanced_and_the_rest_is_noise_that_says_nothing():
    batch = TASK.batch(rng(), 5, 40_000)
    noise, classes = batch.inputs[1:, :, 0].astype(float), batch.targets[0]
    assert abs(classes.mean() - 0.5) < 5 * 0.5 / 200
    assert abs(noise.mean()) < 5 / 400
    assert abs(noise.std() - 1.0) < 0.01
    for class_ in (0, 1):
        assert np.abs(noise[:, classes == class_].mean(axis=1)).max() < 5 / 140


def test_the_baseline_is_what_guessing_reaches():
    baseline = TASK.baseline(50)
    assert baseline.name == "chance"
    targets = TASK.batch(rng(), 2, 40_000).targets
    guesses = rng(1).standard_normal((1, 40_000, 2))
    assert TASK.score(guesses, targets) == pytest.approx(baseline.score, abs=0.0125)
    assert baseline.loss == pytest.approx(-math.log(0.5))


def test_the_score_is_the_share_of_right_classes_and_97_percent_solve_it():
    outputs = np.array([[[2.0, 1.0], [0.0, 3.0], [1.0, 0.0], [5.0, 4.0]]])
    assert TASK.score(outputs, np.array([[0, 1, 1, 0]])) == 0.75
    assert TASK.solves(0.97, 50)
    assert not TASK.solves(0.9699, 50)
    assert not TASK.solves(math.nan, 50)


@pytest.mark.parametrize("length", [1, 1001, 2.5, "many"])
def test_a_length_it_cannot_have_is_refused(length):
    with pytest.raises(Refusal, match="Length"):
        TASK.batch(rng(), length, 1)


def test_an_option_it_does_not_have_is_refused():
    with pytest.raises(Refusal, match="First element has no option 'noise'"):
        FirstElement(noise=1.0)


def test_the_example_says_what_went_in_was_wanted_and_came_out():
    batch = TASK.batch(rng(), 40, 2)
    outputs = np.array([[[0.0, 0.0], [0.0, math.log(3.0)]]])
    example = TASK.describe(batch, outputs, 1)
    numbers = batch.inputs[:, 1, 0]
    assert example.went_in.startswith(f"{numbers[0]:.2f} {numbers[1]:.2f} ")
    assert example.went_in.endswith(f" {numbers[-1]:.2f}")
    assert len(example.went_in.split()) == 17
    assert example.wanted == str(batch.targets[0, 1])
    assert example.came_out == "1 (75% sure)"
    line, known = example.lines
    assert (known.steps.tolist(), known.values.tolist()) == ([1], [line.values[0]])
    np.testing.assert_array_equal(line.values, numbers)
    assert line.steps.tolist() == list(range(1, 41))


@pytest.mark.parametrize("cell", list(CELLS))
def test_every_cell_learns_it_over_five_steps(cell):
    layers = 1 if CELLS[cell].has("W_hh") else 2  # gates that see x alone cannot tell it is first
    run = BenchRun(TASK, 5, SETTINGS.change(cell=cell, forget_bias=4, layers=layers))
    while run.step < 600 and not run.solved:
        run.learn()
    assert run.solved
