"""Forecasting numbers: what is cut out, what is held out, and whom a network must beat."""

import numpy as np
import pytest

from rnnviz.refusal import Refusal
from rnnviz.tasks.numbers import NAIVE, Numbers
from rnnviz.tasks.table.autoregression import fit
from rnnviz.tasks.table.series import Series


def series_of(values):
    return Series("made", "x", np.asarray(values, float), "made here")


def waves(count=1000, noise=0.1, seed=0):
    drawn = np.random.default_rng(seed).standard_normal(count)
    return 50 + 9 * np.sin(np.arange(count) / 3) + noise * drawn


def test_windows_come_from_the_training_part_and_targets_are_one_step_later():
    task = Numbers(series_of(np.arange(200.0)), 0.25)
    inputs, targets, fresh = task.batch(np.random.default_rng(0), 10, 300)
    assert fresh
    assert inputs.shape == targets.shape == (10, 300, 1)
    np.testing.assert_allclose(task.original(targets), task.original(inputs) + 1, atol=1e-4)
    seen = task.original(np.concatenate([inputs[:1], targets]))
    assert seen.min() == pytest.approx(0, abs=1e-4)
    assert seen.max() == pytest.approx(149, abs=1e-4)


def test_mean_and_deviation_are_those_of_the_training_part_alone():
    values = np.concatenate([np.tile([1.0, 3.0], 90), np.full(20, 1e6)])
    task = Numbers(series_of(values), 0.1)
    assert (task.mean, task.deviation) == (2.0, 1.0)
    changed = values.copy()
    changed[180:] = -7.0
    other = Numbers(series_of(changed), 0.1)
    np.testing.assert_array_equal(task.learned[:180], other.learned[:180])


@pytest.mark.parametrize(("count", "share"), [(40, 0.1), (1000, 0.1), (1000, 0.5), (30_000, 0.5)])
def test_what_counts_is_held_out_each_once_and_all_of_a_short_end(count, share):
    task = Numbers(series_of(waves(count)), share, length=5)
    places, counted = task.passages(5)
    targets = places[-counted:]
    assert targets.min() == task.end
    assert targets.max() < count
    assert len(np.unique(targets)) == targets.size
    assert targets.size > 0.95 * min(count - task.end, 8192)
    batch = task.heldout(5)
    np.testing.assert_array_equal(batch.targets[:, :, 0], task.learned[targets])
    np.testing.assert_array_equal(batch.inputs[:, :, 0], task.learned[places[:-1]])


def test_the_naive_error_is_that_of_saying_the_last_value():
    values = waves(500, noise=1.0)
    task = Numbers(series_of(values), 0.2)
    held = values[399:]
    wanted = np.sqrt(np.mean(np.square(np.diff(held))))
    baseline = task.baseline(50)
    assert baseline.name == NAIVE
    assert baseline.score == pytest.approx(wanted, rel=1e-4)
    assert baseline.loss == pytest.approx(baseline.score**2)


def test_a_linear_autoregression_finds_the_weights_that_made_a_series():
    rng, x = np.random.default_rng(3), [0.0, 0.0]
    for _ in range(5000):
        x.append(2.0 + 1.2 * x[-1] - 0.5 * x[-2] + rng.standard_normal())
    linear = fit(np.array(x), 2)
    np.testing.assert_allclose(linear.weights, [2.0, 1.2, -0.5], atol=0.1)
    np.testing.assert_allclose(
        linear.forecast(np.array([1.0, 2.0, 4.0]), np.array([2])),
        linear.weights @ [1.0, 2.0, 1.0],
    )


def test_a_straight_line_has_no_unique_weights_and_is_forecast_all_the_same():
    task = Numbers(series_of(np.arange(300.0)), 0.1)
    assert task.solved_at(50) < 0.05
    assert task.baseline(50).score == pytest.approx(1.0, rel=1e-3)


def test_scores_and_examples_are_in_the_columns_unit():
    task = Numbers(series_of(waves()), 0.1, horizon=20)
    places, free = task.shown(30, 3)
    block = task.learned[places][:, :, None]
    assert free == 20
    right, off = block[1:], block[-20:] + np.float32(1.0)
    told = task.describe_free(block, right, off, 1)
    series, ahead, own, naive = told.lines
    np.testing.assert_allclose(series.values, task.series.values[places[:, 1]], atol=1e-3)
    np.testing.assert_allclose(ahead.values, series.values[1:])
    assert ahead.steps[0] == 2
    np.testing.assert_allclose(own.values - series.values[-20:], task.deviation, rtol=1e-3)
    assert (naive.values == series.values[-21]).all()
    assert own.steps.tolist() == naive.steps.tolist() == series.steps[-20:].tolist()
    assert f"free-running {task.deviation:.3g}" in told.noted
    assert "one step ahead 0," in told.noted


@pytest.mark.parametrize(
    ("values", "share", "length", "words"),
    [
        (waves(100), 0.0, 10, "None of the 100 numbers of made are held out"),
        (np.r_[np.full(90, 4.0), np.arange(10)], 0.1, 10, "is 4 all along"),
        (waves(100) * 1e20, 0.1, 10, "deviate by 6e+20 from their mean"),
        (waves(100), 0.1, 60, "too few for sequences of 60 steps. Choose a Length of at most 45"),
    ],
)
def test_what_cannot_be_forecast_is_refused_in_a_sentence(values, share, length, words):
    with pytest.raises(Refusal, match="made") as refused:
        Numbers(series_of(values), share).batch(np.random.default_rng(0), length, 2)
    assert words in str(refused.value)
