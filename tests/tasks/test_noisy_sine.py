"""Noisy sine: what is drawn, what the naive forecast reaches, and what solves it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.refusal import Refusal
from rnnviz.tasks.noisy_sine import NoisySine

TASK = NoisySine()


def rng(seed=0):
    return np.random.default_rng(seed)


@given(st.integers(2, 60), st.integers(1, 9))
def test_targets_are_the_inputs_one_step_later(T, B):
    batch = TASK.batch(rng(), T, B)
    assert batch.inputs.shape == batch.targets.shape == (T, B, TASK.inputs)
    assert TASK.steps(T) == T
    assert TASK.inputs == TASK.outputs == 1
    assert batch.inputs.dtype == batch.targets.dtype == np.float32
    assert batch.fresh
    np.testing.assert_array_equal(batch.inputs[1:], batch.targets[:-1])


@given(st.floats(2.5, 100.0), st.integers(3, 40))
def test_without_noise_it_is_a_sine_of_the_period(period, T):
    x = NoisySine(period=period, noise=0.0).batch(rng(), T, 5).inputs[:, :, 0].astype(float)
    assert np.abs(x).max() <= 1.0
    two_cosine = 2.0 * np.cos(2.0 * np.pi / period)
    np.testing.assert_allclose(x[2:], two_cosine * x[1:-1] - x[:-2], atol=1e-5)


def test_phases_differ_and_noise_has_its_standard_deviation():
    clean = NoisySine(noise=0.0).batch(rng(), 30, 4000).inputs
    noisy = NoisySine(noise=0.3).batch(rng(), 30, 4000).inputs
    assert clean[0].std() == pytest.approx(np.sqrt(0.5), rel=0.03)
    assert (noisy - clean).std() == pytest.approx(0.3, rel=0.01)


@pytest.mark.parametrize("options", [{}, {"noise": 0.5}, {"period": 7.0}, {"noise": 0.0}])
def test_the_baseline_is_the_error_of_saying_the_same_as_before(options):
    task = NoisySine(**options)
    batch = task.batch(rng(), 50, 4000)
    baseline = task.baseline(50)
    assert baseline.name == "same as before"
    assert task.score(batch.inputs, batch.targets) == pytest.approx(baseline.score, rel=0.03)
    assert baseline.loss == baseline.score


@pytest.mark.parametrize("noise", [0.1, 0.5, 3.0])
def test_what_solves_it_can_be_reached_and_is_well_below_the_naive_error(noise):
    task = NoisySine(noise=noise)
    floor, naive = noise**2, task.baseline(50).score
    assert floor < task.solved_at(50) < (floor + naive) / 2
    assert task.solves(0.99 * task.solved_at(50), 50)
    assert not task.solves(1.01 * task.solved_at(50), 50)


@pytest.mark.parametrize("options", [{"noise": -0.1}, {"period": 1.0}])
def test_an_impossible_option_is_refused(options):
    with pytest.raises(Refusal, match=f"{next(iter(options)).capitalize()} must lie between"):
        NoisySine(**options)


def test_the_example_puts_forecasts_at_the_steps_they_are_for():
    batch = TASK.batch(rng(), 12, 3)
    outputs = batch.targets + 0.5
    example = TASK.describe(batch, outputs, 2)
    lines = {line.name: line for line in example.lines}
    assert lines["series"].steps.tolist() == list(range(1, 13))
    assert lines["wanted"].steps.tolist() == list(range(2, 14))
    assert lines["forecast"].steps.tolist() == list(range(2, 14))
    np.testing.assert_allclose(lines["forecast"].values, lines["wanted"].values + 0.5, atol=1e-6)
    assert example.went_in.split()[1:] == example.wanted.split()[:-1]
    assert len(example.came_out.split()) == 12
