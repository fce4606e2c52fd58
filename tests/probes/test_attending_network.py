"""What holds of every network holds of one that attends and skips: the same tests once more."""

from dataclasses import replace

import numpy as np
import pytest
import test_cell_walk
import test_reading
import test_truncation
from small_text import LETTERS, H

from rnnviz.core.architecture import Connections
from rnnviz.core.cells import REGISTRY
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.network import Network
from rnnviz.core.wires import evaluate
from rnnviz.probes import REGISTRY as REGISTRY_OF_PROBES
from rnnviz.probes.silencing import Silencing, with_units_held

ATTENDING, KIND = Connections(attention=4), ("cross_entropy", np.float64)


@pytest.fixture(params=["gru", "lstm"])
def network(request) -> Network:
    """An untrained network of two layers, in float64."""
    V, connections = len(LETTERS.vocabulary), Connections(skip=True, attention=4)
    cell = REGISTRY[request.param]()
    made = Network(cell, V, H, V, 2, dtype=np.float64, connections=connections)
    made.initialize(INITIALIZERS["pytorch"](), np.random.default_rng(0))
    made.flat *= 2.0
    return made


test_the_way_back = test_cell_walk.test_the_way_back_is_that_of_an_ordinary_backward_pass
test_wires = test_cell_walk.test_wires_named_like_a_state_or_a_gate_are_those_of_the_layer
test_outputs = (
    test_cell_walk.test_the_outputs_are_probabilities_and_the_losses_those_of_the_true_symbols
)
test_each_length = test_truncation.test_gradients_are_those_of_one_backward_pass_over_each_length
test_mean_surprise = (
    test_reading.test_the_mean_surprise_of_a_text_is_its_loss_as_evaluate_measures_it
)
test_read_on = test_reading.test_a_page_is_read_on_from_its_lead


def test_the_triangle_sums_to_ordinary_backpropagation_and_reaches_as_far_as_attention(
    network, sequence
):
    for layer in (0, 1):
        found = REGISTRY_OF_PROBES["triangle"].measure(network, sequence, {"layer": layer})
        assert found.residual < 1e-12
        assert (found.norms[np.tril_indices(len(found.norms))] > 0.0).all()


def test_units_of_the_top_layer_are_held_at_zero_as_if_they_were_no_part_of_it(network, sequence):
    network = Network.of(replace(network.architecture, connections=ATTENDING), *KIND)
    network.flat[...] = np.random.default_rng(1).uniform(-1.0, 1.0, network.flat.size)
    held = with_units_held(network, Silencing(1, (0, 3), (0.0, 0.0)))
    inputs, without = sequence.inputs[:, :1], network.zero_state(1)
    h = states_without(network, inputs, (0, 3))
    expected = attended(network, h) @ network.parameters["decoder.weight"].T
    expected += network.parameters["decoder.bias"]
    np.testing.assert_allclose(held.forward(inputs, without)[:, 0], expected, rtol=0, atol=1e-12)


def states_without(network, inputs, units):
    """The top layer's h (T, H) where some units are zero to all that reads them."""
    lower = network.unroll(len(inputs), 1)
    lower.forward(inputs, network.zero_state(1))
    top = network.layer_parameters()[1].arrays
    blocks, x = network.cell.blocks(top), lower.layers[0].tape.h[1:, 0]
    states = {f"{name}_prev": np.zeros(network.hidden) for name in network.cell.state_names}
    rows = []
    for below in x:
        values = evaluate(network.cell.wires(), blocks | states | {"x": below})
        states = {f"{name}_prev": values[name].copy() for name in network.cell.state_names}
        states["h_prev"][list(units)] = 0.0
        rows.append(states["h_prev"])
    return np.array(rows)


def attended(network, h):
    """What the readout reads (T, 2H), from the equations."""
    W_q, rows = network.parameters["attention.weight"], []
    before = np.concatenate((np.zeros((4, len(h[0]))), h))
    for t, now in enumerate(h):
        keys = before[t : t + 4]
        scores = keys @ (W_q @ now) / np.sqrt(len(now))
        alpha = np.exp(scores) / np.exp(scores).sum()
        rows.append(np.concatenate((now, alpha @ keys)))
    return np.array(rows)
