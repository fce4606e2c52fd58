"""The spectrum and the Lyapunov exponent: numbers from autograd's Jacobians."""

import math

import numpy as np
import pytest
from gradient_cases import (
    CASES,
    STREAM,
    Letters,
    Stored,
    assert_close,
    jacobian_product,
    same_numbers,
)
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.captions.lyapunov import caption as lyapunov_caption
from rnnviz.captions.spectrum import caption
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.cells import Vanilla
from rnnviz.core.network import Network
from rnnviz.core.state import State
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence
from rnnviz.probes.jacobians import step_jacobians
from rnnviz.probes.lyapunov import growth_back, lyapunov
from rnnviz.probes.replay import replay

every_case = pytest.mark.parametrize("case", CASES, ids="-".join)


def measure(network, sequence, name="spectrum", **options):
    return REGISTRY[name].measure(network, sequence, options)


def still(W, b, h, T, activation="tanh", dtype=np.float64):
    """A vanilla network that hears nothing, begins in h and takes T steps."""
    H = len(W)
    network = Network(Vanilla(activation), 2, H, 2, dtype=dtype)
    network.parameters["rnn.weight_hh_l0"][...] = W
    network.parameters["rnn.bias_hh_l0"][...] = b
    network.parameters["decoder.weight"][0] = 1.0
    state = State(h=np.reshape(h, (1, 1, H)).astype(dtype))
    symbols = np.zeros((T, 1), np.intp)
    return network, Sequence(symbols, symbols, state, Letters())


def nilpotent(T):
    """W = [[8, 8], [-8, -8]] has spectral radius 0, yet at its fixed point gradients double."""
    W, x = np.array([[8.0, 8.0], [-8.0, -8.0]]), np.array([0.0, math.atanh(0.5)])
    return still(W, x - W @ np.tanh(x), np.tanh(x), T)


@every_case
def test_the_spectrum_is_that_of_every_gates_block(case):
    stored = Stored(case)
    for layer in range(stored.layers):
        found = measure(stored.network, stored.sequence, layer=layer, stream=STREAM, steps=6)
        blocks = np.split(stored[f"rnn.weight_hh_l{layer}"], len(found.gates))
        assert found.gates == stored.network.cell.gates
        for g, block in enumerate(blocks):
            assert same_numbers(found.eigenvalues[g], np.linalg.eigvals(block)) < 1e-9
            assert found.sigma_1[g] == pytest.approx(np.linalg.norm(block, 2), rel=1e-12)
            assert found.radius[g] == pytest.approx(np.abs(np.linalg.eigvals(block)).max())
        for ours, theirs in zip(found.cloud, stored["eigenvalues"][layer], strict=True):
            assert same_numbers(ours, theirs) < 1e-9 * np.abs(theirs).max()
        assert (found.bound is None) == (len(blocks) > 1)


def test_one_gate_is_measured_alone_where_it_is_asked_for():
    stored = Stored(("lstm", "1"))
    every, one = (measure(stored.network, stored.sequence, gate=gate) for gate in (None, "g"))
    assert one.gates == ("g",)
    np.testing.assert_array_equal(one.eigenvalues[0], every.eigenvalues[2])
    np.testing.assert_array_equal(one.sigma_1, every.sigma_1[2:3])
    assert one.bound is None


@pytest.mark.parametrize(
    ("cell", "hidden", "eigenvalues", "cloud"),
    [("gru", 512, True, True), ("lstm", 512, True, False), ("vanilla", 513, False, False)],
)
def test_what_would_hold_a_pause_up_for_seconds_is_left_out_and_that_is_said(
    cell, hidden, eigenvalues, cloud
):
    network = Network(CELLS[cell](), 2, hidden, 2)
    state = State(h=np.zeros((1, 1, hidden), np.float32), c=np.zeros((1, 1, hidden), np.float32))
    symbols = np.zeros((4, 1), np.intp)
    found = measure(network, Sequence(symbols, symbols, state, Letters()))
    if not eigenvalues:
        assert found.startswith("Eigenvalues are shown of up to 512 units: for 513 they would")
        return
    assert bool(found.cloud.size) == cloud
    assert math.isfinite(found.lyapunov.exponent) or found.lyapunov.exponent == -math.inf
    told = caption(found)
    assert ("the step Jacobians do. Those of 1,024 rows are too slow" in told) == (not cloud)


@every_case
def test_the_exponent_is_power_iteration_with_autograds_jacobians(case):
    stored = Stored(case)
    J, H = stored["jacobians"], stored.network.hidden
    start = np.random.default_rng(0).standard_normal((2, 1, H))[:, 0]
    for layer in range(stored.layers):
        run = replay(stored.network, stored.sequence, STREAM).unrolled
        found = growth_back(run.layers[layer])[:, 0]
        v, growth = (start if stored.has_c else start[0]).reshape(-1), []
        for t in range(5, -1, -1):
            v = v @ J[layer][t] / np.linalg.norm(v)
            growth.append(math.log(np.linalg.norm(v)))
        assert_close(found, np.array(growth[1:]))  # a quarter of six steps is burnt


def test_all_sequences_are_followed_and_averaged():
    stored = Stored(("lstm", "2"))
    found = measure(stored.network, stored.sequence, "lyapunov", layer=1)
    assert found.growth.shape == (5, 2)
    assert found.exponent == found.growth.mean()
    assert found.memory == pytest.approx(1.0 / abs(found.exponent))


