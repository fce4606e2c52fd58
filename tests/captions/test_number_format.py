"""How numbers are written."""

import math

import pytest

from rnnviz.captions.number_format import number, number_of_steps, power, signed_number


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.5, "0.5"), (1e-3, "0.001"), (8.8e-8, "8.8·10⁻⁸"), (250.4, "250"), (1e4, "1.0·10⁴")],
)
def test_small_and_large_numbers_have_powers_of_ten(value, told):
    assert number(value) == told


def test_a_minus_has_full_width_and_what_is_no_number_says_so():
    assert signed_number(-0.25) == "−0.25"
    assert [signed_number(value) for value in (0.0, -0.0, math.nan, math.inf, -math.inf)] == [
        "0", "0", "not a number", "infinite", "minus infinite",
    ]  # fmt: skip
    assert power(-12) == "10⁻¹²"


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (1.0, "1 step"),
        (2.04, "2 steps"),
        (54.6, "55 steps"),
        (26249.0, "26,249 steps"),
        (math.inf, "endless"),
        (math.nan, "not a number"),
    ],
)
def test_steps_are_counted(steps, told):
    assert number_of_steps(steps) == told
