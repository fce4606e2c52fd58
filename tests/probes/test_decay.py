"""Decay by lag: quartiles and the fitted half-life."""

import math

import numpy as np
import pytest
from gradient_cases import CASES, STREAM, Stored, assert_close
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.cells import Vanilla
from rnnviz.core.network import Network
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence
from rnnviz.probes.decay import STRAIGHT, FittedLine, fit, ratios_by_lag, statistics
from rnnviz.probes.gradient_flow import SEQUENCES
from rnnviz.probes.triangle import triangle


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
    line = fit(mean)
    assert line.slope == pytest.approx(math.log(rate), abs=1e-10)
    assert line.intercept == pytest.approx(0.0, abs=1e-9)


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
        logs = np.log(found.mean)
        slope = np.polyfit(np.arange(6), logs, 1)[0]
        assert found.slope == pytest.approx(slope, rel=1e-9)
        straight = np.corrcoef(np.arange(6), logs)[0, 1] ** 2 >= STRAIGHT
        half_life = math.log(2.0) / abs(slope) if straight else math.nan
        assert found.half_life == pytest.approx(half_life, rel=1e-9, nan_ok=True)


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
    assert fit(r).slope == pytest.approx(-math.log(2.0))
    assert math.isnan(fit(np.array([1.0, 0.0, np.inf])).slope)


def drawn(cell, T, B, dtype=np.float64, scale=0.4):
    """A network and B sequences of numbers with one loss at their end."""
    network = Network(CELLS[cell](), 1, 5, 1, 2, "mean_squared_error", dtype)
    rng = np.random.default_rng(0)
    network.flat[...] = rng.uniform(-scale, scale, network.flat.size)
    inputs, targets = rng.standard_normal((T, B, 1)), rng.standard_normal((1, B, 1))
    state = network.zero_state(B)
    return network, Sequence(inputs.astype(dtype), targets.astype(dtype), state, None, False)


def measured(network, sequence, **options):
    return REGISTRY["decay"].measure(network, sequence, options)


@pytest.mark.parametrize("cell", CELLS)
def test_with_one_loss_each_mean_and_quartiles_are_over_the_first_sequences(cell):
    network, sequence = drawn(cell, 12, 20)
    for layer, state in [(0, "h"), (1, "h"), (1, "c")]:
        found = measured(network, sequence, layer=layer, state=state)
        three = [triangle(network, sequence, layer, b) for b in range(SEQUENCES)]
        parts = [one.gradients.get(state, one.dh) for one in three]
        norms = np.array([np.linalg.norm(part[:0:-1, -1], axis=1) for part in parts])
        ratios = norms / norms[:, :1]
        np.testing.assert_allclose(found.mean, ratios.mean(axis=0), rtol=1e-9)
        expected = np.percentile(ratios, (25, 50, 75), axis=0)
        np.testing.assert_allclose((found.lower, found.median, found.upper), expected, rtol=1e-9)
        assert (found.losses, found.sequences, found.batch) == (1, SEQUENCES, 20)
        assert (found.upper[1:] > found.lower[1:]).all()


def test_with_many_losses_they_are_over_the_losses_of_one_sequence():
    stored = Stored(CASES[0])
    found = measured(stored.network, stored.sequence)
    assert (found.losses, found.sequences, found.batch) == (6, 1, 2)


def test_weights_that_are_no_numbers_have_not_vanished():
    for cell in CELLS:
        network, sequence = drawn(cell, 12, 3)
        network.flat[::2] = np.nan
        with np.errstate(all="ignore"):
            found = measured(network, sequence)
        assert not found.finite
        assert math.isnan(found.half_life)


def test_states_beyond_all_numbers_have_not_vanished():
    network = Network(Vanilla("relu"), 2, 3, 2)
    network.flat[...] = 1e20
    codes = np.zeros((9, 1), np.intp)
    with np.errstate(all="ignore"):
        found = measured(network, Sequence(codes, codes, network.zero_state(1), None))
    assert not found.finite


def test_lags_are_counted_in_steps_where_no_text_is_read():
    stored = Stored(CASES[0])
    whole = stored.sequence
    assert FittedLine(-0.1, 0.0, 1.0, 9).half_life == pytest.approx(math.log(2.0) / 0.1)
    for reads_text, unit in ((True, "characters"), (False, "steps")):
        sequence = Sequence(whole.inputs, whole.targets, whole.state, whole.coding, reads_text)
        assert measured(stored.network, sequence).unit == unit
        assert REGISTRY["triangle"].measure(stored.network, sequence, {}).unit == unit
        assert REGISTRY["shares"].measure(stored.network, sequence, {}).unit == unit


def test_a_half_life_is_known_only_where_a_line_fits():
    lags = np.arange(25.0)
    assert fit(0.5 ** (lags / 7.0)).half_life == pytest.approx(7.0)
    assert fit(np.ones(25)).half_life == math.inf
    slow_after_fast = fit(0.9 * 0.3**lags + 0.1 * 0.98**lags)
    assert slow_after_fast.explained < STRAIGHT
    assert math.isnan(slow_after_fast.half_life)
