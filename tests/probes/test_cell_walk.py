"""A walk through the cell: its wires are what the layer has computed, at the steps asked for."""

from dataclasses import replace

import numpy as np
import pytest
from small_text import LETTERS, B, H, T

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.network import Network
from rnnviz.core.numerics import softmax
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence
from rnnviz.probes.silencing import with_units_held

WALK = REGISTRY["cell_walk"]


def walked(network, sequence, **options):
    """The walk with these options."""
    return WALK.measure(network, sequence, options)


def of_phrase(network, phrase):
    """The phrase run through the network from where every text begins."""
    codes = LETTERS.encode(phrase).astype(np.intp)[:, None]
    unrolled = network.unroll(len(codes), 1)
    unrolled.forward(codes, network.zero_state(1))
    return codes, unrolled


@pytest.mark.parametrize("phrase", ["", "head bead"])
def test_wires_named_like_a_state_or_a_gate_are_those_of_the_layer(network, sequence, phrase):
    unrolled = network.unroll(T, B)
    unrolled.forward(sequence.inputs, sequence.state)
    if phrase:
        _, unrolled = of_phrase(network, phrase)
    for layer in range(network.layers):
        found = walked(network, sequence, phrase=phrase, layer=layer, step=2, around=4)
        tape, here = unrolled.layers[layer].tape, slice(found.shown.start, found.shown.stop)
        assert len(found.shown) == 4
        for name in network.cell.state_names:
            before, after = tape.states[name][:-1], tape.states[name][1:]
            np.testing.assert_allclose(found.values[name], after[here, 0], rtol=0, atol=1e-13)
            given = found.values[f"{name}_prev"]
            np.testing.assert_allclose(given, before[here, 0], rtol=0, atol=1e-13)
        for gate in found.gates:
            expected = tape.gate(gate)[here, 0]
            np.testing.assert_allclose(found.values[gate], expected, rtol=0, atol=1e-13)


def test_every_wire_is_there_and_parameters_are_not(network, sequence):
    found = walked(network, sequence)
    names = {wire.name for wire in network.cell.wires()}
    assert set(found.values) == names | {"x"} | {f"{s}_prev" for s in found.states}
    assert found.wires == network.cell.wires()
    blocks = network.cell.blocks(network.layer_parameters()[found.layer].arrays)
    assert found.parameters == {name: block.shape for name, block in blocks.items()}
    assert found.rows == {}
    one = walked(network, sequence, unit=3)
    assert {name: row.shape for name, row in one.rows.items()} == {
        name: shape[1:] for name, shape in found.parameters.items()
    }
    np.testing.assert_array_equal(one.rows["W_ih" if "W_ih" in blocks else next(iter(blocks))],
                                  next(iter(blocks.values()))[3])  # fmt: skip


def test_a_symbol_is_a_one_hot_and_its_product_a_column(network, sequence):
    found = walked(network, sequence, layer=0, phrase="abc", around=9)
    np.testing.assert_array_equal(found.values["x"].argmax(axis=1), LETTERS.encode("abc"))
    np.testing.assert_array_equal(found.values["x"].sum(axis=1), 1.0)
    first = next(wire for wire in found.wires if wire.inputs[-1] == "x")
    blocks = network.cell.blocks(network.layer_parameters()[0].arrays)
    expected = found.values["x"] @ blocks[first.inputs[0]].T
    np.testing.assert_allclose(found.values[first.name], expected, rtol=0, atol=1e-15)


def test_the_outputs_are_probabilities_and_the_losses_those_of_the_true_symbols(network, sequence):
    found = walked(network, sequence, phrase="head bead", step=4, around=3)
    codes, unrolled = of_phrase(network, "head bead")
    p = softmax(network.readout(len(codes), 1).forward(unrolled.top)[:, 0])
    np.testing.assert_allclose(found.outputs, p[list(found.shown)], rtol=1e-12)
    assert found.alphabet == LETTERS.vocabulary
    assert "".join(found.alphabet[code] for code in found.targets[:-1]) == "ead bead"
    assert found.targets[-1] == -1
    expected = -np.log(p[np.arange(8), codes[1:, 0]])
    np.testing.assert_allclose(found.losses[:-1], expected, rtol=1e-12)
    assert np.isnan(found.losses[-1])


