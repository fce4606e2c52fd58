"""Runs with layer norm: learned, resumed to the bit, kept in the past, measured, and refused."""

import numpy as np
import pytest
from trainers import CORPUS, assert_same, make_run, make_trainer, through_a_file, train

from rnnviz.captions.cell_equations import equations
from rnnviz.captions.cell_numbers import numbers
from rnnviz.captions.clipping import short_names
from rnnviz.captions.spectrum import caption as spectrum_caption
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.architecture import parameter_count
from rnnviz.lab.memory.memory_need import Shape, need
from rnnviz.lab.past.moment import PastMoment
from rnnviz.lab.snapshot import Request
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.probes.silencing import Silencing, with_units_held
from rnnviz.refusal import Refusal

every_cell = pytest.mark.parametrize("cell", list(CELLS))


@every_cell
def test_it_learns_is_resumed_to_the_bit_and_goes_back_to_a_moment(tmp_path, cell):
    changes = {"cell": cell, "layer_norm": True, "layers": 2}
    whole, half = train(make_trainer(**changes)), train(make_trainer(**changes), 20)
    assert whole.smoothed < 0.9 * np.log(CORPUS.alphabet)
    gains = [array for name, array in whole.network.parameters.items() if "gain" in name]
    assert all(np.ptp(array) > 0 for array in gains)
    kept = PastMoment.of(half)
    assert_same(train(through_a_file(half, tmp_path / "run.safetensors")), whole)
    train(half, 5)
    kept.go_on_in(half, half.network.pauses)
    np.testing.assert_array_equal(train(half).network.flat, whole.network.flat)


@every_cell
def test_every_probe_measures_it_and_no_caption_takes_w_hh_for_a_bound(cell):
    trainer = train(make_trainer(cell=cell, layer_norm=True), 10)
    requests = {name: Request(name) for name in PROBES}
    found = trainer.measure(requests.values())
    spectra = found[requests["spectrum"]]
    if not CELLS[cell].has("W_hh"):
        assert "has no W_hh" in spectra
        return
    assert spectra.bound is None
    told = spectrum_caption(spectra)
    assert told.startswith("With layer norm W_hh decides nothing, neither by its σ₁")
    assert "must vanish" not in told
    assert found[requests["shares"]].total == pytest.approx(1.0, abs=1e-4)
    assert found[requests["triangle"]].residual < 1e-4


def test_a_small_w_hh_does_not_make_a_normalized_step_shrink_gradients():
    """Its sigma_1 of 0.1 would without the norm."""
    run = make_run(layer_norm=True, hidden=8, dtype="float64")
    run.intervene("sigma_1", 0.1)
    run.trainer.network.parameters["rnn.weight_ih_l0"][...] *= 1e-3
    found = run.trainer.measure([Request("step_jacobian", (("step", 3),)), Request("spectrum")])
    jacobian, spectra = found.values()
    assert spectra.sigma_1[0] == pytest.approx(0.1)
    assert jacobian.singular[0] > 0.5


def test_the_equations_of_a_gru_normalize_both_sides_of_its_candidate():
    cell = make_trainer(cell="gru", layer_norm=True).network.cell
    told = [str(one) for one in equations(cell.wires(), cell.gates, cell.state_names)]
    assert told == [
        "r = sigmoid(gain_r * LN(W_ir x + W_hr h_prev) + b_ir + b_hr)",
        "z = sigmoid(gain_z * LN(W_iz x + W_hz h_prev) + b_iz + b_hz)",
        "n = tanh(gain_n * LN(W_in x) + b_in + r * (gain_hn * LN(W_hn h_prev) + b_hn))",
        "h = (1 - z) * n + z * h_prev",
    ]


def test_numbers_of_one_unit_take_the_norm_as_one_number():
    trainer = train(make_trainer(cell="min_gru", layer_norm=True), 5)
    request = Request("cell_walk", (("unit", 2), ("step", 1)))
    walk = trainer.measure([request])[request]
    told = {one.name: str(one) for one in numbers(walk, 1)}
    assert "LN" not in "".join(told.values())
    norm = float(walk.values["LN(W_in x)"][1 - walk.first, 2])
    assert f"{abs(norm):.3f}" in told["n"]


def test_names_of_gains_are_those_of_the_equations():
    names = tuple(make_trainer(cell="gru", layer_norm=True).network.parameters)
    assert "gain" in short_names(names)
    assert "gain_hh" in short_names(names)
    two = tuple(make_trainer(layer_norm=True, layers=2).network.parameters)
    assert "gain layer 2" in short_names(two)


def test_units_are_held_at_zero_and_at_nothing_else():
    network = train(make_trainer(layer_norm=True), 5).network
    held = with_units_held(network, Silencing(0, (1, 3), (0.0, 0.0)))
    assert not held.parameters["rnn.weight_hh_l0"][:, [1, 3]].any()
    with pytest.raises(Refusal, match="can be held at zero only"):
        with_units_held(network, Silencing(0, (1,), (0.2,)))


@every_cell
def test_its_parameters_and_its_memory_are_known_before(cell):
    plain, normal = (make_trainer(cell=cell, layer_norm=on) for on in (False, True))
    sides = normal.network.inputs, normal.network.outputs
    assert parameter_count(normal.settings, *sides) == normal.network.flat.size
    gates = len(CELLS[cell].gates) + (cell == "gru")
    assert normal.network.flat.size - plain.network.flat.size == gates * 8
    shape = Shape.of(*sides, normal.feed.peek(), normal.settings.batch)
    assert need(normal.settings, shape).total > need(plain.settings, shape).total
