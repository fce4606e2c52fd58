"""Saturation: shares of time at the ends, and horizons that the gates' biases predict."""

import math

import numpy as np
import pytest
from gradient_cases import CASES, Letters, Stored

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.cells import Vanilla
from rnnviz.core.gate_bias import set_gate_bias
from rnnviz.core.network import Network
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence
from rnnviz.probes.saturation import horizon


def measure(network, sequence, **options):
    return REGISTRY["saturation"].measure(network, sequence, options)


def silent_input(network, T=4, B=3):
    zeros = np.zeros((T, B), np.intp)
    return Sequence(zeros, zeros, network.zero_state(B), Letters())


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_shares_are_those_of_every_step_counted_one_by_one(case):
    stored = Stored(case)
    stored.network.flat *= 3.0
    network, sequence = stored.network, stored.sequence
    run = network.unroll(6, 2)
    run.forward(sequence.inputs, sequence.state)
    for layer in range(stored.layers):
        found, tape = measure(network, sequence, layer=layer), run.layers[layer].tape
        assert found.count == 12
        for unit in range(network.hidden):
            h = tape.h[1:, :, unit].reshape(-1)
            assert found.saturated["h"][unit] == sum(abs(h) > 0.9) / 12
            for gate in network.cell.sigmoids:
                values = tape.gate(gate)[:, :, unit].reshape(-1)
                assert found.left[gate][unit] == sum(values < 0.1) / 12
                assert found.right[gate][unit] == sum(values > 0.9) / 12
        assert set(found.saturated) - {"h"} == {"g", "n"} & set(network.cell.gates)


def test_units_that_stand_at_their_end_are_seen():
    network = Network(Vanilla(), 2, 3, 2, dtype=np.float64)
    network.parameters["rnn.bias_hh_l0"][...] = [3.0, -3.0, 0.5]
    found = measure(network, silent_input(network))
    np.testing.assert_array_equal(found.saturated["h"], [1.0, 1.0, 0.0])
    assert found.silent is found.horizon is found.keep_gate is None
    assert found.left == found.right == {}


def test_a_relu_is_silent_or_loud_but_not_saturated():
    network = Network(Vanilla("relu"), 2, 2, 2, dtype=np.float64)
    network.parameters["rnn.bias_hh_l0"][...] = [-1.0, 2.0]
    found = measure(network, silent_input(network))
    np.testing.assert_array_equal(found.silent, [1.0, 0.0])


@pytest.mark.parametrize("cell", [*CELLS, "relu"])
def test_states_that_are_no_numbers_are_not_called_small(cell):
    network = Network(Vanilla("relu") if cell == "relu" else CELLS[cell](), 2, 3, 2)
    network.parameters["rnn.bias_ih_l0"][...] = np.nan
    with np.errstate(all="ignore"):
        found = measure(network, silent_input(network))
    shares = [*found.saturated.values(), *found.left.values(), *found.right.values()]
    shares += [] if found.silent is None else [found.silent]
    assert all(np.isnan(part).all() for part in shares)


def biased(cell, bias, T=4):
    """What is found of a network whose only parameter is the forget bias."""
    network = Network(CELLS[cell](), 2, 3, 2, dtype=np.float64)
    p, keep = network.layer_parameters()[0], network.cell.keep_gate
    b_hh = p.arrays.get("b_hh")
    set_gate_bias(p.b_ih, b_hh, network.cell.gates, keep, network.cell.keep_sign * bias)
    found = measure(network, silent_input(network, T))
    assert found.keep_gate == keep
    return found, network.cell


@pytest.mark.parametrize("cell", [n for n in CELLS if CELLS[n].keep_gate in CELLS[n].sigmoids])
@pytest.mark.parametrize("bias", [-3.0, 0.0, 1.0, 4.0])
def test_the_horizon_is_one_plus_e_to_the_bias(cell, bias):
    found, kind = biased(cell, bias)
    np.testing.assert_allclose(found.horizon, 1.0 + math.exp(bias), rtol=1e-12)
    ends = (found.left, found.right)[:: int(kind.keep_sign)]
    np.testing.assert_array_equal(ends[0][kind.keep_gate], float(bias < -2.5))
    np.testing.assert_array_equal(ends[1][kind.keep_gate], float(bias > 2.5))


@pytest.mark.parametrize("bias", [0.0, 4.0])
def test_an_slstm_keeps_what_is_not_yet_replaced_in_its_mean(bias):
    found, _ = biased("slstm", bias)
    f = 1.0 / (1.0 + math.exp(-bias))
    n = np.cumsum(f ** np.arange(4.0))  # every input weighs f^age
    np.testing.assert_allclose(found.horizon, 1.0 / np.mean(1.0 / n), rtol=1e-12)
    np.testing.assert_array_equal(found.left["f"], 0.25)  # nothing is kept of the zero before
    assert set(found.saturated) == {"h", "g"}
    long, _ = biased("slstm", bias, 5000)
    np.testing.assert_allclose(long.horizon, 1.0 + math.exp(bias), rtol=0.1)


def test_a_gate_that_never_lets_go_keeps_for_ever():
    np.testing.assert_array_equal(horizon(np.ones((3, 2, 4))), np.inf)


def test_a_longer_passage_can_be_read_instead():
    network = Network(CELLS["lstm"](), 4, 3, 4)
    sequence = silent_input(network)
    assert measure(network, sequence, phrase="abcd" * 50).count == 200
    assert measure(network, sequence, phrase="abcd" * 1000).count == 2000


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_with_a_leak_it_is_the_squashed_sum_that_stands_at_its_end(activation):
    network = Network(Vanilla(activation, 0.25), 2, 2, 2, dtype=np.float64)
    network.parameters["rnn.bias_hh_l0"][...] = [-3.0, 3.0]
    found = measure(network, silent_input(network, 4))
    assert found.leak == 0.25
    if activation == "relu":  # the second unit's h is not zero either
        np.testing.assert_array_equal(found.silent, [1.0, 0.0])
        return
    np.testing.assert_array_equal(found.saturated["tanh a"], 1.0)
    np.testing.assert_array_equal(found.saturated["h"], 0.0)  # 1 - 0.75^4 is below 0.9
