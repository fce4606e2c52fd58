"""The gradient triangle and the signed shares against PyTorch's autograd, and their two sums."""

import numpy as np
import pytest
from gradient_cases import CASES, STREAM, Letters, Stored, assert_close
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.core.cells import Vanilla
from rnnviz.core.network import Network
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence
from rnnviz.probes.replay import replay
from rnnviz.probes.shares import by_lag
from rnnviz.probes.triangle import norms, ordinary_gradients, residual, triangle

every_case = pytest.mark.parametrize("case", CASES, ids="-".join)


def measure(stored, name, **options):
    options = {"stream": STREAM} | options
    return REGISTRY[name].measure(stored.network, stored.sequence, options)


@every_case
def test_every_losss_gradient_by_every_state_is_autograds(case):
    stored = Stored(case)
    for layer in range(stored.layers):
        found = triangle(stored.network, stored.sequence, layer, STREAM)
        assert_close(found.losses, stored["losses"])
        assert_close(found.dh, stored["dh"][layer])
        if stored.has_c:
            assert_close(found.gradients["c"], stored["dc"][layer])


@every_case
@pytest.mark.parametrize("state", ["h", "c"])
def test_norms_are_those_of_autograds_gradients(case, state):
    stored = Stored(case)
    expected = stored["dc" if state == "c" and stored.has_c else "dh"]
    for layer in range(stored.layers):
        found = measure(stored, "triangle", layer=layer, state=state)
        assert found.state == ("c" if state == "c" and stored.has_c else "h")
        assert_close(found.norms, np.linalg.norm(expected[layer][1:], axis=2).T)
        sums = expected[layer][1:].sum(axis=1)
        assert_close(found.by_step_sum, np.linalg.norm(sums, axis=1))
        assert_close(found.losses, stored["losses"])


@every_case
@pytest.mark.parametrize("state", ["h", "c"])
def test_the_sum_over_rows_is_ordinary_backpropagation(case, state):
    stored = Stored(case)
    for layer in range(stored.layers):
        found = measure(stored, "triangle", layer=layer, state=state)
        assert 0.0 <= found.residual < 1e-12


def test_the_residual_sees_a_wrong_sum():
    stored = Stored(("lstm", "2"))
    found = replay(stored.network, stored.sequence, STREAM)
    ordinary = ordinary_gradients(found, (0,)).copy()
    spoiled = ordinary.copy()
    spoiled[2] *= 1.001
    assert residual(spoiled, ordinary) == pytest.approx(1e-3)
    assert residual(np.zeros((2, 3)), np.zeros((2, 3))) == 0.0


@every_case
def test_signed_shares_are_autograds_and_sum_to_one(case):
    stored = Stored(case)
    for layer in range(stored.layers):
        found = measure(stored, "shares", layer=layer)
        assert_close(found.shares, stored["shares"][layer])
        assert abs(found.total - 1.0) < 1e-12
        assert abs(found.by_lag.sum() - 1.0) < 1e-12
        assert found.absolute == pytest.approx(np.abs(stored["shares"][layer]).sum())
        assert not np.triu(found.shares, 1).any()


def test_shares_by_lag_are_the_sums_of_the_diagonals():
    S = np.array([[1.0, 0, 0], [2, 3, 0], [4, 5, 6]])
    np.testing.assert_array_equal(by_lag(S), [10.0, 7.0, 4.0])


def test_a_gradient_that_is_zero_has_no_shares():
    stored = Stored(("gru", "1"))
    stored.network.parameters["decoder.weight"][...] = 0.0
    assert measure(stored, "shares").startswith("The gradient of W_hh is exactly zero")


def test_both_axes_carry_what_the_sequence_reads():
    stored = Stored(("gru", "1"))
    expected = tuple(Letters().decode(stored["inputs"]))
    assert measure(stored, "triangle").symbols == expected
    assert measure(stored, "shares").symbols == expected


