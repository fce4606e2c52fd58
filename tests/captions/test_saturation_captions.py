"""What is said of saturated units, of gates, and of the paths through them."""

import math

import numpy as np
import pytest

from rnnviz.captions.number_format import steps_in_words
from rnnviz.captions.saturation import gates_in_words, path_in_words, units_in_words
from rnnviz.probes.direct_path import DirectPath
from rnnviz.probes.saturation import Saturation


def lstm(left, right, horizon):
    left, right, horizon = (np.asarray(part, float) for part in (left, right, horizon))
    return Saturation({"h": left}, {"f": left}, {"f": right}, horizon, "f", None, 25, "", 0)


def paths(direct, full):
    lags = np.arange(len(direct), dtype=float)
    return DirectPath(lags, np.asarray(direct, float), np.asarray(full, float), "c", "f", 0, 0)


@pytest.mark.parametrize(
    ("steps", "words"),
    [(1.0, "1 step"), (2.04, "2 steps"), (54.6, "55 steps"), (26249.0, "26,249 steps")],
)
def test_a_horizon_is_said_in_steps(steps, words):
    assert steps_in_words(steps) == words


def test_the_words_for_units_say_only_of_a_tanh_that_little_passes():
    shares = np.array([0.0, 0.5, 1.0, 1.0])
    assert units_in_words("h", shares, is_tanh=True) == (
        "On average 62 % of the time |h| is above 0.9; 2 units are always. "
        "There tanh' is below 0.19: little of a gradient passes."
    )
    assert "tanh'" not in units_in_words("h", shares, is_tanh=False)
    silent = units_in_words("silent", shares[:2], is_tanh=True)
    assert silent.startswith("On average 25 % of the time a unit is at zero; no unit is always.")
    assert "diverged" in units_in_words("h", np.array([math.nan]), is_tanh=True)


def test_the_words_for_gates_name_the_gate_that_keeps():
    words = gates_in_words(lstm([0.25, 0.75], [0, 0], [2, 40]), 21.0)
    assert words.startswith(
        "Forget gate: shut 50 %, open 0 % of the time; median horizon 21 steps, from 2 to 40 steps."
    )
    assert "diverged" in gates_in_words(lstm([math.nan], [0], [2]), 2.0)


def test_the_words_for_the_direct_path_say_that_it_is_one_of_many():
    words = path_in_words(paths([1, 0.5, 0.01], [1, 2.0, 0.3]))
    assert words.startswith(
        "2 steps back: product of the f gates alone 0.01, full derivative of c 0.3, "
        "30 times as large."
    )
    assert "only one of the paths" in words
    assert "gradients can grow" in path_in_words(paths([1, 0.5], [1, 3.0]))
    assert "nothing further back" in path_in_words(paths([1], [1]))
    assert "not a number" in path_in_words(paths([1, 0.5], [1, math.nan]))
    assert "times" not in path_in_words(paths([1, 0], [1, 0]))
