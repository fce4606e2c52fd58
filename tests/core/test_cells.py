"""Every registered cell: its equations step by step, and its gradients by central differences."""

import numpy as np
import pytest
from naive_network import (
    CASES,
    CELLS,
    NAIVE,
    STEPS,
    blocks_of,
    drawn_state,
    drawn_window,
    make_network,
    naive_forward,
    naive_loss,
    one_hot,
    parameters_of,
)

from rnnviz.core.per_loss import per_loss_gradients
from rnnviz.core.wires import evaluate

EPSILON = 1e-5
BOTH_LOSSES = ("cross_entropy", "mean_squared_error")

every_cell = pytest.mark.parametrize("case", list(CASES))
every_depth = pytest.mark.parametrize("layers", [1, 2])


def central_differences(loss, array):
    """d loss() / d array, one element at a time."""
    gradient = np.zeros(array.shape)
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + EPSILON
        above = loss()
        array[place] = kept - EPSILON
        gradient[place] = (above - loss()) / (2 * EPSILON)
        array[place] = kept
    return gradient


def assert_gradient(found, expected, what):
    np.testing.assert_allclose(found, expected, rtol=1e-6, atol=1e-9, err_msg=what)
    assert np.abs(expected).max() > 1e-5, f"the check of {what} has nothing to check"


def loss_of(network, inputs, targets, state):
    """L of a window by the forward pass alone; `state` stays."""
    return network.evaluate(inputs, targets, state.copy()).mean(axis=1).sum()


def gradients_of_inputs_and_state(network, inputs, targets, state):
    """d L / d x (T, B, D) and d L / d (each initial state) (L, B, H), once back a sequence."""
    (T, B), scored = inputs.shape[:2], len(targets)
    unrolled, readout = network.unroll(T, B), network.readout(scored, B)
    unrolled.forward(inputs, state)
    readout.forward(unrolled.top[T - scored :])
    readout.losses(targets, 1.0 / B)
    dh = np.zeros((T, B, network.hidden), network.dtype)
    readout.backward(dh[T - scored :])
    unrolled.top_gradient()[...] = dh
    unrolled.backward(None)
    rows = [per_loss_gradients(unrolled, dh[:, b].copy(), b) for b in range(B)]
    initial = {
        name: np.stack([[layer[0].sum(axis=0) for layer in row[name]] for row in rows], axis=1)
        for name in network.cell.state_names
    }
    return unrolled.layers[0].input_gradients(), initial


@pytest.mark.parametrize("case", NAIVE)
@every_depth
@pytest.mark.parametrize("B", [1, 3])
def test_the_forward_pass_follows_the_equations(case, layers, B):
    network = make_network(case, layers=layers)
    state = drawn_state(network, B)
    inputs, targets = drawn_window(network, 5, B, 5)
    outputs, made = naive_forward(case, network, inputs, state)
    moved = state.copy()
    np.testing.assert_allclose(network.forward(inputs, moved), outputs, rtol=0, atol=1e-13)
    for name, array in moved.arrays.items():
        np.testing.assert_allclose(array, made[name][-1], rtol=0, atol=1e-13)
    loss = loss_of(network, inputs, targets, state)
    assert loss == pytest.approx(naive_loss(network, outputs, targets), rel=1e-12)


@pytest.mark.parametrize("case", NAIVE)
def test_the_wires_compute_the_step(case):
    network = make_network(case, layers=1)
    x, s = np.array([0.3, -1.2, 0.7]), drawn_state(network, 1)
    before = {name: array[0, 0] for name, array in s.arrays.items()}
    given = blocks_of(network, 0) | {f"{name}_prev": value for name, value in before.items()}
    values = evaluate(network.cell.wires(), given | {"x": x})
    for name, expected in STEPS[case](parameters_of(network, 0), x, before).items():
        np.testing.assert_allclose(values[name], expected, rtol=0, atol=1e-14, err_msg=name)


@every_cell
def test_the_wires_carry_every_gate_with_its_value(case):
    network = make_network(case, layers=1)
    x, s = np.array([0.3, -1.2, 0.7]), drawn_state(network, 1)
    given = blocks_of(network, 0) | {f"{n}_prev": array[0, 0] for n, array in s.arrays.items()}
    values = evaluate(network.cell.wires(), given | {"x": x})
    unrolled = network.unroll(1, 1)
    unrolled.forward(x[None, None], s)
    for gate in network.cell.gates if len(network.cell.gates) > 1 else ():
        found = unrolled.layers[0].tape.gate(gate)[0, 0]
        np.testing.assert_allclose(values[gate], found, rtol=0, atol=1e-14, err_msg=gate)


