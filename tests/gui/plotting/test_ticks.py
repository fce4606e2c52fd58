"""Ticks are few, round, and say what they mean."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.captions.number_format import number
from rnnviz.gui.plotting import ticks


@given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(2, 12))
def test_linear_ticks_are_inside_and_not_too_many(low, span, most):
    found = ticks.linear(low, low + span, most)
    assert len(found) <= most + 1
    assert all(low - 1e-5 * span <= value <= low + 1.00001 * span for value in found)


@given(st.floats(-300, 290), st.floats(0.05, 300), st.integers(2, 12))
def test_logarithmic_ticks_are_inside_and_not_too_many(low, span, most):
    found = ticks.logarithmic(low, low + span, most)
    assert len(found) <= 2 * most + 1
    assert all(low - 1e-4 <= value <= low + span + 1e-4 for value in found)


@pytest.mark.parametrize(
    ("value", "spacing", "label"),
    [
        (0.0, 1000.0, "0"),
        (5000.0, 1000.0, "5,000"),
        (20_000.0, 5000.0, "20 k"),
        (1_500_000.0, 500_000.0, "1.5 M"),
        (0.5, 0.5, "0.5"),
    ],
)
def test_a_counting_axis_says(value, spacing, label):
    assert ticks.count_label(value, spacing) == label


@pytest.mark.parametrize(
    ("value", "spacing", "label"),
    [
        (1.5, 0.5, "1.5"),
        (2.0, 0.5, "2.0"),
        (2.0, 1.0, "2"),
        (0.15, 0.05, "0.15"),
        (3e9, 1e9, "3e+09"),
    ],
)
def test_a_measuring_axis_says(value, spacing, label):
    assert ticks.linear_label(value, spacing) == label


@pytest.mark.parametrize(
    ("level", "label"),
    [
        (0.0, "1"),
        (-2.0, "0.01"),
        (-7.0, "10⁻⁷"),
        (3.0, "1,000"),
        (4.0, "10⁴"),
        (math.log10(1.5), "1.5"),
        (-7 + math.log10(5), "5·10⁻⁷"),
        (-320.0, "10⁻³²⁰"),
    ],
)
def test_a_logarithmic_axis_says(level, label):
    assert ticks.logarithmic_label(level) == label


@pytest.mark.parametrize(
    ("value", "words"),
    [(1.4, "1.4"), (0.081, "0.081"), (250.0, "250"), (8.83e-8, "8.8·10⁻⁸"), (4.2e5, "4.2·10⁵")],
)
def test_a_number_has_two_digits(value, words):
    assert number(value) == words


def test_a_loss_between_one_and_four_has_several_labels_on_a_logarithmic_axis():
    found = ticks.logarithmic(math.log10(1.4), math.log10(3.6), 5)
    assert len(found) >= 3
    assert np.allclose(10**found, np.round(10**found, 1))


@pytest.mark.parametrize(("low", "high"), [(0, 2), (0.4, 3.2), (7, 8), (0, 60), (1e6, 1e6 + 3)])
@pytest.mark.parametrize("most", [2, 4, 9])
def test_what_is_counted_has_ticks_at_whole_numbers_alone(low, high, most):
    found = ticks.whole(low, high, most)
    assert found.size > 0
    assert (found == np.rint(found)).all()
