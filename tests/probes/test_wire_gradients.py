"""Every number on the wires, forward and back: as PyTorch, complex and real differences have it."""

from pathlib import Path

import numpy as np
import pytest
from complex_wires import gradients
from naive_network import CASES, drawn_state, make_network, one_hot
from small_text import LETTERS

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.network import Network
from rnnviz.core.state import State
from rnnviz.core.wires import backward
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence

WALK = REGISTRY["cell_walk"]
STORED = np.load(Path(__file__).with_name("vectors") / "wires.npz")
TITLES = sorted({tuple(name.split("/")[:3]) for name in STORED.files})
LOSS = 3
"""The step whose loss is stored, the last but one."""

T, H, V, D = 5, 3, 6, 2
every_cell = pytest.mark.parametrize("case", list(CASES))
every_depth = pytest.mark.parametrize("layers", [1, 2])
every_loss = pytest.mark.parametrize("loss", ["cross_entropy", "mean_squared_error"])


def assert_close(found, expected, what):
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-15, err_msg=what)


class Autograd:
    """A network, a window and what PyTorch says of every wire."""

    def __init__(self, title):
        kind, layers, reads = title
        self.prefix, self.layers = "/".join(title), int(layers)
        name, _, activation = kind.partition("-")
        cell = CELLS[name](**({"activation": activation} if activation else {}))
        inputs, numbers = self["inputs"], reads == "numbers"
        self.W, b = self["decoder.weight"], self["decoder.bias"]
        D = inputs.shape[1] if numbers else len(b)
        loss = "mean_squared_error" if numbers else "cross_entropy"
        self.network = Network(cell, D, self.W.shape[1], len(b), self.layers, loss, np.float64)
        self.network.parameters["decoder.weight"][...] = self.W
        self.network.parameters["decoder.bias"][...] = b
        for layer in range(self.layers):
            for name, block in self.blocks(layer).items():
                block[...] = self.named(layer, "parameters")[name]
        state = State(**{name: self[f"{name}0"][:, None] for name in cell.state_names})
        targets = np.zeros((len(inputs), 1, *self["target"].shape), self["target"].dtype)
        targets[LOSS] = self["target"]
        self.sequence = Sequence(inputs[:, None], targets, state, LETTERS, reads_text=False)

    def __getitem__(self, name):
        return STORED[f"{self.prefix}/{name}"]

    def blocks(self, layer):
        """The layer's parameters by the wires' names, views of the network's."""
        return self.network.cell.blocks(self.network.layer_parameters()[layer].arrays)

    def named(self, layer, what):
        """Stored "parameters" or their gradients by name: they lie one after another."""
        blocks, start, found = self.blocks(layer), 0, {}
        for name in sorted(blocks):
            size = blocks[name].size
            found[name] = self[f"{layer}/{what}"][start : start + size].reshape(blocks[name].shape)
            start += size
        assert start == len(self[f"{layer}/{what}"])
        return found

    def wires(self, layer, what):
        """Stored "values" or "gradients" by name, (T, width) each."""
        names = "".join(map(chr, self[f"{layer}/names"])).split("\n")
        of_wires = dict(zip(names, self[f"{layer}/{what}"], strict=True))
        return of_wires | {"x": self[f"{layer}/x/{what}"]}


@pytest.mark.parametrize("title", TITLES, ids="-".join)
def test_all_is_as_autograd_has_it(title):
    stored = Autograd(title)
    for layer in range(stored.layers):
        options = {"layer": layer, "step": 0, "around": 9, "back": True, "loss": LOSS}
        found = WALK.measure(stored.network, stored.sequence, options)
        values, wanted = stored.wires(layer, "values"), stored.wires(layer, "gradients")
        assert set(values) == set(found.values) == set(found.gradients)
        for name, expected in values.items():
            assert_close(found.values[name], expected, name)
            assert_close(found.gradients[name], wanted[name], f"gradient of {name}")
        assert_close(found.dlogits, stored["dlogits"], "dlogits")
        assert found.loss == pytest.approx(float(stored["loss"]), rel=1e-12)


@pytest.mark.parametrize("title", TITLES, ids="-".join)
def test_the_gradients_of_parameters_over_all_steps_are_those_of_autograd(title):
    stored = Autograd(title)
    for layer in range(stored.layers):
        blocks, values = stored.blocks(layer), stored.wires(layer, "values")
        before, states = stored.wires(layer, "gradients"), stored.network.cell.state_names
        after = {name: np.zeros((LOSS + 2, stored.network.hidden)) for name in states}
        for name in states:  # what a step is handed is what the next one hands back
            after[name][:-1] = before[f"{name}_prev"][1:]
        after["h"] += from_above(stored, layer)
        found = backward(stored.network.cell.wires(), blocks | values, after)
        for name, expected in stored.named(layer, "dparameters").items():
            assert_close(found[name], expected, name)


