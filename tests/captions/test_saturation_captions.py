"""What is said of saturated units, and of gates."""

import math

import numpy as np
import pytest
from measured import EVERY_CASE, is_told

from rnnviz.captions.saturation import (
    gate_accessible_text,
    gates_caption,
    horizon_accessible_text,
    median_label,
    unit_accessible_text,
    units_caption,
)
from rnnviz.probes.saturation import Saturation


def lstm(left, right, horizon):
    left, right, horizon = (np.asarray(part, float) for part in (left, right, horizon))
    return Saturation({"h": left}, {"f": left}, {"f": right}, horizon, "f", None, 25, 0)


def test_the_words_for_units_say_only_of_a_tanh_that_little_passes():
    shares = np.array([0.0, 0.5, 1.0, 1.0])
    assert units_caption("h", shares, is_tanh=True) == (
        "On average 62 % of the time |h| is above 0.9; 2 units are always. "
        "There tanh' is below 0.19: little of a gradient passes."
    )
    assert "tanh'" not in units_caption("h", shares, is_tanh=False)
    leaky = units_caption("tanh a", shares, is_tanh=True, leak=0.3)
    assert leaky.endswith("passes but the 0.7 of it that the leak leaves as it is.")
    silent = units_caption("silent", shares[:2], is_tanh=True)
    assert silent.startswith("On average 25 % of the time a unit is at zero; no unit is always.")
    assert "diverged" in units_caption("h", np.array([math.nan]), is_tanh=True)


def test_the_words_for_gates_name_the_gate_that_keeps():
    words = gates_caption(lstm([0.25, 0.75], [0, 0], [2, 40]), 21.0)
    assert words.startswith(
        "Forget gate: shut 50 %, open 0 % of the time; median horizon 21 steps, from 2 to 40 steps."
    )
    assert "diverged" in gates_caption(lstm([math.nan], [0], [2]), 2.0)


@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_of_the_units_of_every_layer_something_true_is_said(case):
    for found in case.measure("saturation"):
        views = found.saturated if found.silent is None else {"silent": found.silent}
        for view, shares in views.items():
            told = units_caption(view, shares, is_tanh=not found.left)
            assert is_told(told)
            assert ("diverged" in told) == bool(np.isnan(shares).any())
            assert not case.diverged or "diverged" in told


@pytest.mark.parametrize("case", [case for case in EVERY_CASE if case.state != "overflow"], ids=str)
def test_of_the_gates_of_every_layer_something_true_is_said(case):
    for found in case.measure("saturation"):
        told = gates_caption(found, 2.0)
        assert (told == "") == (found.keep_gate is None)
        assert not told or is_told(told)
        assert not told or ("diverged" in told) == case.diverged
        is_share = case.cell == "slstm" and not case.diverged
        assert ("f is here the share of c / n that a step keeps." in told) == is_share


def test_marks_are_read_out_with_the_units_they_stand_for():
    assert unit_accessible_text(3, 0.5) == "unit 3: 50 % of the time"
    assert unit_accessible_text(3, math.nan) == "unit 3: not a number"
    assert gate_accessible_text("i", (1, 2), 0.5, 0.25) == "i of units 1, 2: shut 50 %, open 25 %"
    assert gate_accessible_text("f", (7,), 0.0, 1.0) == "f of unit 7: shut 0 %, open 100 %"
    many = gate_accessible_text("f", range(9), 0.0, 1.0)
    assert many == "f of units 0, 1, 2, 3 and 5 more: shut 0 %, open 100 %"
    assert horizon_accessible_text(3, math.inf) == "unit 3: endless"
    assert horizon_accessible_text(3, math.nan) == "unit 3: not a number"
    assert median_label(54.6) == "median horizon 55 steps"
