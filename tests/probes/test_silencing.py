"""Silenced units: exact beside a time loop that holds them, for every cell, and on a copy alone."""

import numpy as np
import pytest

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.network import Network
from rnnviz.core.wires import Wire, evaluate
from rnnviz.probes.base import Sequence
from rnnviz.probes.silencing import Silencing, check_can_be_held, silenced, with_units_held
from rnnviz.refusal import Refusal


def read_step_by_step(network, symbols, state, held):
    """Logits (T, V) and the layers' h (L, T, H), one unit of time after another.

    The held units are set in the loop, also in the state before the first step.
    """
    cell, parameters = network.cell, network.layer_parameters()
    blocks = [cell.blocks(one.arrays) for one in parameters]
    now = [
        {name: array[layer, 0].copy() for name, array in state.arrays.items()}
        for layer in range(network.layers)
    ]
    W, b = network.parameters["decoder.weight"], network.parameters["decoder.bias"]
    logits, seen = [], []
    for symbol in symbols:
        x = np.eye(network.inputs)[symbol]
        for layer, states in enumerate(now):
            if layer == held.layer:
                states[cell.output][list(held.units)] = held.values
            given = blocks[layer] | {"x": x} | {f"{n}_prev": v for n, v in states.items()}
            values = evaluate(cell.wires(), given)
            now[layer] = {name: values[name].copy() for name in cell.state_names}
            if layer == held.layer:
                now[layer][cell.output][list(held.units)] = held.values
            x = now[layer][cell.output].copy()
        logits.append(W @ x + b)
        seen.append([states[cell.output].copy() for states in now])
    return np.array(logits), np.array(seen).transpose(1, 0, 2)


@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("values", [(0.0, 0.0), (0.37, -0.6)], ids=["zero", "other"])
def test_a_held_unit_is_that_of_a_time_loop_which_holds_it(network, sequence, layer, values):
    held = Silencing(min(layer, network.layers - 1), (1, 4), values)
    symbols, state = sequence.inputs[:, 0], sequence.state.some(slice(0, 1))
    expected, h = read_step_by_step(network, symbols, state, held)
    copy = with_units_held(network, held)
    unrolled, readout = copy.unroll(len(symbols), 1), copy.readout(len(symbols), 1)
    unrolled.forward(sequence.inputs[:, :1], state)
    found = readout.forward(unrolled.top)[:, 0]
    assert np.abs(found - expected).max() < 1e-13
    for index, layer_of_it in enumerate(unrolled.layers):
        states = layer_of_it.tape.h[1:, 0]
        shown = held.shown(states) if index == held.layer else states
        assert np.abs(shown - h[index]).max() < 1e-13
    unheld = network.unroll(len(symbols), 1)
    unheld.forward(sequence.inputs[:, :1], state)
    assert (
        np.abs(network.readout(len(symbols), 1).forward(unheld.top)[:, 0] - expected).max() > 1e-3
    )


def test_the_network_itself_stays_as_it_is(network, sequence):
    before = network.flat.copy()
    copy, held = silenced(network, sequence, {"silenced": "0,2", "silence_to": "mean"})
    np.testing.assert_array_equal(network.flat, before)
    assert copy is not network
    assert held.units == (0, 2)
    copy.flat[...] = 0.0
    np.testing.assert_array_equal(network.flat, before)


def test_with_nothing_silenced_it_is_the_network_that_is_measured(network, sequence):
    assert silenced(network, sequence, {"layer": 0}) == (network, None)
    assert silenced(network, sequence, {"silenced": " "})[0] is network


def test_the_mean_is_that_along_the_window_or_the_text(network, sequence):
    options = {"silenced": "3", "silence_to": "mean", "layer": 0}
    _, held = silenced(network, sequence, options)
    unrolled = network.unroll(*sequence.inputs.shape)
    unrolled.forward(sequence.inputs, sequence.state)
    assert held.values[0] == pytest.approx(unrolled.layers[0].tape.h[1:, :, 3].mean())
    _, over = silenced(network, sequence, options | {"silence_over": "abc"})
    codes = sequence.coding.encode("abc").astype(int)[:, None]
    unrolled = network.unroll(3, 1)
    unrolled.forward(codes, network.zero_state(1))
    assert over.values[0] == pytest.approx(unrolled.layers[0].tape.h[1:, 0, 3].mean())
    assert over.values != held.values


def test_the_layer_is_the_one_that_is_shown_or_another(network, sequence):
    options = {"silenced": "1", "layer": network.layers - 1}
    assert silenced(network, sequence, options)[1].layer == network.layers - 1
    assert silenced(network, sequence, options | {"silenced_layer": 0})[1].layer == 0


@pytest.mark.parametrize("units", ["5", "1,x", "-1", "1.5"])
def test_units_that_are_not_there_are_refused_with_those_that_are(network, sequence, units):
    with pytest.raises(Refusal, match="units 0 to 4"):
        silenced(network, sequence, {"silenced": units})


def test_a_task_of_numbers_has_units_to_silence():
    network = Network(CELLS["gru"](), 2, 3, 1, 1, "mean_squared_error", np.float64)
    network.flat[...] = np.random.default_rng(0).uniform(-1, 1, network.flat.size)
    inputs = np.random.default_rng(1).normal(size=(4, 2, 2))
    sequence = Sequence(inputs, np.zeros((1, 2, 1)), network.zero_state(2), None, False)
    copy, held = silenced(network, sequence, {"silenced": "0", "silence_to": "mean"})
    state = copy.zero_state(2)
    assert held.values[0] != 0.0
    assert not np.allclose(copy.forward(inputs, state), network.forward(inputs, state))


def test_a_cell_whose_matrix_reads_what_is_made_of_the_states_is_refused():
    class First(CELLS["gru"]):
        """The gated recurrent unit as it was published: the reset gate before the product."""

        label = "first GRU"

        def wires(self):
            return (Wire("r h_prev", "multiply", ("r", "h_prev")),
                    Wire("q", "matmul", ("W_hn", "r h_prev")))  # fmt: skip

    with pytest.raises(Refusal, match=r"first GRU .* W_hn with r h_prev"):
        check_can_be_held(First())
    for cell in CELLS.values():
        check_can_be_held(cell())