@every_case
def test_with_one_loss_at_the_end_only_the_last_row_is_left(case):
    stored = Stored(case)
    whole, one = stored.sequence, stored.sequence.targets[-1:]
    only = Sequence(whole.inputs, one, whole.state, whole.coding)
    full = measure(stored, "triangle")
    last = REGISTRY["triangle"].measure(stored.network, only, {"stream": STREAM})
    assert_close(last.norms[-1], full.norms[-1])
    assert_close(last.losses, full.losses[-1:])
    assert not last.norms[:-1].any()
    assert last.residual < 1e-12
    shares = REGISTRY["shares"].measure(stored.network, only, {"stream": STREAM})
    assert abs(shares.total - 1.0) < 1e-12


@every_case
@pytest.mark.parametrize("name", ["triangle", "shares", "decay", "spectrum"])
def test_numbers_are_measured_as_symbols_are(case, name):
    stored = Stored(case)
    symbols = stored.sequence
    numbers = Sequence(
        np.eye(stored.network.inputs)[symbols.inputs],
        symbols.targets,
        symbols.state,
        symbols.coding,
    )
    expected = measure(stored, name)
    found = REGISTRY[name].measure(stored.network, numbers, {"stream": STREAM})
    for field in ("norms", "shares", "mean", "radius"):
        if hasattr(expected, field):
            assert_close(getattr(found, field), getattr(expected, field))
    assert getattr(found, "symbols", ()) == ()


def test_a_regression_has_a_triangle_too():
    rng = np.random.default_rng(5)
    network = Network(Vanilla(), 2, 4, 1, loss="mean_squared_error", dtype=np.float64)
    network.flat[...] = rng.uniform(-0.7, 0.7, network.flat.size)
    x, y = rng.standard_normal((8, 2, 2)), rng.standard_normal((8, 2, 1))
    found = REGISTRY["triangle"].measure(
        network, Sequence(x, y, network.zero_state(2), Letters()), {}
    )
    assert found.residual < 1e-12
    assert (found.norms[np.tril_indices(8)] > 0.0).all()


def vanishing(dtype):
    """A tanh network whose small weights let a gradient fall below all that float32 holds."""
    rng = np.random.default_rng(7)
    network = Network(Vanilla(), 5, 16, 5, dtype=dtype)
    network.flat[...] = rng.normal(0.0, 0.05, network.flat.size)
    text = rng.integers(0, 5, (101, 1))
    state = network.zero_state(1)
    found = Sequence(text[:-1], text[1:], state, Letters())
    return REGISTRY["triangle"].measure(network, found, {})


def test_float32_is_exact_down_to_its_floor_and_zero_below():
    exact, found = vanishing(np.float64), vanishing(np.float32)
    lower = np.tril_indices(100)
    truth, ours = exact.norms[lower], found.norms[lower].astype(np.float64)
    assert found.floor == np.finfo(np.float32).tiny
    assert truth.min() > 0.0
    clearly_above, clearly_below = truth > 2 * found.floor, truth < found.floor / 2
    assert clearly_above.sum() > 1000
    assert clearly_below.sum() > 100
    np.testing.assert_allclose(ours[clearly_above], truth[clearly_above], rtol=1e-3)
    assert not ours[clearly_below].any()
    logs = found.log10
    assert np.isneginf(logs[-1, 0])
    assert np.isnan(logs[0, 1])
    assert logs[3, 3] == pytest.approx(np.log10(found.norms[3, 3]))


@given(st.integers(-150, 150), st.integers(1, 20), st.integers(0, 2**32 - 1))
def test_norms_are_right_at_every_size(exponent, H, seed):
    x = np.random.default_rng(seed).uniform(0.1, 1.0, (3, H))
    expected = np.linalg.norm(x, axis=1)
    np.testing.assert_allclose(norms(x * 10.0**exponent), expected * 10.0**exponent, rtol=1e-13)
    if abs(exponent) <= 30:
        single = (x * 10.0**exponent).astype(np.float32)
        np.testing.assert_allclose(norms(single), expected * 10.0**exponent, rtol=1e-5)


def test_norms_of_zeros_infinities_and_of_what_is_no_number():
    x = np.array([[0.0, 0.0], [np.inf, 1.0], [np.nan, np.inf], [3.0, 4.0]])
    np.testing.assert_array_equal(norms(x), [0.0, np.inf, np.nan, 5.0])
