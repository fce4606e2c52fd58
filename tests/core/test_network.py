"""The network: parameters by name on one array, memory by window shape, losses of any window."""

import numpy as np
import pytest
from naive_network import CASES, IN_PYTORCH, drawn_state, drawn_window, make_network, naive_loss

from rnnviz.core.cells import REGISTRY, Vanilla
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.network import KEPT_SPARES, LARGEST_SPARE, Network

every_cell = pytest.mark.parametrize("case", list(CASES))


@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("case", IN_PYTORCH)
def test_names_and_shapes_are_those_of_a_pytorch_module(case, layers):
    network = make_network(case, D=3, H=4, V=5, layers=layers)
    G = len(network.cell.gates)
    expected = {}
    for layer in range(layers):
        expected |= {
            f"rnn.weight_ih_l{layer}": (4 * G, 4 if layer else 3),
            f"rnn.weight_hh_l{layer}": (4 * G, 4),
            f"rnn.bias_ih_l{layer}": (4 * G,),
            f"rnn.bias_hh_l{layer}": (4 * G,),
        }
    expected |= {"decoder.weight": (5, 4), "decoder.bias": (5,)}
    assert {name: p.shape for name, p in network.parameters.items()} == expected
    assert list(network.parameters) == list(expected)


@pytest.mark.parametrize("layers", [1, 3])
@every_cell
def test_every_layer_has_the_parameters_that_the_cell_declares(case, layers):
    network = make_network(case, D=3, H=4, V=5, layers=layers)
    declared = [p.name for p in network.cell.parameters]
    names = [f"rnn.{name}_l{layer}" for layer in range(layers) for name in declared]
    assert list(network.parameters) == [*names, "decoder.weight", "decoder.bias"]
    assert list(network.gradients) == list(network.parameters)
    found = {name: p.shape for name, p in network.parameters.items()}
    assert found == network.architecture.shapes()


@every_cell
def test_the_flat_arrays_are_all_parameters_and_all_gradients(case):
    network = make_network(case, layers=2)
    for flat, named in (
        (network.flat, network.parameters),
        (network.flat_gradient, network.gradients),
    ):
        flat[...] = np.arange(flat.size)
        joined = np.concatenate([array.ravel() for array in named.values()])
        np.testing.assert_array_equal(joined, flat)
        named["decoder.bias"][...] = -1.0
        np.testing.assert_array_equal(flat[-network.outputs :], -1.0)


@every_cell
@pytest.mark.parametrize("loss", ["cross_entropy", "mean_squared_error"])
@pytest.mark.parametrize("scored", [1, 3, 5])
def test_losses_of_the_last_steps_by_every_way(case, loss, scored):
    network = make_network(case, loss, layers=2)
    inputs, targets = drawn_window(network, 5, 3, scored)
    state = drawn_state(network, 3)
    by_evaluating, by_learning, by_answering = (state.copy() for _ in range(3))
    outputs = network.forward(inputs, by_answering).copy()
    losses = network.evaluate(inputs, targets, by_evaluating)
    assert losses.shape == (scored, 3)
    expected = naive_loss(network, outputs, targets)
    assert losses.mean(axis=1).sum() == pytest.approx(expected, rel=1e-12)
    mean = network.loss_and_gradients(inputs, targets, by_learning)
    assert mean == pytest.approx(expected / scored, rel=1e-12)
    for moved in (by_evaluating, by_learning):
        np.testing.assert_allclose(moved.h, by_answering.h, rtol=0, atol=1e-13)


def test_each_sequence_has_its_own_loss():
    network = make_network("gru")
    inputs, targets = drawn_window(network, 4, 3, 4)
    state = drawn_state(network, 3)
    losses = network.evaluate(inputs, targets, state.copy()).copy()
    inputs[:, 1] += 1.0
    changed = network.evaluate(inputs, targets, state.copy())
    np.testing.assert_allclose(changed[:, [0, 2]], losses[:, [0, 2]], rtol=1e-13)
    assert (np.abs(changed[:, 1] - losses[:, 1]) > 1e-3).all()


def test_many_shapes_in_turn_give_what_each_gives_alone():
    network = make_network("lstm", layers=2)
    shapes = [(T, B, scored) for T in (2, 5) for B in (1, 3) for scored in (1, 2)]
    found = {}
    for _ in range(2):
        for T, B, scored in shapes:
            inputs, targets = drawn_window(network, T, B, scored)
            network.loss_and_gradients(inputs, targets, drawn_state(network, B))
            gradient = network.flat_gradient.copy()
            alone = make_network("lstm", layers=2)
            alone.loss_and_gradients(inputs, targets, drawn_state(alone, B))
            np.testing.assert_array_equal(gradient, alone.flat_gradient)
            previous = found.setdefault((T, B, scored), gradient)
            np.testing.assert_array_equal(gradient, previous)


