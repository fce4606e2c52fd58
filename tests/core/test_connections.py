"""Bidirectional layers, skip connections, dropout and attention: equations and exact gradients."""

from pathlib import Path

import numpy as np
import pytest
from naive_connections import EACH, connected, naive_outputs
from naive_network import NAIVE, drawn_state, drawn_window, naive_loss
from test_cells import assert_gradient, central_differences, loss_of

from rnnviz.core.architecture import Connections
from rnnviz.core.cells import REGISTRY
from rnnviz.core.network import Network
from rnnviz.core.per_loss import per_loss_gradients
from rnnviz.core.sampling import Reader
from rnnviz.core.state import State

T, B = 4, 2
VECTORS = Path(__file__).parent / "vectors" / "connections.npz"  # by make_connection_vectors.py
CONNECTED = [
    (case, layers, how)
    for case in NAIVE
    for layers in (1, 2)
    for how in EACH
    if layers > 1 or "skip" not in how
]
every_connection = pytest.mark.parametrize(("case", "layers", "how"), CONNECTED)


def window(case, layers, how, scored=T):
    network = connected(case, layers, EACH[how])
    inputs, targets = drawn_window(network, T, B, scored)
    return network, inputs, targets, drawn_state(network, B)


def per_loss(network, inputs, targets, state):
    """Every sequence's gradients loss by loss, those of all losses together left on the tape."""
    scored = len(targets)
    unrolled, readout = network.unroll(T, B), network.readout(scored, B)
    unrolled.forward(inputs, state)
    readout.forward(unrolled.top[T - scored :])
    readout.losses(targets, 1.0 / B)
    d = np.zeros((T, B, network.architecture.features))
    readout.backward(d[T - scored :])
    rows = [per_loss_gradients(unrolled, d[:, b].copy(), b) for b in range(B)]
    unrolled.top_gradient()[...] = d
    unrolled.backward(None)
    return unrolled, rows


@every_connection
def test_outputs_follow_the_equations_and_gradients_are_central_differences(case, layers, how):
    network, inputs, targets, state = window(case, layers, how)
    outputs = naive_outputs(case, network, inputs, state)
    moved = state.copy()
    np.testing.assert_allclose(network.forward(inputs, moved), outputs, rtol=0, atol=1e-12)
    began = state.copy()
    mean = network.loss_and_gradients(inputs, targets, state)
    assert mean * T == pytest.approx(naive_loss(network, outputs, targets), rel=1e-12)
    for name, array in moved.arrays.items():
        np.testing.assert_array_equal(array, state.arrays[name], err_msg=name)
    found = network.flat_gradient.copy()
    expected = central_differences(lambda: loss_of(network, inputs, targets, began), network.flat)
    assert_gradient(found, expected, "the parameters")


@every_connection
def test_single_losses_reach_inputs_and_initial_states_as_differences_say(case, layers, how):
    network, inputs, targets, state = window(case, layers, how, scored=3)
    unrolled, rows = per_loss(network, inputs, targets, state)
    expected = central_differences(lambda: loss_of(network, inputs, targets, state), inputs)
    assert_gradient(unrolled.levels[0].input_gradient(), expected, "the inputs")
    for name in network.cell.state_names:
        array = state.arrays[name]
        expected = central_differences(lambda: loss_of(network, inputs, targets, state), array)
        found = np.stack([[a[0].sum(axis=0) for a in row[name]] for row in rows], axis=1)
        assert_gradient(found, expected, f"the initial {name}")


@every_connection
def test_single_losses_add_up_to_ordinary_backpropagation(case, layers, how):
    network, inputs, targets, state = window(case, layers, how)
    unrolled, rows = per_loss(network, inputs, targets, state)
    for name in network.cell.state_names:
        for index, layer in enumerate(unrolled.layers):
            ordinary = layer.tape.gradients[name]
            scale = np.abs(ordinary).max()
            for b in range(B):
                summed = rows[b][name][index].sum(axis=1)
                np.testing.assert_allclose(summed, ordinary[:, b], rtol=0, atol=1e-12 * scale)