def test_a_passage_is_read_instead_of_the_window():
    stored = Stored(("gru", "1"))
    found = measure(stored.network, stored.sequence, "lyapunov", phrase="abcdefg" * 4)
    assert found.growth.shape == (21, 1)


def test_a_nilpotent_matrix_doubles_the_gradient_every_step():
    for T, expected in ((1, 14.1), (2, 28.3), (3, 56.6)):
        network, sequence = nilpotent(T)
        product, scale = jacobian_product(replay(network, sequence, 0).unrolled.layers[0])
        assert np.linalg.norm(product, 2) * 10.0**scale == pytest.approx(expected, abs=0.05)
    network, sequence = nilpotent(12)
    found = measure(network, sequence)
    assert found.radius[0] < 1e-6
    assert found.sigma_1[0] == pytest.approx(16.0)
    assert found.lyapunov.exponent == pytest.approx(math.log(2.0), abs=1e-6)
    np.testing.assert_allclose(
        np.sort(found.cloud.real), [[0.0, 2.0]] * len(found.steps), atol=1e-6
    )
    told = caption(found)
    assert "The spectral radius" in told
    assert "decides neither" in told
    assert "grow about 2-fold a step" in told
    M = measure(network, sequence, "triangle").norms
    np.testing.assert_allclose(M[-1, :-2] / M[-1, 1:-1], 2.0, rtol=1e-6)


def test_the_exponent_of_a_scaled_rotation_is_the_logarithm_of_its_scale():
    c, s = math.cos(0.3), math.sin(0.3)
    for scale in (0.5, 1.0, 1.5):
        network, sequence = still(scale * np.eye(2), 0.5, [1.0, 1.0], 20, "relu")
        found = measure(network, sequence)
        assert found.lyapunov.exponent == pytest.approx(math.log(scale), abs=1e-12)
        rotated = scale * np.array([[c, -s], [s, c]])
        network, sequence = still(rotated, 9.0, [1.0, 1.0], 4, "relu")
        assert measure(network, sequence).sigma_1[0] == pytest.approx(scale)
        assert measure(network, sequence).radius[0] == pytest.approx(scale)


def test_a_dead_network_passes_nothing_on():
    network, sequence = still(np.eye(2), -5.0, [0.0, 0.0], 8, "relu")
    found = measure(network, sequence, "lyapunov")
    assert found.exponent == -math.inf
    assert found.memory == 0.0
    assert lyapunov_caption(found).startswith("Nothing passes")


@pytest.mark.parametrize("cell", CELLS)
def test_the_exponent_agrees_with_the_product_over_a_long_passage(cell):
    network = Network(CELLS[cell](), 3, 6, 3, dtype=np.float64)
    rng = np.random.default_rng(3)
    network.flat[...] = rng.uniform(-0.8, 0.8, network.flat.size)
    text = rng.integers(0, 3, (801, 1))
    sequence = Sequence(text[:-1], text[1:], network.zero_state(1), Letters())
    layer = replay(network, sequence, 0).unrolled.layers[0]
    product, scale = jacobian_product(layer)
    whole = (math.log(np.linalg.norm(product, 2)) + scale * math.log(10.0)) / 800
    assert lyapunov(layer).exponent == pytest.approx(whole, abs=0.05)


@given(st.integers(2, 6), st.floats(0.1, 0.95), st.integers(0, 2**32 - 1))
def test_what_must_vanish_does_vanish(H, sigma, seed):
    rng = np.random.default_rng(seed)
    W = rng.standard_normal((H, H))
    network, sequence = still(
        W * (sigma / np.linalg.norm(W, 2)), rng.normal(size=H), rng.uniform(-1, 1, H), 8
    )
    found = measure(network, sequence)
    assert "must vanish" in caption(found)
    assert found.lyapunov.exponent <= math.log(sigma) + 1e-9
    layer = replay(network, sequence, 0).unrolled.layers[0]
    assert np.linalg.norm(step_jacobians(layer, range(8)), 2, axis=(1, 2)).max() <= sigma + 1e-9


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("lost", ["states", "weights"])
def test_what_is_no_longer_finite_has_not_vanished(lost, activation):
    network, sequence = still(np.eye(2), 0.5, [1.0, 1.0], 8, activation)
    if lost == "weights":
        network.flat[:] = np.nan
    else:
        sequence.state.h[...] = np.nan
    with np.errstate(all="ignore"):
        found = measure(network, sequence)
        longest = measure(network, sequence, "lyapunov")
    assert math.isnan(found.lyapunov.exponent)
    assert math.isnan(longest.exponent)
    for words in (caption(found), lyapunov_caption(longest)):
        assert "no longer finite" in words
        assert "diverged" in words
        assert "Nothing passes" not in words
    assert np.isnan(found.cloud).all()


@given(st.integers(0, 10_000), st.floats(0.05, 1.0))
def test_no_step_of_a_leaky_cell_lengthens_a_gradient_beyond_its_bound(seed, leak):
    rng = np.random.default_rng(seed)
    network = Network(Vanilla("tanh", leak), 2, 5, 2, dtype=np.float64)
    network.flat[...] = rng.normal(size=network.flat.size)
    symbols = rng.integers(0, 2, (6, 1))
    sequence = Sequence(symbols, symbols, network.zero_state(1), Letters())
    found = measure(network, sequence)
    assert found.bound == pytest.approx((1 - leak) + leak * found.sigma_1[0], rel=1e-12)
    layer = replay(network, sequence, 0).unrolled.layers[0]
    for J in step_jacobians(layer, range(6)):
        assert np.linalg.norm(J, 2) <= found.bound * (1 + 1e-12)