@every_cell
def test_changed_weights_act_in_the_next_window(case):
    network = make_network(case, layers=2)
    inputs, _ = drawn_window(network, 4, 2, 4)
    state = drawn_state(network, 2)
    network.forward(inputs, state.copy())
    network.flat *= 0.5
    fresh = make_network(case, layers=2)
    fresh.flat[...] = network.flat
    expected = fresh.forward(inputs, state.copy())
    np.testing.assert_array_equal(network.forward(inputs, state), expected)


@pytest.mark.parametrize("memory", ["unroll", "spare"])
@every_cell
def test_memory_for_looking_on_does_not_disturb_what_is_under_way(case, memory):
    network, alone = make_network(case), make_network(case)
    inputs, targets = drawn_window(network, 4, 2, 4)
    for step in range(3):
        for each in (network, alone):
            each.loss_and_gradients(inputs, targets, drawn_state(each, 2, seed=step))
            each.flat -= 0.1 * each.flat_gradient
        unrolled = getattr(network, memory)(4, 2)
        unrolled.forward(inputs + 1.0, drawn_state(network, 2))
        network.readout(4, 2).forward(unrolled.top)
    np.testing.assert_array_equal(network.flat, alone.flat)


@every_cell
def test_kept_memory_gives_what_new_memory_gives(case):
    network = make_network(case)
    for seed in range(3):
        inputs, state = drawn_window(network, 4, 2, 4)[0] + seed, drawn_state(network, 2, seed=seed)
        kept, new = network.spare(4, 2), network.unroll(4, 2)
        for unrolled in (kept, new):
            unrolled.forward(inputs, state)
        np.testing.assert_array_equal(kept.top, new.top)


def test_little_memory_is_kept_for_looking_on():
    network = make_network(next(iter(CASES)))
    assert KEPT_SPARES > 1
    first = network.spare(2, 1)
    assert network.spare(2, 1) is first
    for T in range(3, 2 + KEPT_SPARES):
        network.spare(T, 1)
    assert network.spare(2, 1) is first
    for T in range(10, 10 + KEPT_SPARES):
        network.spare(T, 1)
    assert network.spare(2, 1) is not first
    large = LARGEST_SPARE // network.hidden + 1
    assert network.spare(large, 1) is not network.spare(large, 1)


@pytest.mark.parametrize("layers", [1, 2])
@every_cell
def test_texts_begin_in_the_declared_states(case, layers):
    network = make_network(case, layers=layers, dtype=np.float32)
    state = network.zero_state(3)
    for declared in network.cell.states:
        found = state.arrays[declared.name]
        assert found.shape == (layers, 3, 4)
        assert found.dtype == np.float32
        assert (found == declared.start).all()


@pytest.mark.parametrize("name", list(INITIALIZERS))
@every_cell
def test_both_types_start_from_the_same_numbers(case, name):
    networks = [make_network(case, H=8, layers=2, dtype=dtype) for dtype in ("f4", "f8")]
    for network in networks:
        network.initialize(INITIALIZERS[name](), np.random.default_rng(3))
    single, double = networks
    np.testing.assert_array_equal(single.flat, double.flat.astype(np.float32))
    assert np.isfinite(double.flat).all()
    for name, p in double.parameters.items():
        assert p.any() or p.ndim == 1, f"{name} starts at zero"


def test_another_seed_draws_other_weights():
    networks = [make_network("gru") for _ in range(3)]
    for network, seed in zip(networks, (0, 0, 1), strict=True):
        network.initialize(INITIALIZERS["pytorch"](), np.random.default_rng(seed))
    np.testing.assert_array_equal(networks[0].flat, networks[1].flat)
    assert not np.array_equal(networks[0].flat, networks[2].flat)


def test_a_network_of_one_unit_one_symbol_and_one_step_works():
    for cell in REGISTRY.values():
        network = Network(cell(), 1, 1, 1, dtype=np.float64)
        symbols = np.zeros((1, 1), np.intp)
        assert network.loss_and_gradients(symbols, symbols, network.zero_state(1)) == 0.0
        assert not network.flat_gradient.any()


def test_inputs_of_any_integer_type_are_the_same_symbols():
    network = Network(Vanilla(), 6, 5, 6, dtype=np.float64)
    network.initialize(INITIALIZERS["pytorch"](), np.random.default_rng(0))
    symbols = np.random.default_rng(1).integers(0, 6, (4, 2))
    losses = {
        network.loss_and_gradients(
            symbols.astype(kind), symbols.astype(kind), network.zero_state(2)
        )
        for kind in (np.uint8, np.uint16, np.int32, np.intp)
    }
    assert len(losses) == 1