def test_a_loss_reaches_later_states_of_the_layer_that_reads_from_the_end():
    network, inputs, targets, state = window("gru", 2, "bidirectional")
    _, rows = per_loss(network, inputs, targets, state)
    forward, reverse = rows[0]["h"][2:]
    for t in range(T):
        assert not forward[t + 2 :, t].any()  # states after the loss
        assert not reverse[T - t + 1 :, t].any()  # in that layer's order: states before it
        assert forward[1 : t + 2, t].any()
        assert reverse[1 : T - t + 1, t].any()
    lower = rows[0]["h"][0]
    assert lower[1:].any(axis=2).all(), "every loss reaches every state of the layer below"


def test_attention_reaches_states_directly_whatever_the_recurrence_forgets():
    network, inputs, targets, state = window("vanilla-tanh", 1, "attention")
    network.parameters["rnn.weight_hh_l0"][...] = 0.0
    _, rows = per_loss(network, inputs, targets, state)
    reached = rows[0]["h"][0][1:].any(axis=2)  # [k, t]
    lag = np.arange(T)[None, :] - np.arange(T)[:, None]
    np.testing.assert_array_equal(reached, (lag >= 0) & (lag <= 2))


@pytest.mark.parametrize("how", ["attention", "all"])
def test_attention_weights_are_a_distribution_over_the_states_before(how):
    network, inputs, _, state = window("lstm", 2, how)
    unrolled = network.unroll(T, B)
    unrolled.forward(inputs, state)
    for sequence in range(B):
        weights = unrolled.attention.weights(sequence)
        np.testing.assert_allclose(weights.sum(axis=0), 1.0, atol=1e-14)
        lag = np.arange(T) - (np.arange(2 + T)[:, None] - 2)
        np.testing.assert_array_equal(weights > 0.0, (lag >= 1) & (lag <= 2))


def test_two_windows_with_carried_attention_are_one_long_window():
    network = connected("gru", 2, Connections(skip=True, attention=3))
    inputs, _ = drawn_window(network, 9, B, 9)
    state = network.zero_state(B)
    whole = network.forward(inputs, network.zero_state(B)).copy()
    parts = [network.forward(part, state).copy() for part in (inputs[:2], inputs[2:7], inputs[7:])]
    np.testing.assert_allclose(np.concatenate(parts), whole, rtol=0, atol=1e-13)


def test_a_reader_of_single_symbols_sees_what_a_window_sees():
    connections = Connections(skip=True, attention=3)
    network = Network(REGISTRY["lstm"](), 5, 4, 5, 2, "cross_entropy", np.float64, connections)
    network.flat[...] = np.random.default_rng(3).uniform(-0.8, 0.8, network.flat.size)
    symbols = np.array([[0], [3], [1], [1], [4], [2]])
    whole = network.forward(symbols, network.zero_state(1)).copy()
    reader = Reader(network)
    for t, symbol in enumerate(symbols):
        np.testing.assert_allclose(reader.read(symbol)[0], whole[t, 0], rtol=0, atol=1e-13)


def drops(network, inputs, targets, state, seed):
    """L with dropout drawn from a seed, by the forward pass alone."""
    unrolled, readout = network.unroll(T, B), network.readout(T, B)
    unrolled.forward(inputs, state, np.random.default_rng(seed))
    readout.forward(unrolled.top)
    return readout.losses(targets).mean(axis=1).sum()


