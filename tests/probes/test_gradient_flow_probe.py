"""Gradient by lag: the rows and column sums of the triangle, a loss's own and all together."""

import numpy as np
import pytest
from gradient_cases import Letters

from rnnviz.core.cells import Vanilla
from rnnviz.core.network import Network
from rnnviz.probes import REGISTRY, Sequence
from rnnviz.probes.gradient_flow import GradientFlow, by_step, gradients_by_step
from rnnviz.probes.triangle import triangle

PROBE = REGISTRY["gradient_flow"]
PROBE_OF_TRIANGLE = REGISTRY["triangle"]


def measured(network, sequence, **options) -> GradientFlow:
    found = PROBE.measure(network, sequence, options)
    assert isinstance(found, GradientFlow)
    return found


def test_one_loss_by_lag_is_the_triangles_last_row(network, sequence):
    T, B = sequence.inputs.shape
    for layer in range(network.layers):
        found = measured(network, sequence, mode="last", layer=layer)
        np.testing.assert_array_equal(found.lags, np.arange(T))
        assert found.norms.shape == (T, B)
        assert (found.mode, found.layer) == ("last", layer)
        for b in range(B):
            expected = triangle(network, sequence, layer, b).by_step[::-1]
            np.testing.assert_allclose(found.norms[:, b], expected, rtol=1e-12)


def test_the_summed_loss_by_lag_is_the_triangles_column_sums(network, sequence):
    for layer in range(network.layers):
        found = measured(network, sequence, mode="summed", layer=layer)
        for b in range(sequence.inputs.shape[1]):
            expected = triangle(network, sequence, layer, b).by_step_sum[::-1]
            np.testing.assert_allclose(found.norms[:, b], expected, rtol=1e-12)


def test_one_loss_of_the_top_layer_is_the_default(network, sequence):
    default = measured(network, sequence)
    asked = measured(network, sequence, mode="last", layer=network.layers - 1)
    assert (default.mode, default.layer) == ("last", network.layers - 1)
    np.testing.assert_array_equal(default.norms, asked.norms)


def test_median_and_quartiles_are_over_sequences_after_the_norm(network, sequence):
    found = measured(network, sequence)
    dh = gradients_by_step(network, sequence, "last", network.layers - 1)[:0:-1]
    norms = np.linalg.norm(dh, axis=2)
    np.testing.assert_allclose(found.median, np.median(norms, axis=1), rtol=1e-12)
    np.testing.assert_allclose(found.lower, np.quantile(norms, 0.25, axis=1), rtol=1e-12)
    np.testing.assert_allclose(found.upper, np.quantile(norms, 0.75, axis=1), rtol=1e-12)


def test_the_batch_does_not_make_a_sequences_gradient_smaller(network, sequence):
    one = slice(1, 2)
    state = sequence.state.some(one).copy()
    alone = Sequence(sequence.inputs[:, one], sequence.targets[:, one], state, sequence.coding)
    for mode in ("last", "summed"):
        together = measured(network, sequence, mode=mode).norms[:, 1]
        np.testing.assert_allclose(
            measured(network, alone, mode=mode).norms[:, 0], together, rtol=1e-12
        )


def test_the_summed_gradient_is_that_of_training_times_the_batch(network, sequence):
    B = sequence.inputs.shape[1]
    network.loss_and_gradients(sequence.inputs, sequence.targets, sequence.state.copy())
    db_of_readout = network.gradients["decoder.bias"].copy()
    dh = gradients_by_step(network, sequence, "summed", network.layers - 1)
    logits = network.forward(sequence.inputs, sequence.state.copy())
    p = np.exp(logits) / np.exp(logits).sum(axis=2, keepdims=True)
    dlogits = p - np.eye(network.outputs)[sequence.targets]
    np.testing.assert_allclose(db_of_readout, dlogits.sum(axis=(0, 1)) / B, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(
        dh[-1], dlogits[-1] @ network.parameters["decoder.weight"], rtol=1e-9, atol=1e-12
    )


def test_small_gradients_are_told_down_to_the_smallest_number_as_in_the_triangle():
    network = Network(Vanilla(), 2, 16, 2, dtype=np.float32)
    network.flat[...] = np.random.default_rng(0).uniform(-0.18, 0.18, network.flat.size)
    codes = np.zeros((100, 1), np.intp)
    sequence = Sequence(codes, codes, network.zero_state(1), Letters())
    found = measured(network, sequence)
    M = PROBE_OF_TRIANGLE.measure(network, sequence, {}).norms
    np.testing.assert_array_equal(found.norms[:, 0], M[-1, ::-1])
    assert 0.0 < found.median[99] < 1e-30  # whose square is no float32 any more
    decay = REGISTRY["decay"].measure(network, sequence, {})
    assert decay.mean[99] == pytest.approx(found.median[99] / found.median[0], rel=1e-5)


def test_the_quartiles_of_one_sequence_are_the_norms_and_cost_nothing(
    network, sequence, monkeypatch
):
    monkeypatch.delattr(np, "percentile")
    found = measured(network, sequence.first(1))
    for curve in (found.lower, found.median, found.upper):
        np.testing.assert_array_equal(curve, found.norms[:, 0])


@pytest.mark.parametrize("mode", ["last", "summed"])
def test_only_the_scored_steps_send_gradients(network, sequence, mode):
    scored = Sequence(sequence.inputs, sequence.targets[-2:], sequence.state, sequence.coding)
    norms = by_step(network, scored, mode, network.layers - 1)
    whole = by_step(network, sequence, mode, network.layers - 1)
    assert norms.shape == (len(sequence.inputs) + 1, sequence.inputs.shape[1])
    assert (norms > 0).all()
    if mode == "last":
        np.testing.assert_allclose(norms, whole, rtol=1e-12)
    else:
        assert (np.abs(norms[0] - whole[0]) > 1e-9).all()


def test_the_initial_states_gradient_is_the_derivative_of_the_loss(network, sequence):
    dh = gradients_by_step(network, sequence, "summed", 0)[0]
    epsilon, state = 1e-6, sequence.state
    for b in range(sequence.inputs.shape[1]):
        losses = []
        for sign in (1, -1):
            moved = state.copy()
            moved.h[0, b, 2] += sign * epsilon
            losses.append(network.evaluate(sequence.inputs, sequence.targets, moved)[:, b].sum())
        slope = (losses[0] - losses[1]) / (2 * epsilon)
        assert dh[b, 2] == pytest.approx(slope, rel=1e-6, abs=1e-9)
