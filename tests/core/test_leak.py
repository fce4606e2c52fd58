"""A vanilla cell with a leak: what it costs a plain one, and what it does to gradients."""

import numpy as np
import pytest
from naive_network import drawn_window, make_network

from rnnviz.core.cells import Vanilla
from rnnviz.core.network import Network
from rnnviz.core.step_back import StepBack


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_a_leak_of_one_is_the_plain_cell(activation):
    plain, leaky = Vanilla(activation), Vanilla(activation, 1.0)
    assert plain.wires() == leaky.wires()
    assert [wire.operation for wire in plain.wires()].count("scale") == 0
    assert not plain._leaks


def test_as_the_leak_nears_one_the_curve_nears_that_of_the_plain_cell():
    networks = [
        Network(Vanilla("tanh", leak), 3, 4, 5, dtype=np.float64) for leak in (1.0, 1 - 1e-9)
    ]
    plain = make_network("vanilla-tanh")
    for network in networks:
        network.flat[...] = plain.flat
        inputs, targets = drawn_window(network, 6, 2, 6)
        network.loss_and_gradients(inputs, targets, network.zero_state(2))
    np.testing.assert_allclose(
        networks[0].flat_gradient, networks[1].flat_gradient, rtol=1e-6, atol=1e-8
    )


def test_without_weights_a_step_leaves_what_the_leak_leaves():
    network = Network(Vanilla("tanh", 0.3), 2, 3, 2, dtype=np.float64)
    unrolled = network.unroll(4, 1)
    unrolled.forward(np.zeros((4, 1, 2)), network.zero_state(1))
    back, (rows,) = StepBack(unrolled.layers[0]), (np.eye(3),)
    for t in range(3, -1, -1):
        (rows,) = back(t, (rows,))
    np.testing.assert_allclose(rows, 0.7**4 * np.eye(3), rtol=1e-14)
