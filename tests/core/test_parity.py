"""PyTorch's numbers: logits, gradients and the gradient triangle of every cell that it has."""

from pathlib import Path

import numpy as np
import pytest
from naive_network import CASES, IN_PYTORCH

from rnnviz.core.cells import REGISTRY
from rnnviz.core.network import Network
from rnnviz.core.per_loss import per_loss_gradients
from rnnviz.core.state import State

VECTORS = Path(__file__).parent / "vectors" / "parity.npz"  # by make_parity_vectors.py


@pytest.fixture(params=[(case, layers) for case in IN_PYTORCH for layers in (1, 2)], ids=str)
def torch_run(request):
    """The arrays of one of PyTorch's networks, with its case and number of layers."""
    case, layers = request.param
    start = f"{case}/{layers}/"
    with np.load(VECTORS) as vectors:
        found = {n.removeprefix(start): vectors[n] for n in vectors.files if n.startswith(start)}
    return case, layers, found


def named(vectors, kind):
    """The arrays of one kind, such as "gradient", by PyTorch's parameter names."""
    start = f"{kind}/"
    return {n.removeprefix(start): a for n, a in vectors.items() if n.startswith(start)}


def same_network(torch_run, dtype):
    """Our network with PyTorch's weights, and the state it begins with."""
    case, layers, vectors = torch_run
    name, options = CASES[case]
    V, H = vectors["parameter/decoder.weight"].shape
    network = Network(REGISTRY[name](**options), V, H, V, layers, dtype=dtype)
    for name, value in named(vectors, "parameter").items():
        network.parameters[name][...] = value
    states = {letter: vectors[letter].astype(dtype) for letter in network.cell.state_names}
    return network, State(**states)


def test_names_and_shapes_are_pytorchs_in_its_order(torch_run):
    network, _ = same_network(torch_run, np.float64)
    theirs = named(torch_run[2], "parameter")
    assert list(network.parameters) == list(theirs)
    assert [p.shape for p in network.parameters.values()] == [p.shape for p in theirs.values()]


def test_the_logits_in_float32_are_pytorchs_to_1e_5(torch_run):
    network, state = same_network(torch_run, np.float32)
    logits = network.forward(torch_run[2]["symbols"], state)
    assert logits.dtype == np.float32
    np.testing.assert_allclose(logits, torch_run[2]["logits"], rtol=0, atol=1e-5)


def test_the_gradients_in_float64_are_pytorchs_to_1e_9(torch_run):
    network, state = same_network(torch_run, np.float64)
    vectors = torch_run[2]
    network.loss_and_gradients(vectors["symbols"], vectors["targets"], state)
    for name, expected in named(vectors, "gradient").items():
        scale = np.abs(expected).max()
        assert scale > 1e-3
        found = network.gradients[name]
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-9 * scale, err_msg=name)


def test_the_gradient_triangle_in_float64_is_autograds_to_1e_9(torch_run):
    network, state = same_network(torch_run, np.float64)
    _, layers, vectors = torch_run
    T, B = vectors["symbols"].shape
    unrolled, readout = network.unroll(T, B), network.readout(T, B)
    unrolled.forward(vectors["symbols"], state)
    readout.forward(unrolled.top)
    readout.losses(vectors["targets"])
    dh_losses = np.empty((T, B, network.hidden))
    readout.backward(dh_losses)
    gradients = per_loss_gradients(unrolled, dh_losses[:, 0].copy())
    found = {
        f"{letter}{layer}": rows
        for letter, of_layers in gradients.items()
        for layer, rows in enumerate(of_layers)
    }
    theirs = named(vectors, "triangle")
    assert set(found) == set(theirs)
    assert len(gradients["h"]) == layers
    for name, expected in theirs.items():
        np.testing.assert_allclose(found[name], expected, rtol=1e-9, atol=1e-13, err_msg=name)
