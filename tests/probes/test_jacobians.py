"""Step Jacobians, their spectra and the direct path against autograd."""

import numpy as np
import pytest
from gradient_cases import CASES, STREAM, Letters, Stored, assert_close, same_numbers

from rnnviz.core.cells import LSTM, Vanilla
from rnnviz.core.network import Network
from rnnviz.core.state import State
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence
from rnnviz.probes.jacobians import spread, step_jacobians
from rnnviz.probes.matrices import eigenvalues, singular_values
from rnnviz.probes.replay import replay

every_case = pytest.mark.parametrize("case", CASES, ids="-".join)
GATED = [case for case in CASES if not case[0].startswith("vanilla")]


def layers_of(stored):
    return replay(stored.network, stored.sequence, STREAM).unrolled.layers


@every_case
def test_step_jacobians_are_autograds(case):
    stored = Stored(case)
    for index, layer in enumerate(layers_of(stored)):
        assert_close(step_jacobians(layer, range(layer.tape.T)), stored["jacobians"][index])


@every_case
def test_singular_values_and_eigenvalues_are_autograds(case):
    stored = Stored(case)
    for index, layer in enumerate(layers_of(stored)):
        steps = spread(layer, 99)
        np.testing.assert_array_equal(steps, np.arange(6))
        J = step_jacobians(layer, steps)
        assert_close(singular_values(J), stored["singular"][index])
        for ours, theirs in zip(eigenvalues(J), stored["eigenvalues"][index], strict=True):
            assert same_numbers(ours, theirs) < 1e-9 * np.abs(theirs).max()
            assert (np.diff(np.abs(ours)) <= 1e-12).all()


def test_by_default_the_steps_are_spread_and_the_last_is_among_them():
    network = Network(Vanilla(), 3, 64, 3)
    layer = network.unroll(25, 1).layers[0]
    steps = spread(layer)
    assert len(steps) == 4
    assert steps[-1] == 24
    assert steps[0] == 0
    np.testing.assert_array_equal(spread(layer, 1), [24])
    assert len(spread(layer, 1000)) == 25


@pytest.mark.parametrize("case", GATED, ids="-".join)
def test_the_full_derivative_of_the_memory_is_autograds(case):
    stored = Stored(case)
    for layer in range(stored.layers):
        options = {"layer": layer, "stream": STREAM}
        found = REGISTRY["direct_path"].measure(stored.network, stored.sequence, options)
        assert_close(found.full, stored["whole"][layer])
        assert found.full[0] == found.direct[0] == 1.0


@pytest.mark.parametrize("case", GATED, ids="-".join)
def test_the_direct_path_is_the_product_of_the_keep_gate(case):
    stored = Stored(case)
    gate = stored.network.cell.keep_gate
    options = {"layer": 0, "stream": STREAM}
    found = REGISTRY["direct_path"].measure(stored.network, stored.sequence, options)
    assert (found.gate, found.state) == (gate, "c" if stored.has_c else "h")
    values = layers_of(stored)[0].tape.gate(gate)[:, 0]
    for d in range(6):
        product = np.prod(values[6 - d :], axis=0)
        assert found.direct[d] == pytest.approx(np.sqrt((product**2).mean()), rel=1e-12)


@pytest.mark.parametrize("case", GATED, ids="-".join)
def test_without_recurrent_weights_the_direct_path_is_all_there_is(case):
    stored = Stored(case)
    for name, parameter in stored.network.parameters.items():
        if "weight_hh" in name:
            parameter[...] = 0.0
    found = REGISTRY["direct_path"].measure(stored.network, stored.sequence, {})
    assert_close(found.full, found.direct)


def test_a_cell_without_gates_has_no_direct_path():
    stored = Stored(("vanilla-tanh", "1"))
    answer = REGISTRY["direct_path"].measure(stored.network, stored.sequence, {})
    assert answer == "Vanilla RNN has no gate that keeps its state."


def test_a_whole_derivative_that_would_hold_a_pause_up_for_seconds_is_left_out():
    network, T = Network(LSTM(), 2, 512, 2), 30
    state = State(h=np.zeros((1, 1, 512), np.float32), c=np.zeros((1, 1, 512), np.float32))
    symbols = np.zeros((T, 1), np.intp)
    sequence = Sequence(symbols, symbols, state, Letters())
    answer = REGISTRY["direct_path"].measure(network, sequence, {})
    assert answer.startswith("The whole derivative of 512 units over 30 steps would hold")


def test_matrices_that_are_not_finite_answer_nan():
    matrices = np.stack([np.eye(2), np.full((2, 2), np.nan), np.full((2, 2), np.inf)])
    assert np.isnan(eigenvalues(matrices)[1:]).all()
    assert np.isnan(singular_values(matrices)[1:]).all()
    np.testing.assert_array_equal(eigenvalues(matrices)[0], [1.0, 1.0])
    np.testing.assert_array_equal(singular_values(matrices)[0], [1.0, 1.0])