def from_above(stored, layer):
    """d loss / d h (T, H) that reaches the layer from above: the readout, or the layer above."""
    if layer < stored.layers - 1:
        return stored.wires(layer + 1, "gradients")["x"]
    dh = np.zeros((LOSS + 2, stored.network.hidden))
    dh[LOSS] = stored["dlogits"] @ stored.W
    return dh


def window(network):
    """A sequence of numbers or symbols, its inputs as numbers (T, D), and a target for each."""
    rng, state = np.random.default_rng(7), drawn_state(network, 1)
    if network.loss == "cross_entropy":
        codes, targets = rng.integers(0, network.inputs, (2, T, 1))
        x, inputs = one_hot(codes[:, 0], network.inputs), codes
    else:
        x, targets = rng.standard_normal((T, network.inputs)), rng.standard_normal((T, 1, V))
        inputs = x[:, None]
    return x, Sequence(inputs, targets, state, LETTERS, reads_text=False)


@every_cell
@every_depth
@every_loss
def test_every_gradient_is_that_of_a_complex_step(case, layers, loss):
    network = make_network(case, loss, V if loss == "cross_entropy" else D, H, V, layers)
    x, sequence = window(network)
    for layer, loss_step in np.ndindex(layers, T):
        options = {"layer": layer, "step": 0, "around": 9, "back": True, "loss": loss_step}
        found = WALK.measure(network, sequence, options)
        expected = gradients(
            network, x, sequence.state, sequence.targets[loss_step, 0], loss_step, layer
        )
        assert set(expected) == set(found.gradients)
        for name, array in expected.items():
            assert_close(found.gradients[name], array, f"{name}, layer {layer}, loss {loss_step}")
        assert any(array.any() for array in expected.values())


@every_cell
@every_depth
def test_inputs_and_initial_states_move_the_loss_as_the_gradients_say(case, layers):
    """Central differences through the whole probe."""
    network = make_network(case, "mean_squared_error", D, H, V, layers)
    _, sequence = window(network)

    def of(layer):
        return WALK.measure(network, sequence, {"layer": layer, "around": 9, "back": True})

    found = of(0)
    assert_differences(sequence.inputs[:, 0], lambda: of(0).loss, found.gradients["x"])
    for layer in range(layers):
        gradients = of(layer).gradients
        for name, array in sequence.state.arrays.items():
            expected = gradients[f"{name}_prev"][0]
            assert_differences(array[layer, 0], lambda: of(0).loss, expected)


def assert_differences(array, loss, expected, step=1e-5):
    """d loss() / d array by central differences is `expected`."""
    for place in np.ndindex(array.shape):
        kept = array[place]
        array[place] = kept + step
        above = loss()
        array[place] = kept - step
        difference = (above - loss()) / (2 * step)
        array[place] = kept
        assert difference == pytest.approx(expected[place], rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", list(CELLS))
def test_a_loss_that_is_nearly_none_has_its_own_gradient_in_float32_too(name):
    """p - 1 would be a multiple of 6e-8: all that is left of the gradient of a sure prediction."""
    single, double = (
        Network(CELLS[name](), V, 9, V, dtype=dtype) for dtype in (np.float32, np.float64)
    )
    single.flat[...] = np.random.default_rng(0).uniform(-0.9, 0.9, single.flat.size)
    single.parameters["decoder.bias"][2] = 17.0
    double.flat[...] = single.flat
    inputs, targets = np.full((T, 1), 1), np.full((T, 1), 2)
    found = [
        WALK.measure(
            network,
            Sequence(inputs, targets, network.zero_state(1), LETTERS, reads_text=False),
            {"step": 0, "around": 9, "back": True},
        )
        for network in (single, double)
    ]
    assert 0 < found[1].loss < 1e-6
    largest = max(np.abs(gradient).max() for gradient in found[1].gradients.values())
    for name, expected in found[1].gradients.items():
        scale = np.abs(expected).max()
        if scale < 1e-12 * largest:  # zero but for rounding, as of an sLSTM's m
            assert np.abs(found[0].gradients[name]).max() < 1e-6 * largest, name
            continue
        np.testing.assert_allclose(
            found[0].gradients[name], expected, rtol=0, atol=1e-4 * scale, err_msg=name
        )
