"""minGRU and sLSTM: what is theirs alone, and an independent implementation's numbers."""

from pathlib import Path

import numpy as np
import pytest
from naive_network import drawn_window, make_network

from rnnviz.core.cells import REGISTRY
from rnnviz.core.network import Network
from rnnviz.core.per_loss import per_loss_gradients
from rnnviz.core.step_back import StepBack
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.probes.base import Sequence
from rnnviz.probes.jacobians import free_jacobians
from rnnviz.probes.lyapunov import lyapunov
from rnnviz.probes.replay import is_finite

VECTORS = Path(__file__).parent / "vectors" / "later_cells.npz"  # by make_later_cell_vectors.py
LATER = ("min_gru", "slstm")


class Codes:
    """Writes a symbol as its number."""

    def decode(self, codes):
        return "".join(map(str, codes))


@pytest.fixture(params=[(cell, layers) for cell in LATER for layers in (1, 2)], ids=str)
def stored(request):
    """A network with the weights of one that autograd was asked about, and what it said."""
    cell, layers = request.param
    start = f"{cell}/{layers}/"
    with np.load(VECTORS) as vectors:
        found = {n.removeprefix(start): vectors[n] for n in vectors.files if n.startswith(start)}
    V, H = found["parameter/decoder.weight"].shape
    network = Network(REGISTRY[cell](), V, H, V, layers, dtype=np.float64)
    weights = {n.partition("/")[2]: a for n, a in found.items() if n.startswith("parameter/")}
    assert list(network.parameters) == list(weights)
    for name, value in weights.items():
        network.parameters[name][...] = value
    return network, found


def test_logits_and_gradients_are_those_of_an_independent_implementation(stored):
    network, vectors = stored
    symbols, targets = vectors["symbols"], vectors["targets"]
    logits = network.forward(symbols, network.zero_state(2))
    np.testing.assert_allclose(logits, vectors["logits"], rtol=0, atol=1e-12)
    network.loss_and_gradients(symbols, targets, network.zero_state(2))
    for name, found in network.gradients.items():
        expected = vectors[f"gradient/{name}"]
        scale = np.abs(expected).max()
        assert scale > 1e-3
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9 * scale, err_msg=name)


def test_what_is_shown_of_the_slstms_memory_is_what_it_is_without_a_stabiliser(stored):
    network, vectors = stored
    if network.cell.name != "slstm":
        return
    state, targets = network.zero_state(2), vectors["targets"]
    sequence = Sequence(vectors["symbols"], targets, state, Codes(), reads_text=False)
    options = {"state": "c", "layer": network.layers - 1}
    found = PROBES["triangle"].measure(network, sequence, options)
    assert found.state == "c / n"
    expected = [np.linalg.norm(vectors[f"memory/{t}"]) for t in range(len(targets))]
    np.testing.assert_allclose(found.norms[-1], expected, rtol=1e-9)
    assert found.residual < 1e-12


def test_within_a_layer_min_gru_passes_on_the_product_of_what_is_kept():
    network = make_network("min_gru", H=5)
    inputs, _ = drawn_window(network, 9, 1, 9)
    unrolled = network.unroll(9, 1)
    unrolled.forward(inputs, network.zero_state(1))
    layer = unrolled.layers[0]
    z, back, rows = layer.tape.gate("z")[:, 0], StepBack(layer), np.eye(5)
    for t in range(8, -1, -1):
        (rows,) = back(t, (rows,))
        expected = np.diag(np.prod(1.0 - z[t:], axis=0))
        np.testing.assert_allclose(rows, expected, rtol=0, atol=1e-15)
    assert np.abs(rows).max() < 1.0
    bound = PROBES["spectrum"].measure(
        network, Sequence(inputs, inputs, network.zero_state(1), None, reads_text=False), {}
    )
    assert bound == "A minGRU has no W_hh: its state goes on without a product."


def run_slstm(network, inputs, state):
    """The outputs (T, B, H), and the layer."""
    unrolled = network.unroll(*inputs.shape[:2])
    unrolled.forward(inputs, state)
    return unrolled.top.copy(), unrolled.layers[0]


def test_the_slstm_begins_with_its_first_input_alone():
    network = make_network("slstm")
    inputs, _ = drawn_window(network, 3, 2, 3)
    top, layer = run_slstm(network, inputs, network.zero_state(2))
    tape, p = layer.tape, layer.p
    a = inputs[0] @ p.W_ih.T + p.b_ih + p.b_hh
    a_i, _, a_g, a_o = np.split(a, 4, axis=1)
    np.testing.assert_allclose(tape.states["m"][1], a_i, rtol=0, atol=1e-14)
    np.testing.assert_array_equal(tape.states["n"][1], 1.0)
    np.testing.assert_allclose(top[0], np.tanh(a_g) / (1.0 + np.exp(-a_o)), rtol=0, atol=1e-14)
    np.testing.assert_array_equal(tape.gate("f")[0], 0.0)
    assert is_finite(layer)
    tape.states["m"][1, 0, 0] = -np.inf
    assert not is_finite(layer)


