"""Changing recurrent weights by hand: sizes, orthogonal and identity matrices, gate biases."""

import numpy as np
import pytest

from rnnviz.core import weight_edits as surgery
from rnnviz.core.cells import GRU, LSTM, REGISTRY, Vanilla
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.network import Network
from rnnviz.core.pauses import Pauses

WITH_W_HH = [name for name, cell in REGISTRY.items() if cell.has("W_hh")]
SIZES = [surgery.spectral_radius, surgery.largest_singular_value]


def network(cell, layers=2):
    made = Network(cell, 5, 7, 5, layers, dtype=np.float64)
    made.initialize(INITIALIZERS["pytorch"](), np.random.default_rng(3))
    return made


def blocks(made):
    for p in made.layer_parameters():
        yield from np.split(p.W_hh, len(made.cell.gates))


@pytest.mark.parametrize("name", WITH_W_HH)
@pytest.mark.parametrize("size", SIZES)
def test_every_block_of_every_layer_gets_the_wanted_size(name, size):
    made = network(REGISTRY[name]())
    surgery.rescale(made, size, 1.7)
    assert [size(block) for block in blocks(made)] == pytest.approx(
        [1.7] * 2 * len(made.cell.gates), rel=1e-9
    )


@pytest.mark.parametrize("name", WITH_W_HH)
def test_an_orthogonal_block_keeps_every_length(name):
    made = network(REGISTRY[name]())
    surgery.make_orthogonal(made)
    for block in blocks(made):
        np.testing.assert_allclose(block @ block.T, np.eye(7), atol=1e-12)


def test_the_nearest_orthogonal_matrix_of_a_scaled_rotation_is_the_rotation():
    made = network(Vanilla(), layers=1)
    rotation = np.linalg.qr(np.random.default_rng(0).normal(size=(7, 7)))[0]
    made.layer_parameters()[0].W_hh[...] = 2.5 * rotation
    surgery.make_orthogonal(made)
    np.testing.assert_allclose(made.layer_parameters()[0].W_hh, rotation, atol=1e-12)


def test_the_identity_is_put_in_every_block():
    made = network(LSTM())
    surgery.make_identity(made)
    for block in blocks(made):
        np.testing.assert_array_equal(block, np.eye(7))


def test_a_nilpotent_block_has_no_factor_and_stays():
    made = Network(Vanilla(), 2, 2, 2, dtype=np.float64)
    W = np.array([[8.0, 8.0], [-8.0, -8.0]])
    made.layer_parameters()[0].W_hh[...] = W
    with np.errstate(all="raise"):
        surgery.rescale(made, lambda block: 0.0, 1.0)
    np.testing.assert_array_equal(made.layer_parameters()[0].W_hh, W)


@pytest.mark.parametrize(("cell", "gate"), [(LSTM(), "f"), (GRU(), "z")])
def test_the_keep_bias_is_the_total_bias_of_the_keep_gate(cell, gate):
    made = network(cell)
    surgery.set_keep_bias(made, 3.0)
    rows = slice(cell.gates.index(gate) * 7, (cell.gates.index(gate) + 1) * 7)
    for p in made.layer_parameters():
        np.testing.assert_array_equal((p.b_ih + p.b_hh)[rows], np.full(7, 3.0))


def test_a_cell_without_gates_has_no_keep_bias():
    with pytest.raises(ValueError, match="no gate that keeps the past"):
        surgery.set_keep_bias(network(Vanilla()), 1.0)


@pytest.mark.parametrize("size", SIZES)
def test_a_matrix_of_nan_has_no_size_and_no_warning(size):
    assert np.isnan(size(np.full((3, 3), np.nan)))


class BrokenOffError(Exception):
    """What somebody raises who wants something else now."""


@pytest.mark.parametrize("init", list(INITIALIZERS))
def test_the_radius_of_a_large_matrix_is_found_from_products_alone(init):
    made = Network(Vanilla(), 5, 60, 5, dtype=np.float64)
    made.initialize(INITIALIZERS[init](), np.random.default_rng(1))
    W = made.layer_parameters()[0].W_hh
    found = surgery.radius_of_large(W, Pauses())
    assert found == pytest.approx(surgery.spectral_radius(W), rel=2e-7)


def test_a_large_matrix_without_a_radius_has_none():
    assert surgery.radius_of_large(np.diag(np.ones(8), 1), Pauses()) < 1e-6
    assert surgery.radius_of_large(np.zeros((3, 3)), Pauses()) == 0.0
    assert np.isnan(surgery.radius_of_large(np.full((3, 3), np.nan), Pauses()))


def test_what_is_scaled_to_a_radius_can_be_broken_off_and_then_nothing_has_changed(monkeypatch):
    made, asked = network(Vanilla()), []
    before = made.flat.copy()

    def ask(share):
        asked.append(share)
        if len(asked) == 3:
            raise BrokenOffError

    monkeypatch.setattr(surgery, "AT_ONCE", 0)
    monkeypatch.setattr(surgery, "pieces_of", lambda N, K, M: 2)
    made.pauses.ask = ask
    with pytest.raises(BrokenOffError):
        surgery.rescale_radius(made, 0.5)
    np.testing.assert_array_equal(made.flat, before)
    made.pauses.ask = None
    surgery.rescale_radius(made, 0.5)
    radii = [surgery.spectral_radius(block) for block in blocks(made)]
    assert radii == pytest.approx([0.5, 0.5], rel=2e-7)
