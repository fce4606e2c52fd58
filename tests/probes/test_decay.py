"""Decay by lag: quartiles, the fitted half-life, and what is said of it."""

import math

import numpy as np
import pytest
from gradient_cases import CASES, STREAM, Stored, assert_close
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.probes import REGISTRY
from rnnviz.probes.decay import fit, half_life_of, in_words, ratios_by_lag, statistics


def geometric(rate, T, own):
    """M[t, k] = own[t] rate^(t - k)."""
    t, k = np.indices((T, T))
    return np.where(k <= t, own[:, None] * float(rate) ** (t - k), 0.0)


@given(st.floats(0.3, 2.0), st.integers(2, 40), st.integers(0, 2**32 - 1))
def test_the_fit_finds_the_rate_of_a_geometric_decay(rate, T, seed):
    own = np.random.default_rng(seed).uniform(0.1, 10.0, T)
    mean, lower, median, upper = statistics(ratios_by_lag(geometric(rate, T, own)))
    for curve in (mean, lower, median, upper):
        np.testing.assert_allclose(curve, rate ** np.arange(T), rtol=1e-12)
    slope, intercept = fit(mean)
    assert slope == pytest.approx(math.log(rate), abs=1e-10)
    assert intercept == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_decay_is_the_mean_over_losses_of_autograds_norms(case):
    stored = Stored(case)
    for layer in range(stored.layers):
        M = np.linalg.norm(stored["dh"][layer][1:], axis=2).T
        found = REGISTRY["decay"].measure(
            stored.network, stored.sequence, {"layer": layer, "stream": STREAM}
        )
        by_lag = [np.array([M[t, t - d] / M[t, t] for t in range(d, 6)]) for d in range(6)]
        assert_close(found.mean, np.array([ratios.mean() for ratios in by_lag]))
        quartiles = np.array([np.percentile(ratios, (25, 50, 75)) for ratios in by_lag])
        assert_close(np.stack((found.lower, found.median, found.upper), axis=1), quartiles)
        slope = np.polyfit(np.arange(6), np.log(found.mean), 1)[0]
        assert found.slope == pytest.approx(slope, rel=1e-9)
        assert found.half_life == pytest.approx(math.log(2.0) / abs(slope), rel=1e-9)


def test_losses_without_a_gradient_of_their_own_do_not_count():
    M = np.array([[0.0, 0, 0], [1.0, 2.0, 0], [1.0, 1.0, 4.0]])
    mean, lower, median, upper = statistics(ratios_by_lag(M))
    np.testing.assert_allclose(mean, [1.0, 0.375, 0.25])
    np.testing.assert_allclose(median, [1.0, 0.375, 0.25])
    np.testing.assert_allclose(lower, [1.0, 0.3125, 0.25])
    np.testing.assert_allclose(upper, [1.0, 0.4375, 0.25])
    assert np.isnan(statistics(ratios_by_lag(np.zeros((2, 2))))).all()


def test_lags_at_which_nothing_is_left_are_not_fitted():
    r = np.array([1.0, 0.5, 0.25, 0.0, 0.0, np.nan])
    assert fit(r)[0] == pytest.approx(-math.log(2.0))
    assert np.isnan(fit(np.array([1.0, 0.0, np.inf]))).all()


def test_half_lives_in_words():
    assert half_life_of(-math.log(2.0) / 7.0) == pytest.approx(7.0)
    assert half_life_of(0.0) == math.inf
    said = in_words(-0.1, 6.93, 25, "characters")
    assert said == "Half of the gradient is gone after every 6.9 characters back."
    assert "doubles every 6.9 steps back" in in_words(0.1, 6.93, 25, "steps")
    assert "hardly changes" in in_words(-0.001, 693.0, 25, "characters")
    assert "hardly changes" in in_words(0.0, math.inf, 25, "characters")
    assert "Too little" in in_words(math.nan, math.nan, 25, "characters")
