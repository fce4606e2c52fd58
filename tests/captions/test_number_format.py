"""How numbers are written."""

import math

import pytest

from rnnviz.captions.number_format import (
    beside_one,
    left,
    number,
    number_of_steps,
    percent,
    power,
    ratio,
    signed_number,
)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0.5, "0.5"),
        (1e-3, "0.001"),
        (8.8e-8, "8.8·10⁻⁸"),
        (250.4, "250"),
        (1e4, "1.0·10⁴"),
        (2502.0, "2,502"),
        (99.7, "100"),
        (9999.6, "10,000"),
        (0.0, "0"),
        (math.nan, "not a number"),
    ],
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
    ("value", "told"),
    [(2e-8, "2·10⁻⁸"), (1234.0, "1,230"), (-1.3e20, "−1.3·10²⁰"), (0.0001, "0.0001")],
)
def test_no_number_is_written_as_programs_write_it(value, told):
    assert signed_number(value) == told


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.56, "56 %"),
        (0.999, "100 %"),
        (1.0, "100 %"),
        (1.04, "1.04 times"),
        (1.44, "1.4 times"),
        (450.0, "450 times"),
        (454.0, "450 times"),
        (1024.0, "1,000 times"),
        (1.2e14, "1.2·10¹⁴ times"),
    ],
)
def test_a_ratio_is_in_per_cent_below_one_and_in_times_above(share, told):
    assert ratio(share) == told


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.5, "50 % of it is left"),
        (2.0, "it is 2 times as large"),
        (0.0, "nothing of it is left"),
        (math.nan, "it is not a number"),
        (math.inf, "it is beyond all numbers"),
    ],
)
def test_what_is_left_is_said_in_one_way(share, told):
    assert left(share, "it") == told


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.0, "0 %"),
        (0.0004, "0.04 %"),
        (1e-9, "1·10⁻⁷ %"),
        (0.25, "25 %"),
        (0.9999, "99.9 %"),
        (1.0, "100 %"),
    ],
)
def test_a_share_is_never_rounded_to_none_or_all(share, told):
    assert percent(share) == told


@pytest.mark.parametrize(
    ("value", "told"), [(0.9998, "0.9998"), (1.0004, "1.0004"), (1.0, "1"), (0.951, "0.95")]
)
def test_what_is_not_one_is_not_written_as_one(value, told):
    assert beside_one(value) == told


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        (1.0, "1 step"),
        (2.04, "2 steps"),
        (54.6, "55 steps"),
        (99.7, "100 steps"),
        (26249.0, "26,249 steps"),
        (math.inf, "endless"),
        (math.nan, "not a number"),
    ],
)
def test_steps_are_counted(steps, told):
    assert number_of_steps(steps) == told