@pytest.mark.parametrize("how", ["plain", "skip", "bidirectional"])
def test_dropout_leaves_out_what_layers_read_of_each_other(how):
    part = Connections(how == "bidirectional", how == "skip", dropout=0.4)
    network = connected("gru", 3, part)
    inputs, targets = drawn_window(network, T, B, T)
    state = drawn_state(network, B)
    drawn, W = np.random.default_rng(8), network.architecture.width
    kept = [(drawn.random((T, B, W), np.float32) >= 0.4) / 0.6 for _ in range(2)]
    naive = naive_loss(network, naive_outputs("gru", network, inputs, state, kept), targets)
    began = state.copy()
    found = network.loss_and_gradients(inputs, targets, state, np.random.default_rng(8))
    assert found * T == pytest.approx(naive, rel=1e-6)  # 0.6 in float32
    expected = central_differences(lambda: drops(network, inputs, targets, began, 8), network.flat)
    assert_gradient(network.flat_gradient, expected, "the parameters")


def test_nothing_is_left_out_where_something_is_measured():
    plain, dropping = (connected("lstm", 2, Connections(dropout=p)) for p in (0.0, 0.5))
    inputs, targets = drawn_window(plain, T, B, T)
    dropping.loss_and_gradients(inputs, targets, drawn_state(plain, B), np.random.default_rng(1))
    losses = [n.evaluate(inputs, targets, drawn_state(n, B)) for n in (plain, dropping)]
    np.testing.assert_array_equal(*losses)
    assert dropping.loss_and_gradients(inputs, targets, drawn_state(plain, B)) == losses[0].mean()


@pytest.mark.parametrize("case", ["vanilla-tanh", "gru", "lstm"])
@pytest.mark.parametrize("layers", [1, 2])
def test_bidirectional_logits_and_gradients_are_pytorchs_to_1e_9(case, layers):
    _compare_with_pytorch(case, layers, "bidirectional", Connections(bidirectional=True))


@pytest.mark.parametrize("case", ["vanilla-tanh", "gru", "lstm"])
@pytest.mark.parametrize("how", ["attention", "both"])
def test_attention_is_pytorchs_scaled_dot_product_to_1e_9(case, how):
    connections = Connections(bidirectional=how == "both", attention=3)
    _compare_with_pytorch(case, 2, how, connections)


def _compare_with_pytorch(case, layers, how, connections):
    start = f"{case}/{layers}/{how}/"
    with np.load(VECTORS) as vectors:
        given = {n.removeprefix(start): vectors[n] for n in vectors.files if n.startswith(start)}
    V, H = given["parameter/decoder.bias"].size, given["h"].shape[2]
    cell = REGISTRY[case.split("-")[0]]()
    network = Network(cell, V, H, V, layers, "cross_entropy", np.float64, connections)
    theirs = {
        n.removeprefix("parameter/"): a for n, a in given.items() if n.startswith("parameter")
    }
    assert list(network.parameters) == list(theirs)
    for name, array in theirs.items():
        network.parameters[name][...] = array
    state = network.zero_state(given["symbols"].shape[1])
    for name in network.cell.state_names:
        state.arrays[name][...] = given[name]
    logits = network.forward(given["symbols"], state.copy())
    np.testing.assert_allclose(logits, given["logits"], rtol=0, atol=1e-12)
    network.loss_and_gradients(given["symbols"], given["targets"], state)
    for name in theirs:
        expected = given[f"gradient/{name}"]
        scale = np.abs(expected).max()
        found = network.gradients[name]
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9 * scale, err_msg=name)


def test_long_attention_asks_whether_it_goes_on():
    network = connected("gru", 1, Connections(attention=900), H=64)
    asked = []
    network.pauses.ask = asked.append
    inputs, targets = drawn_window(network, 60, 16, 60)
    assert network.takes_long(60, 16)
    assert not connected("gru", 1, Connections(), H=64).takes_long(60, 4)
    network.loss_and_gradients(inputs, targets, network.zero_state(16))
    assert len(asked) >= 6


def test_states_copy_and_select_what_attention_looks_back_at():
    network = connected("gru", 1, Connections(attention=2))
    state: State = drawn_state(network, 3)
    some = state.some(slice(1, 2))
    np.testing.assert_array_equal(some.past, state.past[:, 1:2])
    assert state.past.shape == (2, 3, 3)
