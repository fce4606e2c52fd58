"""Every number on the wires of a cell with layer norm, forward and back, against a complex step."""

import numpy as np
import pytest
from complex_wires import gradients
from naive_network import CASES, CELLS, drawn_state
from small_text import LETTERS

from rnnviz.core.layer_norm import normalized
from rnnviz.core.network import Network
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence

T, D, H, V = 4, 2, 3, 4


def made(case, layers, seed=4):
    """A small network with layer norm, no parameter at zero and no gain at 1."""
    name, options = CASES[case]
    network = Network(normalized(CELLS[name])(**options), D, H, V, layers, dtype=np.float64)
    network.flat[...] = np.random.default_rng(seed).uniform(-0.8, 0.8, network.flat.size)
    for name, array in network.parameters.items():
        array += 1.3 if "gain" in name else 0.0
    return network


@pytest.mark.parametrize("case", list(CASES))
@pytest.mark.parametrize("layers", [1, 2])
def test_every_gradient_is_that_of_a_complex_step(case, layers):
    network, rng = made(case, layers), np.random.default_rng(7)
    x, targets = rng.standard_normal((T, D)), rng.integers(0, V, (T, 1))
    sequence = Sequence(x[:, None], targets, drawn_state(network, 1), LETTERS, reads_text=False)
    for layer, loss_step in np.ndindex(layers, T):
        options = {"layer": layer, "step": 0, "around": 9, "back": True, "loss": loss_step}
        found = REGISTRY["cell_walk"].measure(network, sequence, options).gradients
        expected = gradients(network, x, sequence.state, targets[loss_step, 0], loss_step, layer)
        assert set(expected) == set(found)
        for name, array in expected.items():
            what = f"{name}, layer {layer}, loss {loss_step}"
            np.testing.assert_allclose(found[name], array, rtol=1e-8, atol=1e-13, err_msg=what)
