"""Layer normalization of every cell: values, gradients, wires, and a start that is neutral."""

from pathlib import Path

import numpy as np
import pytest
from naive_network import CASES, CELLS, blocks_of, drawn_state, drawn_window, one_hot
from test_cells import gradients_of_inputs_and_state, loss_of

from rnnviz.core.architecture import Architecture, Connections
from rnnviz.core.cells import REGISTRY
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.layer_norm import normalized
from rnnviz.core.network import Network
from rnnviz.core.per_loss import per_loss_gradients
from rnnviz.core.wires import evaluate

VECTORS = Path(__file__).parent / "vectors" / "layer_norm.npz"  # by make_layer_norm_vectors.py
STEP = 2e-4
SHARED = ("vanilla", "leaky", "gru", "lstm", "peephole", "min_gru", "slstm")
every_cell = pytest.mark.parametrize("case", list(CASES))
every_depth = pytest.mark.parametrize("layers", [1, 2])


def make_network(case, loss="cross_entropy", D=2, H=4, V=3, layers=1, dtype=np.float64, seed=4):
    """A small network with layer norm, no parameter at zero and no gain at 1."""
    name, options = CASES[case]
    network = Network(normalized(CELLS[name])(**options), D, H, V, layers, loss, dtype)
    network.flat[...] = np.random.default_rng(seed).uniform(-0.8, 0.8, network.flat.size)
    for name, array in network.parameters.items():
        if "gain" in name:
            array += 1.3
    return network


def differences(loss, array):
    """d loss() / d array by central differences of the fourth order, one element at a time."""
    gradient = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        kept, at = array[place], {}
        for steps in (-2, -1, 1, 2):
            array[place] = kept + steps * STEP
            at[steps] = loss()
        array[place] = kept
        gradient[place] = (8 * (at[1] - at[-1]) - (at[2] - at[-2])) / (12 * STEP)
    return gradient


def worst(found, expected):
    """The largest difference beside the largest number."""
    assert np.abs(expected).max() > 1e-6, "there is nothing to check"
    return np.abs(found - expected).max() / np.abs(expected).max()


@every_cell
@every_depth
def test_all_gradients_are_those_of_central_differences(case, layers):
    network = make_network(case, layers=layers)
    state = drawn_state(network, 2)
    inputs, targets = drawn_window(network, 4, 2, 3)
    network.loss_and_gradients(inputs, targets, state.copy())

    def loss():
        return loss_of(network, inputs, targets, state)

    for name, array in network.parameters.items():
        found = network.gradients[name].copy()
        assert worst(found, differences(loss, array)) < 1e-6, name
    dx, initial = gradients_of_inputs_and_state(network, inputs, targets, state)
    assert worst(dx, differences(loss, inputs)) < 1e-6
    for name, array in state.arrays.items():
        assert worst(initial[name], differences(loss, array)) < 1e-6, name


@pytest.fixture(params=[(cell, layers) for cell in SHARED for layers in (1, 2)], ids=str)
def stored(request):
    """A network with the weights of one that autograd was asked about, and what it said."""
    cell, layers = request.param
    start = f"{cell}/{layers}/"
    with np.load(VECTORS) as vectors:
        found = {n.removeprefix(start): vectors[n] for n in vectors.files if n.startswith(start)}
    V, H = found["parameter/decoder.weight"].shape
    kind, options = ("vanilla", {"leak": 0.3}) if cell == "leaky" else (cell, {})
    made = normalized(REGISTRY[kind])(**options)
    network = Network(made, V, H, V, layers, dtype=np.float64)
    weights = {n.partition("/")[2]: a for n, a in found.items() if n.startswith("parameter/")}
    assert list(network.parameters) == list(weights)
    for name, value in weights.items():
        network.parameters[name][...] = value
    return network, found


def test_all_is_as_pytorchs_layer_norm_has_it(stored):
    network, vectors = stored
    symbols, targets = vectors["symbols"], vectors["targets"]
    logits = network.forward(symbols, network.zero_state(2))
    np.testing.assert_allclose(logits, vectors["logits"], rtol=0, atol=1e-12)
    network.loss_and_gradients(symbols, targets, network.zero_state(2))
    for name, found in network.gradients.items():
        assert worst(found, vectors[f"gradient/{name}"]) < 1e-9, name
    numbers = one_hot(symbols, network.inputs)
    dx, _ = gradients_of_inputs_and_state(network, numbers, targets, network.zero_state(2))
    assert worst(dx, vectors["dx"]) < 1e-9


@every_cell
def test_the_wires_compute_the_step_and_read_every_parameter(case):
    network = make_network(case)
    x, state = np.array([0.3, -1.2]), drawn_state(network, 1)
    given = blocks_of(network, 0) | {f"{n}_prev": a[0, 0] for n, a in state.arrays.items()}
    wires = network.cell.wires()
    values = evaluate(wires, given | {"x": x})
    unrolled = network.unroll(1, 1)
    unrolled.forward(x[None, None], state)
    tape = unrolled.layers[0].tape
    for name, array in tape.states.items():
        np.testing.assert_allclose(values[name], array[1, 0], rtol=0, atol=1e-14, err_msg=name)
    for gate in network.cell.gates if len(network.cell.gates) > 1 else ():
        np.testing.assert_allclose(values[gate], tape.gate(gate)[0, 0], rtol=0, atol=1e-14)
    assert {name for wire in wires for name in wire.inputs} >= set(blocks_of(network, 0))
    made = [wire.name for wire in wires]
    assert len(made) == len(set(made))


