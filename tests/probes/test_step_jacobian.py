"""The Jacobian of one step: the matrix that a factor of the way back comes from."""

import numpy as np
import pytest
from gradient_cases import CASES, STREAM, Stored, assert_close

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.network import Network
from rnnviz.lab.signs import Signs
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence

every_case = pytest.mark.parametrize("case", CASES, ids="-".join)


def found_at(network, sequence, **options):
    """The probe's answer."""
    return REGISTRY["step_jacobian"].measure(network, sequence, options)


@every_case
def test_the_jacobian_of_every_step_is_that_of_autograd(case):
    stored = Stored(case)
    for layer, step in np.ndindex(stored.layers, len(stored["inputs"])):
        found = found_at(stored.network, stored.sequence, layer=layer, step=step, stream=STREAM)
        assert_close(found.J, stored["jacobians"][layer, step])
        np.testing.assert_allclose(found.singular, stored["singular"][layer, step], atol=1e-12)
        assert (found.layer, found.step, found.layers) == (layer, step, stored.layers)


def test_its_factor_is_that_of_the_walk_in_the_top_layer_and_at_most_sigma_1(network, sequence):
    for layer, step in np.ndindex(network.layers, 5):
        options = {"layer": layer, "step": step, "loss": 4}
        found = found_at(network, sequence, **options)
        walk = REGISTRY["cell_walk"].measure(network, sequence, options | {"back": True})
        assert found.factor <= found.singular[0] * (1 + 1e-12)
        assert found.factor == pytest.approx(walk.factors[-1], rel=1e-10)
        g = [walk.gradients[f"{name}_prev"][0] for name in walk.states]
        assert found.norm_before == pytest.approx(np.linalg.norm(np.concatenate(g)), rel=1e-10)


def test_a_step_after_the_loss_has_a_jacobian_and_no_factor(network, sequence):
    found = found_at(network, sequence, step=4, loss=2)
    assert np.isfinite(found.J).all()
    assert np.isnan(found.factor)


def test_weights_that_are_no_numbers_give_a_jacobian_that_is_none(network, sequence):
    network.flat[...] = np.nan
    with np.errstate(all="ignore"):
        assert np.isnan(found_at(network, sequence, step=4).J).all()


def test_so_large_a_matrix_is_not_made():
    network = Network(CELLS["lstm"](), 3, 257, 3)
    inputs = np.zeros((2, 1), np.intp)
    sequence = Sequence(inputs, inputs, network.zero_state(1), Signs(""), reads_text=False)
    assert found_at(network, sequence).startswith("The step Jacobian is shown of up to 512 states")