def test_nothing_depends_on_the_scale_of_the_slstm():
    network = make_network("slstm")
    inputs, targets = drawn_window(network, 6, 2, 6)
    plain, _ = run_slstm(network, inputs, network.zero_state(2))
    network.parameters["rnn.bias_ih_l0"][: network.hidden] += 3.0  # to all a_i
    raised, layer = run_slstm(network, inputs, network.zero_state(2))
    np.testing.assert_allclose(raised, plain, rtol=0, atol=1e-14)
    state = network.zero_state(2)
    for name, array in state.arrays.items():
        array[...] = layer.tape.states[name][3]
    here, _ = run_slstm(network, inputs, state.copy())
    state.m += 2.0
    state.c *= np.exp(-2.0)
    state.n *= np.exp(-2.0)
    rescaled, _ = run_slstm(network, inputs, state)
    np.testing.assert_allclose(rescaled, here, rtol=0, atol=1e-14)
    network.loss_and_gradients(inputs, targets, network.zero_state(2))
    of_i = network.gradients["rnn.bias_ih_l0"][: network.hidden]
    np.testing.assert_allclose(of_i, 0.0, rtol=0, atol=1e-15)


def test_the_gradient_of_the_stabiliser_is_that_of_the_scale():
    network = make_network("slstm")
    inputs, _ = drawn_window(network, 6, 1, 6)
    unrolled = network.unroll(6, 1)
    unrolled.forward(inputs, network.zero_state(1))
    layer, d = unrolled.layers[0], np.random.default_rng(0).standard_normal((4, 1, network.hidden))
    d[1:] = 0.0
    for t in range(5, 0, -1):
        d = StepBack(layer)(t, tuple(d))
        _, c, n, _ = (values[t] for values in layer.tape.states.values())
        np.testing.assert_allclose(d[3], d[1] * c + d[2] * n, rtol=0, atol=1e-15)
        assert np.abs(d[3]).max() > 1e-5
    whole = per_loss_gradients(unrolled, np.ones((6, network.hidden)))
    np.testing.assert_allclose(whole["m"][0][1:], 0.0, rtol=0, atol=1e-14)


def test_however_loud_its_gates_the_slstm_stays_finite_in_float32():
    network = make_network("slstm", dtype=np.float32)
    network.parameters["rnn.weight_ih_l0"][...] *= 1e4
    inputs, targets = drawn_window(network, 30, 2, 30)
    network.loss_and_gradients(inputs, targets, network.zero_state(2))
    assert np.isfinite(network.flat_gradient).all()
    top, layer = run_slstm(network, inputs, network.zero_state(2))
    assert np.abs(top).max() <= 1.0
    assert layer.tape.states["n"][1:].min() >= 1.0


def test_the_exponent_of_an_slstm_counts_no_scale():
    """Without weights c / n keeps what its gates keep, while a change of scale would never fade."""
    network = Network(REGISTRY["slstm"](), 2, 3, 2, dtype=np.float64)
    network.parameters["rnn.bias_ih_l0"][3:6] = 4.0
    state = network.zero_state(1)
    network.forward(np.zeros((1, 1, 2)), state)  # of the zeros before it nothing is kept
    layer = run_slstm(network, np.zeros((400, 1, 2)), state)[1]
    keeps = np.log(layer.tape.keeps()[:, 0, 0])
    assert lyapunov(layer).growth[:200, 0] == pytest.approx(keeps[299:99:-1], abs=1e-3)
    assert lyapunov(layer).exponent < -0.018


def test_the_step_jacobians_eigenvalues_are_not_those_of_a_scale():
    network = make_network("slstm", H=3)
    inputs, _ = drawn_window(network, 6, 1, 6)
    _, layer = run_slstm(network, inputs, network.zero_state(1))
    (J,) = free_jacobians(layer, [4])
    assert J.shape == (9, 9)
    state = network.zero_state(1)
    for name, array in state.arrays.items():
        array[...] = layer.tape.states[name][4]

    def after(change):
        """h, c / n and ln n + m after the step, where those before it are changed."""
        moved, (dh, dy, dl) = state.copy(), np.split(change, 3)
        moved.h[0, 0] += dh
        y = state.c[0, 0] / state.n[0, 0] + dy
        moved.n[0, 0] *= np.exp(dl)
        moved.c[0, 0] = y * moved.n[0, 0]
        network.forward(inputs[4:5], moved)
        return np.concatenate((moved.h, moved.c / moved.n, np.log(moved.n) + moved.m))[:, 0].ravel()

    small = 1e-6 * np.eye(9)
    expected = np.stack([after(d) - after(-d) for d in small], axis=1) / 2e-6
    np.testing.assert_allclose(J, expected, rtol=0, atol=1e-9)