@every_cell
def test_the_wires_read_every_parameter_and_every_state(case):
    network = make_network(case)
    read = {name for wire in network.cell.wires() for name in wire.inputs}
    assert read >= set(blocks_of(network, 0)) | {"x"}
    assert read >= {f"{name}_prev" for name in network.cell.state_names}
    made = [wire.name for wire in network.cell.wires()]
    assert len(made) == len(set(made))
    assert set(network.cell.state_names) <= set(made)


@every_cell
@every_depth
@pytest.mark.parametrize("B", [1, 3])
@pytest.mark.parametrize("loss", BOTH_LOSSES)
def test_parameter_gradients_of_two_consecutive_windows(case, layers, B, loss):
    network = make_network(case, loss, D=2, H=3, V=3, layers=layers)
    state = drawn_state(network, B)
    for window, scored in enumerate((4, 2)):
        inputs, targets = drawn_window(network, 4, B, scored, seed=window)
        began = state.copy()
        mean = network.loss_and_gradients(inputs, targets, state)
        found = network.flat_gradient.copy()
        whole = loss_of(network, inputs, targets, began)
        assert mean == pytest.approx(whole / scored, rel=1e-12)
        expected = central_differences(
            lambda x=inputs, y=targets, s=began: loss_of(network, x, y, s), network.flat
        )
        assert_gradient(found, expected, f"the parameters in window {window}")
        assert not np.array_equal(state.h, began.h)


@every_cell
@every_depth
@pytest.mark.parametrize("B", [1, 3])
@pytest.mark.parametrize("loss", BOTH_LOSSES)
def test_gradients_of_inputs_and_initial_states(case, layers, B, loss):
    network = make_network(case, loss, layers=layers)
    state = drawn_state(network, B)
    for window, scored in enumerate((4, 2)):
        inputs, targets = drawn_window(network, 4, B, scored, seed=window)
        began = state.copy()
        network.loss_and_gradients(inputs, targets, state)
        dx, initial = gradients_of_inputs_and_state(network, inputs, targets, began)
        arrays = {"x": (dx, inputs)}
        arrays |= {name: (initial[name], array) for name, array in began.arrays.items()}
        for name, (found, array) in arrays.items():
            expected = central_differences(
                lambda x=inputs, y=targets, s=began: loss_of(network, x, y, s), array
            )
            assert_gradient(found, expected, f"{name} in window {window}")


@every_cell
@every_depth
def test_float32_stays_float32_and_follows_float64(case, layers):
    single, double = (
        make_network(case, layers=layers, H=9, dtype=dtype) for dtype in (np.float32, np.float64)
    )
    double.flat[...] = single.flat
    states = [drawn_state(network, 3) for network in (single, double)]
    inputs, targets = drawn_window(single, 7, 3, 7)
    outputs = single.forward(inputs, states[0].copy())
    assert outputs.dtype == single.evaluate(inputs, targets, states[0].copy()).dtype == np.float32
    loss = single.loss_and_gradients(inputs, targets, states[0])
    wide = inputs.astype(np.float64)
    assert loss == pytest.approx(double.loss_and_gradients(wide, targets, states[1]), rel=1e-5)
    assert single.flat_gradient.dtype == states[0].h.dtype == np.float32
    np.testing.assert_allclose(single.flat_gradient, double.flat_gradient, rtol=1e-3, atol=1e-5)
    np.testing.assert_allclose(states[0].h, states[1].h, rtol=1e-5, atol=1e-5)


@every_cell
@every_depth
@pytest.mark.parametrize(("T", "B"), [(1, 1), (2, 3), (7, 1), (8, 1), (5, 3)])
def test_symbols_are_one_hot_inputs(case, layers, T, B):
    V = 7
    symbols, numbers = (make_network(case, D=V, V=V, layers=layers) for _ in range(2))
    rng = np.random.default_rng(T * B)
    inputs, targets = rng.integers(0, V, (T, B)), rng.integers(0, V, (T, B))
    by_symbols, by_numbers = (drawn_state(network, B) for network in (symbols, numbers))
    assert symbols.loss_and_gradients(inputs, targets, by_symbols) == pytest.approx(
        numbers.loss_and_gradients(one_hot(inputs, V), targets, by_numbers), rel=1e-13
    )
    np.testing.assert_allclose(by_symbols.h, by_numbers.h, rtol=0, atol=1e-14)
    np.testing.assert_allclose(symbols.flat_gradient, numbers.flat_gradient, rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("name", list(CELLS))
def test_every_cell_is_described(name):
    cell = CELLS[name]
    assert cell.name == name
    assert cell.label
    assert cell.hint.endswith(".")
    assert sorted(cell.order()) == list(range(len(cell.gates)))
    for gate in (cell.keep_gate, cell.input_gate, cell.own_bias, *cell.sigmoids):
        assert gate is None or gate in cell.gates
    assert {cell.output, cell.memory} <= set(cell.state_names)