def test_without_a_phrase_the_first_sequence_of_the_window_is_read(network, sequence):
    found = walked(network, sequence)
    assert found.symbols == tuple(LETTERS.decode(sequence.inputs[:, 0]))
    np.testing.assert_array_equal(found.targets, sequence.targets[:, 0])
    assert found.phrase == ""
    assert found.thing == "character"
    other = walked(network, sequence, stream=2)
    np.testing.assert_array_equal(other.targets, sequence.targets[:, 2])


@pytest.mark.parametrize(
    ("options", "step", "shown"),
    [
        ({}, 4, range(4, 5)),
        ({"step": 0}, 0, range(1)),
        ({"step": 0, "around": 3}, 0, range(3)),
        ({"step": 2, "around": 3}, 2, range(1, 4)),
        ({"step": 99, "around": 3}, 5, range(3, 6)),
        ({"step": -1, "around": -1}, 5, range(5, 6)),
        ({"step": 2, "around": 99}, 2, range(6)),
        ({"step": 3, "around": 3, "first": 1}, 3, range(1, 4)),
        ({"step": 3, "around": 3, "first": 3}, 3, range(3, 6)),
        ({"step": 5, "around": 3, "first": 0}, 5, range(3, 6)),
        ({"step": 1, "around": 2, "first": 4}, 1, range(1, 3)),
    ],
)
def test_the_steps_shown_are_consecutive_and_hold_the_one_asked_for(options, step, shown):
    network = Network(CELLS["gru"](), len(LETTERS.vocabulary), H, len(LETTERS.vocabulary))
    inputs = np.zeros((T, B), np.intp)
    sequence = Sequence(inputs, inputs, network.zero_state(B), LETTERS)
    found = walked(network, sequence, phrase="headed", **options)
    assert (found.step, found.shown) == (step, shown)
    assert all(len(array) == len(shown) for array in found.values.values())


def test_numbers_are_read_as_they_are_and_have_no_alphabet():
    network = Network(CELLS["lstm"](), 2, H, 1, 2, "mean_squared_error", np.float64)
    rng = np.random.default_rng(0)
    network.flat[...] = rng.normal(size=network.flat.size)
    x, y = rng.normal(size=(T, B, 2)), rng.normal(size=(1, B, 1))
    sequence = Sequence(x, y, network.zero_state(B), LETTERS, reads_text=False)
    found = walked(network, sequence, layer=0, around=3, phrase="abc")
    assert found.symbols == ("1", "2", "3", "4", "5", "6")
    assert found.thing == "step"
    assert found.phrase == ""
    assert found.alphabet == ()
    np.testing.assert_array_equal(found.values["x"], x[3:, 0])
    np.testing.assert_array_equal(found.inputs, x[:, 0])
    assert np.isnan(found.targets[:-1]).all()
    assert found.losses[-1] == pytest.approx(float((found.outputs[-1, 0] - y[0, 0, 0]) ** 2))


def test_a_phrase_that_cannot_be_read_is_answered_with_a_sentence(network, sequence):
    assert walked(network, sequence, phrase="xyz").startswith("The text holds symbols that")
    nothing = replace(sequence, coding=type("Nothing", (), {"encode": lambda s, t: np.zeros(0)})())
    assert walked(network, nothing, phrase="?").startswith("Nothing of this phrase is left")


def test_one_character_has_no_loss(network, sequence):
    found = walked(network, sequence, phrase="a")
    assert np.isnan(found.losses).all()
    assert found.targets.tolist() == [-1]


def test_forward_there_are_no_gradients(network, sequence):
    found = walked(network, sequence, phrase="head")
    assert (found.back, found.gradients, found.loss_step) == (False, {}, 2)
    assert found.norms.size == found.factors.size == found.dlogits.size == 0
    assert found.loss == found.losses[2]


