"""Gradient flow without a network: one number, then random matrices."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.probes.simulator import (
    ACTIVATIONS,
    KINDS,
    backward_norms,
    draw_recurrent,
    forward_slopes,
    scalar_gradient,
    simulate,
)

seeds = st.integers(0, 2**32 - 1)


@given(st.floats(-3.0, 3.0), st.floats(0.0, 1.0), st.integers(0, 60))
def test_the_scalar_gradient_is_a_product_taken_step_by_step(w, slope, depth):
    found, expected = scalar_gradient(w, slope, depth), 1.0
    assert len(found) == depth + 1
    for value in found:
        assert value == pytest.approx(expected, rel=1e-12, abs=1e-300)
        expected *= w * slope


def test_a_scalar_gradient_too_large_for_a_number_is_infinite():
    assert scalar_gradient(10.0, 1.0, 400)[-1] == np.inf


@given(seeds, st.integers(1, 12), st.floats(0.1, 3.0))
def test_matrices_have_the_size_that_was_asked_for(seed, H, size):
    rng = np.random.default_rng(seed)
    W = draw_recurrent(rng, H, "spectral_radius", size)
    assert np.abs(np.linalg.eigvals(W)).max() == pytest.approx(size, rel=1e-6)
    W = draw_recurrent(rng, H, "sigma_1", size)
    assert np.linalg.norm(W, 2) == pytest.approx(size)
    W = draw_recurrent(rng, H, "orthogonal", size)
    np.testing.assert_allclose(W @ W.T, size**2 * np.eye(H), atol=1e-12 * size**2)


def test_a_gaussian_matrix_has_radius_near_its_size_and_sigma_near_twice_that():
    found = simulate(np.random.default_rng(0), 200, 3, "gaussian", 1.5)
    np.testing.assert_allclose(found.radius, 1.5, rtol=0.1)
    np.testing.assert_allclose(found.sigma_1, 3.0, rtol=0.1)


@given(seeds, st.floats(0.2, 3.0), st.integers(0, 400))
def test_a_scaled_rotation_of_linear_units_changes_every_norm_alike(seed, size, depth):
    found = simulate(np.random.default_rng(seed), 4, depth, "orthogonal", size, "linear", draws=2)
    expected = np.arange(depth + 1) * np.log10(size)
    np.testing.assert_allclose(found.log10_norms, [expected, expected], atol=1e-10)


@given(seeds, st.sampled_from(KINDS), st.sampled_from(ACTIVATIONS), st.floats(0.1, 3.0))
def test_no_norm_exceeds_sigma_to_the_depth(seed, kind, activation, size):
    found = simulate(np.random.default_rng(seed), 6, 20, kind, size, activation, draws=3)
    bound = np.arange(21) * np.log10(found.sigma_1)[:, None]
    assert (found.log10_norms <= bound + 1e-9).all()
    assert found.log10_norms.shape == (3, 21)
    assert not found.log10_norms[:, 0].any()
    for array in (found.log10_norms, found.radius, found.sigma_1):
        assert not array.flags.writeable


@given(seeds, st.sampled_from(["tanh", "relu"]))
def test_slopes_are_derivatives_and_the_way_back_is_the_chain_rule(seed, activation):
    H, depth, e = 4, 5, 1e-6
    W = draw_recurrent(np.random.default_rng(seed), H, "gaussian", 0.8)
    phi = np.tanh if activation == "tanh" else lambda a: np.maximum(a, 0.0)

    def run(h):
        for x in np.random.default_rng(seed).standard_normal((depth, H)):
            h = phi(W @ h + x)
        return h

    slopes = forward_slopes(np.random.default_rng(seed), W, depth, activation, 1.0)
    moved = [(run(e * unit) - run(-e * unit)) / (2 * e) for unit in np.eye(H)]
    g = np.random.default_rng(seed).standard_normal(H)
    expected = np.linalg.norm(np.array(moved) @ (g / np.linalg.norm(g)))
    found = 10.0 ** backward_norms(np.random.default_rng(seed), W, slopes)[-1]
    assert found == pytest.approx(expected, rel=1e-5, abs=1e-9)


def test_the_same_generator_draws_the_same():
    first, second = (simulate(np.random.default_rng(1), 8, 10) for _ in range(2))
    np.testing.assert_array_equal(first.log10_norms, second.log10_norms)


@pytest.mark.parametrize("kind", KINDS)
def test_every_activation_and_depth_meets_the_same_matrices(kind):
    found = [
        simulate(np.random.default_rng(1), 8, depth, kind, 1.0, activation)
        for activation in ACTIVATIONS
        for depth in (3, 10)
    ]
    for other in found[1:]:
        np.testing.assert_array_equal(other.sigma_1, found[0].sigma_1)
        np.testing.assert_array_equal(other.radius, found[0].radius)


def test_a_gradient_that_dies_stays_at_minus_infinity():
    logs = backward_norms(np.random.default_rng(0), np.eye(2), np.zeros((3, 2)))
    np.testing.assert_array_equal(logs, [0.0, -np.inf, -np.inf, -np.inf])
