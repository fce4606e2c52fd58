"""What a network reads that is fed its own outputs, at some places or at all."""

import numpy as np
import pytest

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.network import Network
from rnnviz.core.numerics import softmax
from rnnviz.core.own_outputs import OwnOutputs, freely

T, B, V = 6, 400, 5


def rng(seed=0):
    return np.random.default_rng(seed)


def network_of(loss="cross_entropy", layers=2):
    made = Network(CELLS["gru"](), V, 7, V, layers, loss, np.float64)
    made.initialize(INITIALIZERS["gaussian"](init_scale=1.0), rng(3))
    return made


def some_state(network):
    state = network.zero_state(B)
    network.forward(rng(1).integers(0, V, (3, B)), state)
    return state


@pytest.mark.parametrize("back", ["drawn", "likeliest"])
def test_what_is_read_at_chosen_places_was_given_one_step_before(back):
    network, inputs = network_of(), rng(2).integers(0, V, (T, B))
    own = rng(4).random((T, B)) < 0.5
    state = some_state(network)
    before = state.copy()
    read = OwnOutputs(network, B, back).read(inputs, own, state, rng())
    outputs = network.forward(read, state.copy())
    for name, array in state.arrays.items():
        np.testing.assert_array_equal(array, before.arrays[name])
    np.testing.assert_array_equal(read[0], inputs[0])
    np.testing.assert_array_equal(read[~own], inputs[~own])
    assert (read[1:][own[1:]] != inputs[1:][own[1:]]).any()
    if back == "likeliest":
        np.testing.assert_array_equal(read[1:][own[1:]], outputs[:-1].argmax(axis=-1)[own[1:]])


def test_symbols_are_drawn_with_the_networks_probabilities():
    network = network_of()
    inputs = np.zeros((2, 20_000), np.intp)
    reading = OwnOutputs(network, 20_000, "drawn")
    read = reading.read(inputs, freely(2, 20_000, 1), network.zero_state(20_000), rng())
    outputs = network.forward(inputs[:1, :1], network.zero_state(1))
    counts = np.bincount(read[1], minlength=V) / 20_000
    np.testing.assert_allclose(counts, softmax(outputs[0, 0]), atol=0.012)


def test_numbers_are_read_as_they_were_given():
    network = network_of("mean_squared_error")
    inputs = rng().standard_normal((T, B, V))
    own = freely(T, B, 3)
    read = OwnOutputs(network, B, "number").read(inputs, own, network.zero_state(B), rng())
    outputs = network.forward(read, network.zero_state(B))
    np.testing.assert_array_equal(read[:3], inputs[:3])
    np.testing.assert_allclose(read[3:], outputs[2:-1], atol=1e-12)


def test_it_reads_with_the_weights_as_they_are_now():
    network, inputs = network_of(), rng(2).integers(0, V, (T, B))
    reading, own, state = (
        OwnOutputs(network, B, "likeliest"),
        freely(T, B, 1),
        network.zero_state(B),
    )
    reading.read(inputs, own, state, rng())
    network.flat *= -1.0
    read = reading.read(inputs, own, state, rng())
    again = OwnOutputs(network, B, "likeliest").read(inputs, own, state, rng())
    np.testing.assert_array_equal(read, again)
