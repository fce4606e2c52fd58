"""Softmax, losses and norms against their definitions, at the edges of the number range too."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from rnnviz.core.numerics import (
    bits,
    cross_entropy,
    global_norm,
    log_softmax,
    perplexity,
    softmax,
    squared_error,
    without_cancelling,
)

logits = arrays(np.float64, array_shapes(min_dims=2, max_dims=2), elements=st.floats(-800, 800))


def crossed(z, targets, weight=1.0):
    """Probabilities, losses and gradient."""
    dz, p, losses = z.copy(), np.empty_like(z), np.empty(len(z), z.dtype)
    cross_entropy(dz, np.asarray(targets), weight, p, losses)
    return p, losses, dz


def squared(y, t, weight=1.0):
    """Losses and gradient."""
    dy, losses = y.copy(), np.empty(len(y))
    squared_error(dy, t, weight, losses)
    return losses, dy


def central_differences(loss, x, e=1e-6):
    d = np.zeros_like(x)
    for i in np.ndindex(*x.shape):
        up, down = x.copy(), x.copy()
        up[i] += e
        down[i] -= e
        d[i] = (loss(up) - loss(down)) / (2 * e)
    return d


@given(arrays(np.float64, array_shapes(max_dims=3), elements=st.floats(-800, 800)))
def test_softmax_gives_probabilities_in_the_logits_ratios(z):
    p = softmax(z)
    np.testing.assert_allclose(p.sum(axis=-1), 1.0, rtol=1e-12)
    top = z.max(axis=-1, keepdims=True)
    np.testing.assert_allclose(p, np.exp(z - top) * p.max(axis=-1, keepdims=True), rtol=1e-12)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_in_place_and_into_an_array_are_the_same(dtype):
    z = np.random.default_rng(0).normal(size=(5, 7)).astype(dtype)
    raw, out = z.copy(), np.empty_like(z)
    assert softmax(z, out) is out
    np.testing.assert_array_equal(z, raw)
    assert softmax(z, z) is z
    np.testing.assert_array_equal(z, out)
    assert softmax(raw).dtype == dtype


def test_softmax_of_an_excluded_symbol_is_zero():
    np.testing.assert_array_equal(softmax(np.array([0.0, -np.inf, 0.0])), [0.5, 0.0, 0.5])


@given(logits, st.data())
def test_cross_entropy_is_log_sum_exp_minus_the_targets_logit(z, data):
    targets = data.draw(arrays(np.int64, len(z), elements=st.integers(0, z.shape[1] - 1)))
    p, losses, dz = crossed(z, targets, 0.5)
    top = z.max(axis=1)
    log_sum = top + np.log(np.exp(z - top[:, None]).sum(axis=1))
    expected = log_sum - z[np.arange(len(z)), targets]
    np.testing.assert_allclose(losses, expected, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(p, softmax(z), rtol=1e-10, atol=1e-300)
    one_hot = np.eye(z.shape[1])[targets]
    np.testing.assert_allclose(dz, 0.5 * (p - one_hot), rtol=1e-12, atol=1e-12)


def test_the_cross_entropy_gradient_passes_central_differences():
    rng = np.random.default_rng(1)
    z, targets = rng.normal(size=(4, 5)), rng.integers(0, 5, 4)
    expected = central_differences(lambda x: 0.3 * crossed(x, targets)[1].sum(), z)
    np.testing.assert_allclose(crossed(z, targets, 0.3)[2], expected, atol=1e-9)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_target_of_vanishing_probability_has_a_finite_loss(dtype):
    p, losses, dz = crossed(np.array([[0.0, 5000.0]], dtype), [0])
    assert p[0, 0] == 0.0
    assert losses[0] == 5000.0
    np.testing.assert_array_equal(dz, [[-1.0, 1.0]])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_row_far_below_the_others_is_computed_like_any_other(dtype):
    rows = np.array([[0.0, 1.0, 2.0], [1.0, 3.0, -2.0]])
    alone = [crossed(row[None], [1])[1][0] for row in rows]
    lowered = (rows - [[2000.0], [0.0]]).astype(dtype)
    p, losses, _ = crossed(lowered, [1, 1])
    np.testing.assert_allclose(losses, alone, rtol=1e-5)
    np.testing.assert_allclose(p, softmax(rows), rtol=1e-5)


def test_float32_losses_agree_with_float64():
    rng = np.random.default_rng(2)
    z, targets = 8 * rng.normal(size=(300, 65)), rng.integers(0, 65, 300)
    for single, double in zip(
        crossed(z.astype(np.float32), targets, 0.1), crossed(z, targets, 0.1), strict=True
    ):
        assert single.dtype == np.float32
        np.testing.assert_allclose(single, double, rtol=2e-5, atol=2e-6)


def test_a_row_of_nan_is_nan_and_leaves_the_other_losses_alone():
    z = np.array([[0.0, 0.0], [np.nan, 0.0]])
    dz, p, losses = z.copy(), np.empty_like(z), np.empty(2)
    cross_entropy(dz, np.array([0, 1]), 1.0, p, losses)
    assert np.isnan(losses[1])
    assert np.isnan(dz[1]).all()


def test_equal_logits_cost_the_logarithm_of_their_number():
    np.testing.assert_allclose(crossed(np.zeros((3, 28)), [0, 5, 27])[1], math.log(28))


def test_the_squared_error_is_the_mean_over_outputs():
    losses, dy = squared(np.array([[1.0, 4.0], [0.0, 0.0]]), np.array([[0.0, 2.0], [0.0, 1.0]]))
    np.testing.assert_allclose(losses, [2.5, 0.5])
    np.testing.assert_allclose(dy, [[1.0, 2.0], [0.0, -1.0]])


def test_the_squared_error_gradient_passes_central_differences():
    rng = np.random.default_rng(3)
    y, t = rng.normal(size=(4, 3)), rng.normal(size=(4, 3))
    expected = central_differences(lambda x: 0.3 * squared(x, t)[0].sum(), y)
    np.testing.assert_allclose(squared(y, t, 0.3)[1], expected, atol=1e-9)


@given(
    arrays(np.float64, st.integers(0, 20), elements=st.floats(-1, 1, allow_subnormal=False)),
    st.integers(-280, 280),
)
def test_the_global_norm_is_right_over_the_whole_range(x, exponent):
    expected = math.hypot(*(x * 10.0**exponent))
    assert global_norm(x * 10.0**exponent) == pytest.approx(expected, rel=1e-12, abs=0.0)


@pytest.mark.parametrize("scale", [1e-30, 1e-20, 1.0, 1e20, 1e38])
def test_the_float32_norm_neither_overflows_nor_underflows(scale):
    x = np.full(100, scale, np.float32)
    assert global_norm(x) == pytest.approx(10.0 * scale, rel=1e-6, abs=0.0)


def test_the_norm_of_what_is_not_finite_is_not_finite():
    assert global_norm(np.array([1.0, np.inf])) == math.inf
    assert math.isnan(global_norm(np.array([1.0, np.nan, np.inf])))


def test_the_norm_of_zeros_and_of_nothing_is_zero():
    assert global_norm(np.zeros(4, np.float32)) == global_norm(np.zeros(0)) == 0.0


def test_a_loss_of_ln_2_is_one_bit_and_a_perplexity_of_two():
    assert bits(math.log(2)) == 1.0
    assert perplexity(math.log(2)) == pytest.approx(2.0)


def test_an_overwhelming_loss_has_an_infinite_perplexity():
    assert perplexity(1000.0) == math.inf
    assert math.isnan(perplexity(math.nan))


@pytest.mark.parametrize("margin", [0.0, 1.0, 10.0, 16.0, 17.0, 30.0, 80.0])
def test_losses_that_are_nearly_certain_have_exact_gradients_in_float32(margin):
    rng = np.random.default_rng(0)
    z = rng.normal(size=(50, 9)).astype(np.float32)
    targets = rng.integers(0, 9, 50)
    z[np.arange(50), targets] += np.float32(margin)
    _, losses, dz = crossed(z, targets)
    without_cancelling(dz, losses, targets)
    _, exact_losses, exact = crossed(z.astype(np.float64), targets)
    without_cancelling(exact, exact_losses, targets)
    np.testing.assert_allclose(dz, exact, rtol=2e-5)
    np.testing.assert_allclose(losses, exact_losses, rtol=2e-5)
    assert dz.dtype == losses.dtype == np.float32


@given(logits, st.data())
def test_without_cancelling_all_else_stays_as_it_is(z, data):
    targets = np.array(data.draw(st.lists(st.integers(0, z.shape[1] - 1), min_size=len(z),
                                          max_size=len(z))))  # fmt: skip
    _, losses, dz = crossed(z, targets)
    exact, exact_losses = dz.copy(), losses.copy()
    without_cancelling(exact, exact_losses, targets)
    np.testing.assert_allclose(exact, dz, rtol=0, atol=1e-14)
    np.testing.assert_allclose(exact_losses, losses, rtol=1e-12, atol=1e-12)


def test_without_cancelling_numbers_that_are_none_stay_none():
    _, losses, dz = crossed(np.array([[np.nan, 1.0], [0.0, 1.0]]), [0, 1])
    without_cancelling(dz, losses, np.array([0, 1]))
    assert np.isnan(dz[0]).all()
    assert np.isnan(losses[0])


def test_the_logarithm_of_the_softmax_is_finite_where_the_softmax_is_not_above_zero():
    logits = np.array([[0.0, -2000.0, 1.0], [3.0, 3.0, 3.0]], np.float32)
    found = log_softmax(logits)
    np.testing.assert_allclose(found[1], -np.log([3.0, 3.0, 3.0]), atol=1e-15)
    np.testing.assert_allclose(np.exp(found[0]), softmax(logits[0].astype(float)), atol=1e-15)
    assert found[0, 1] == pytest.approx(-2001.0 - np.log1p(np.exp(-1.0)), abs=1e-9)
    assert logits[0, 1] == -2000.0
