"""Clipping by norm and by value: what it changes, what it reports, what it leaves alone."""

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnnviz.core.clipping import MODES, clip

numbers = st.floats(-1e6, 1e6, allow_subnormal=False)
gradients = arrays(np.float64, st.integers(1, 30), elements=numbers)
thresholds = st.floats(1e-3, 1e6)


@given(gradients)
def test_without_clipping_the_gradient_is_only_measured(g):
    raw = g.copy()
    result = clip(g, "none", 5.0)
    np.testing.assert_array_equal(g, raw)
    assert result.norm_before == pytest.approx(np.linalg.norm(raw))
    assert (result.clipped, result.factor) == (False, 1.0)


@given(gradients, thresholds)
def test_norm_clipping_scales_to_the_threshold(g, threshold):
    raw, norm = g.copy(), np.linalg.norm(g)
    assume(abs(norm - threshold) > 1e-9 * threshold)
    result = clip(g, "norm", threshold, angle=True)
    assert result.clipped == (norm > threshold)
    assert result.angle == 0.0
    if result.clipped:
        np.testing.assert_allclose(g, raw * (threshold / norm), rtol=1e-12)
        assert np.linalg.norm(g) == pytest.approx(threshold)
        assert result.factor == pytest.approx(threshold / norm)
    else:
        np.testing.assert_array_equal(g, raw)


def test_a_norm_at_the_threshold_counts_as_clipped():
    g = np.array([3.0, 4.0])
    assert clip(g, "norm", 5.0) == (5.0, True, 1.0, None)
    np.testing.assert_array_equal(g, [3.0, 4.0])


@given(gradients, thresholds)
def test_value_clipping_is_numpys_clip(g, threshold):
    raw = g.copy()
    result = clip(g, "value", threshold)
    np.testing.assert_array_equal(g, np.clip(raw, -threshold, threshold))
    assert result.clipped == bool((np.abs(raw) > threshold).any())
    assert result.norm_before == pytest.approx(np.linalg.norm(raw))
    if result.clipped:
        assert result.factor == pytest.approx(np.linalg.norm(g) / np.linalg.norm(raw))


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_value_clipping_reports_the_angle(sign):
    g = sign * np.array([1.0, 10.0])
    result = clip(g, "value", 1.0, angle=True)
    assert result.angle == pytest.approx(math.atan2(10, 1) - math.pi / 4, rel=1e-14)


def test_a_small_angle_is_exact_in_float32():
    g = np.full(8000, 0.25, np.float32)
    g[0] = 0.25 + 2**-12
    expected = 2**-12 / 0.25 / math.sqrt(8000)  # to first order
    result = clip(g, "value", 0.25, angle=True)
    assert result.angle == pytest.approx(expected, rel=1e-3)


def test_a_gradient_within_the_threshold_keeps_its_direction():
    assert clip(np.array([1.0, -2.0]), "value", 2.0, angle=True).angle == 0.0


def test_the_angle_is_measured_only_on_request():
    assert clip(np.array([1.0, 10.0]), "value", 1.0).angle is None


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_norm_that_is_not_finite_is_reported_and_nothing_is_scaled(mode, bad, dtype):
    g = np.array([1.0, bad, 100.0], dtype)
    raw = g.copy()
    result = clip(g, mode, 5.0, angle=True)
    assert not math.isfinite(result.norm_before)
    assert not result.clipped
    np.testing.assert_array_equal(g, raw)


@pytest.mark.parametrize("mode", ["norm", "value"])
def test_float32_stays_float32_even_where_its_square_overflows(mode):
    g = np.array([3e30, -4e30], np.float32)
    result = clip(g, mode, 5.0)
    assert g.dtype == np.float32
    assert result.norm_before == pytest.approx(5e30)
    np.testing.assert_allclose(g, [3.0, -4.0] if mode == "norm" else [5.0, -5.0], rtol=1e-6)


def test_a_zero_gradient_is_left_alone():
    g = np.zeros(3)
    assert clip(g, "norm", 1.0) == (0.0, False, 1.0, None)


def test_an_unknown_mode_is_refused():
    with pytest.raises(ValueError, match="'sideways'"):
        clip(np.zeros(3), "sideways", 1.0)


@pytest.mark.parametrize("threshold", [0.0, -1.0, math.nan])
def test_a_threshold_that_is_not_above_0_is_refused(threshold):
    with pytest.raises(ValueError, match="above 0"):
        clip(np.ones(3), "norm", threshold)