def test_the_way_back_is_that_of_an_ordinary_backward_pass(network, sequence):
    for layer, loss in np.ndindex(network.layers, T):
        found = walked(network, sequence, layer=layer, loss=loss, step=3, around=9, back=True)
        unrolled, readout = network.unroll(T, B), network.readout(T, B)
        unrolled.forward(sequence.inputs, sequence.state)
        readout.forward(unrolled.top)
        readout.exact_losses(sequence.targets)
        dh = unrolled.top_gradient()
        dh[...] = 0.0
        every = np.zeros_like(dh)
        readout.backward(every)
        dh[loss] = every[loss]
        unrolled.backward(None)
        for name, gradients in unrolled.layers[layer].tape.gradients.items():
            expected = gradients[1:, 0]
            np.testing.assert_allclose(found.gradients[name], expected, rtol=1e-9, atol=1e-15)
        np.testing.assert_allclose(found.dlogits, readout.outputs[loss, 0], rtol=1e-12)


def test_what_is_handed_back_is_the_gradient_of_the_states_before(network, sequence):
    for layer in range(network.layers):
        found = walked(network, sequence, layer=layer, loss=4, step=2, around=3, back=True)
        assert len(found.norms) == 5
        joint = [found.gradients[f"{name}_prev"] for name in found.states]
        handed = np.linalg.norm(np.concatenate(joint, axis=1), axis=1)
        for place, step in enumerate(found.shown):
            back = found.loss_step - step + 1
            if layer == network.layers - 1 or step == found.first:
                assert found.norms[back] == pytest.approx(handed[place], rel=1e-12)
        product = found.norms[0] * np.prod(found.factors)
        assert product == pytest.approx(found.norms[-1], rel=1e-12)


def test_after_the_loss_all_gradients_are_zero(network, sequence):
    found = walked(network, sequence, loss=1, step=2, around=3, back=True)
    assert found.shown == range(1, 4)
    for name, array in found.gradients.items():
        assert not array[1:].any(), name
    assert found.gradients["h"][0].all()
    later = walked(network, sequence, loss=1, step=5, around=2, back=True)
    assert later.norms.size == later.factors.size == 0
    assert not any(array.any() for array in later.gradients.values())


def test_without_any_loss_there_is_nothing_to_take_back(network, sequence):
    found = walked(network, sequence, phrase="a", back=True)
    assert (found.loss_step, found.norms.size) == (-1, 0)
    assert np.isnan(found.loss)
    assert set(found.gradients) == set(found.values)
    assert not any(array.any() for array in found.gradients.values())


def test_a_state_that_is_no_number_leaves_no_gradient(network, sequence):
    network.parameters["rnn.bias_ih_l0"][...] = np.nan
    with np.errstate(all="ignore"):
        found = walked(network, sequence, layer=0, loss=4, step=3, around=3, back=True)
    for name, array in found.gradients.items():
        assert np.isnan(array[: 4 - found.first + 1]).all(), name
    assert np.isnan(found.norms).all()


def test_silenced_units_are_read_as_constants_and_nothing_goes_back_through_them(network, sequence):
    at = {"layer": 0, "step": 3, "around": 9, "back": True}
    found = walked(network, sequence, silenced="1,3", **at)
    assert found.held.units == (1, 3)
    assert REGISTRY["step_jacobian"].measure(network, sequence, {"silenced": "1,3"}).step == 5
    read_by = with_units_held(network, found.held)
    expected = walked(read_by, sequence, **at)
    for name, array in expected.values.items():
        np.testing.assert_array_equal(found.values[name], array)
        np.testing.assert_array_equal(found.gradients[name], expected.gradients[name])
    rest = np.delete(found.values["h_prev"][:1], (1, 3), axis=1)
    blocks = network.cell.blocks(network.layer_parameters()[0].arrays)
    for wire in (w for w in found.wires if w.operation == "matmul" and w.inputs[1] == "h_prev"):
        columns = np.delete(blocks[wire.inputs[0]], (1, 3), axis=1)
        np.testing.assert_allclose(found.values[wire.name][:1], rest @ columns.T, atol=1e-14)
    assert walked(network, sequence).held is None
    assert walked(network, sequence, silenced="99").startswith("There is no unit 99")
