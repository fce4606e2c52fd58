"""The network that settings describe: shapes, starts, and gates that remember as asked."""

import numpy as np
import pytest

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.lab.build import build_network
from rnnviz.lab.settings import Settings

H = 12
KEEPING = [name for name, cell in CELLS.items() if cell.keep_gate]
"""The cells that have a gate which keeps the past."""


def built(seed=0, **changes):
    settings = Settings().change(hidden=H, **changes)
    return build_network(settings, 7, 7, rng=np.random.default_rng(seed))


def gate_bias(network, gate, layer=0):
    """The total bias (H,) of one gate, the other way round where it writes."""
    p, place = network.layer_parameters()[layer], network.cell.gates.index(gate)
    rows = slice(place * H, (place + 1) * H)
    total = (p.b_ih + p.arrays.get("b_hh", 0.0))[rows]
    return network.cell.keep_sign * total if gate == network.cell.keep_gate else total


@pytest.mark.parametrize("cell", list(CELLS))
@pytest.mark.parametrize("init", list(INITIALIZERS))
def test_every_initializer_builds_every_cell(cell, init):
    network = built(cell=cell, init=init, layers=2)
    assert (network.inputs, network.hidden, network.outputs, network.layers) == (7, H, 7, 2)
    assert np.isfinite(network.flat).all()
    declared = {f"rnn.{one.name}_l1": one for one in CELLS[cell].parameters}
    assert declared.keys() == {name for name in network.parameters if name.endswith("_l1")}
    assert all(network.parameters[name].any() for name, one in declared.items() if one.columns)
    np.testing.assert_array_equal(network.flat, built(cell=cell, init=init, layers=2).flat)


@pytest.mark.parametrize("init", ["orthogonal", "gaussian", "pytorch", "identity"])
@pytest.mark.parametrize("wanted", [0.5, 1.25])
def test_the_spectral_radius_at_the_start_is_the_one_that_is_asked_for(init, wanted):
    drawn, scaled = (
        built(init=init, layers=2, **more) for more in ({}, {"spectral_radius": wanted})
    )
    for before, after in zip(drawn.layer_parameters(), scaled.layer_parameters(), strict=True):
        radius = np.abs(np.linalg.eigvals(after.W_hh.astype(float))).max()
        assert radius == pytest.approx(wanted, rel=1e-5)
        ratio = after.W_hh[before.W_hh != 0] / before.W_hh[before.W_hh != 0]
        np.testing.assert_allclose(ratio, ratio[0], rtol=1e-5)
        np.testing.assert_array_equal(before.W_ih, after.W_ih)
    if init == "pytorch":
        assert ratio[0] != pytest.approx(1.0, abs=1e-3)


def test_a_spectral_radius_is_that_of_one_square_matrix_alone():
    for cell, kind in CELLS.items():
        offered = "spectral_radius" in Settings().change(cell=cell).rows()
        assert offered == (kind.gates == ("a",))
    left = built(cell="gru", spectral_radius=0.5)
    np.testing.assert_array_equal(left.flat, built(cell="gru").flat)


def test_without_a_generator_all_weights_are_zero():
    assert not build_network(Settings(), 7, 7).flat.any()


@pytest.mark.parametrize("cell", KEEPING)
def test_the_forget_bias_is_that_of_the_gate_that_keeps(cell):
    network = built(cell=cell, forget_bias=3.0, layers=2, init="pytorch")
    for layer in range(2):
        np.testing.assert_array_equal(gate_bias(network, network.cell.keep_gate, layer), 3.0)
    other = built(cell=cell, layers=2, init="pytorch", forget_bias=0.0)
    differs = network.flat != other.flat
    biases = 2 if network.cell.has("W_hh") else 1
    assert differs.sum() == 2 * biases * H


@pytest.mark.parametrize("cell", KEEPING)
def test_a_bias_of_zero_is_what_the_initial_weights_draw_and_an_unset_one_the_usual(cell):
    usual = CELLS[cell].usual_keep_bias
    drawn = built(cell=cell, init="pytorch", forget_bias=0.0)
    assert np.ptp(gate_bias(drawn, drawn.cell.keep_gate)) > 0.0
    for init in ("pytorch", "orthogonal"):
        unset = built(cell=cell, init=init)
        named = built(cell=cell, init=init, forget_bias=usual)
        np.testing.assert_array_equal(unset.flat, named.flat)
    if usual:
        np.testing.assert_array_equal(gate_bias(unset, unset.cell.keep_gate), usual)


@pytest.mark.parametrize("cell", KEEPING)
def test_chrono_spreads_the_horizons(cell):
    network = built(cell=cell, chrono=100)
    b = gate_bias(network, network.cell.keep_gate)
    assert (b >= 0).all()
    assert (b <= np.log(99)).all()
    assert len(np.unique(b)) == H
    if network.cell.input_gate:
        np.testing.assert_allclose(gate_bias(network, network.cell.input_gate), -b)


def test_a_cell_without_gates_is_built_all_the_same():
    np.testing.assert_array_equal(built(forget_bias=3.0, chrono=50).flat, built().flat)