@every_cell
@pytest.mark.parametrize(("B", "H"), [(3, 9), (1, 12), (64, 144)])
def test_float32_and_large_steps_follow_float64(case, B, H):
    """The last of them multiplies in blocks."""
    single, double = (make_network(case, H=H, dtype=t) for t in (np.float32, np.float64))
    double.flat[...] = single.flat
    states = [drawn_state(network, B) for network in (single, double)]
    inputs, targets = drawn_window(single, 6, B, 6)
    loss = single.loss_and_gradients(inputs, targets, states[0])
    wide = inputs.astype(np.float64)
    assert loss == pytest.approx(double.loss_and_gradients(wide, targets, states[1]), rel=1e-5)
    assert single.flat_gradient.dtype == states[0].h.dtype == np.float32
    assert worst(single.flat_gradient, double.flat_gradient) < 1e-4
    np.testing.assert_allclose(states[0].h, states[1].h, rtol=1e-5, atol=2e-5)


@every_cell
@every_depth
@pytest.mark.parametrize(("T", "B"), [(2, 3), (7, 1), (5, 3)])
def test_symbols_are_one_hot_inputs(case, layers, T, B):
    symbols, numbers = (make_network(case, D=7, V=7, layers=layers) for _ in range(2))
    inputs, targets = np.random.default_rng(T * B).integers(0, 7, (2, T, B))
    states = [drawn_state(network, B) for network in (symbols, numbers)]
    loss = symbols.loss_and_gradients(inputs, targets, states[0])
    x = one_hot(inputs, 7)
    assert loss == pytest.approx(numbers.loss_and_gradients(x, targets, states[1]), rel=1e-13)
    np.testing.assert_allclose(symbols.flat_gradient, numbers.flat_gradient, rtol=1e-10, atol=1e-13)


@every_cell
@every_depth
def test_the_losses_own_gradients_sum_to_those_of_all(case, layers):
    network = make_network(case, layers=layers)
    inputs, _ = drawn_window(network, 6, 1, 6)
    unrolled = network.unroll(6, 1)
    unrolled.forward(inputs, drawn_state(network, 1))
    dh = np.random.default_rng(0).standard_normal((6, network.hidden))
    own = per_loss_gradients(unrolled, dh)
    unrolled.top_gradient()[:, 0] = dh
    unrolled.backward(None)
    for name, of_layers in own.items():
        for layer, found in zip(unrolled.layers, of_layers, strict=True):
            whole = layer.tape.gradients[name][:, 0]
            np.testing.assert_allclose(found.sum(axis=1)[:-1], whole[:-1], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("cell", list(REGISTRY))
def test_gains_start_at_one_and_all_else_as_without(cell):
    kinds = REGISTRY[cell], normalized(REGISTRY[cell])
    plain, normal = (Network(kind(), 3, 4, 3, 2) for kind in kinds)
    for network in (plain, normal):
        network.initialize(INITIALIZERS["pytorch"](), np.random.default_rng(5))
    gains = set(normal.parameters) - set(plain.parameters)
    ends = ("", "_hh") if cell == "gru" else ("",)
    assert gains == {f"rnn.gain{end}_l{layer}" for layer in (0, 1) for end in ends}
    for name in gains:
        np.testing.assert_array_equal(normal.parameters[name], 1.0)
    for name, array in plain.parameters.items():
        np.testing.assert_array_equal(normal.parameters[name], array)


def test_a_gate_does_not_mind_how_large_its_weights_are():
    network = make_network("lstm")
    inputs, _ = drawn_window(network, 5, 2, 5)
    before = network.forward(inputs, network.zero_state(2)).copy()
    for name in ("weight_ih", "weight_hh"):
        network.parameters[f"rnn.{name}_l0"][...] *= 50.0
    after = network.forward(inputs, network.zero_state(2))
    np.testing.assert_allclose(after, before, rtol=0, atol=1e-3)  # but for epsilon


def test_a_single_unit_is_its_bias_alone():
    network = make_network("vanilla-tanh", H=1)
    inputs, targets = drawn_window(network, 3, 1, 3)
    network.loss_and_gradients(inputs, targets, network.zero_state(1))
    assert np.isfinite(network.flat_gradient).all()
    assert not network.gradients["rnn.weight_hh_l0"].any()


def test_a_cell_is_normalized_once_and_stays_the_cell_that_it_is():
    for kind in REGISTRY.values():
        made = normalized(kind)
        assert made is normalized(kind)
        assert issubclass(made, kind)
        assert made.layer_norm
        assert not kind.layer_norm
        assert (made.name, made.states, made.gates) == (kind.name, kind.states, kind.gates)
        assert made.own_parameters() == kind.own_parameters()


@every_cell
@pytest.mark.parametrize("bidirectional", [False, True])
def test_it_goes_together_with_all_connections(case, bidirectional):
    """Along ten random directions through all parameters."""
    name, options = CASES[case]
    connections = Connections(bidirectional, skip=True, attention=2)
    kind, rng = normalized(CELLS[name]), np.random.default_rng(3)
    architecture = Architecture(kind(**options), 2, 4, 3, 2, connections)
    network = Network.of(architecture, "cross_entropy", np.float64)
    network.flat[...] = rng.uniform(-0.8, 0.8, network.flat.size)
    inputs, targets = drawn_window(network, 4, 2, 3)
    start, state = network.flat.copy(), network.zero_state(2)
    network.loss_and_gradients(inputs, targets, state.copy())
    gradient, directions = network.flat_gradient.copy(), rng.standard_normal((10, start.size))
    along = np.zeros(1)

    def loss(direction):
        network.flat[...] = start + along * direction / np.linalg.norm(direction)
        return loss_of(network, inputs, targets, state)

    for direction in directions:
        expected = differences(lambda d=direction: loss(d), along)[0]
        found = gradient @ direction / np.linalg.norm(direction)
        assert found == pytest.approx(expected, rel=1e-6, abs=1e-8)
