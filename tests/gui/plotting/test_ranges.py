"""Ranges follow the data without hurry."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.gui.plotting.ranges import (
    FEWEST_DECADES,
    PATIENCE,
    AutoRange,
    Counted,
    decades,
    exact,
    from_zero,
    nice_above,
    rounded,
)

NUMBERS = st.floats(-1e9, 1e9)


@given(st.floats(1e-12, 1e12))
def test_a_nice_number_is_above_and_not_far(value):
    nice = nice_above(value)
    assert value <= nice * (1 + 1e-6)
    assert nice <= 2 * value


@given(NUMBERS, NUMBERS)
def test_every_choice_holds_the_data_and_is_not_empty(one, other):
    low, high = sorted((one, other))
    for choose in (rounded, decades, exact):
        bottom, top = choose(low, high)
        assert bottom <= low + 1e-6 * abs(low)
        assert top >= high - 1e-6 * abs(high)
        assert top > bottom


@given(st.floats(0, 1e12))
def test_what_is_counted_starts_at_zero_and_has_room_to_grow(high):
    bottom, top = from_zero(0.0, high)
    assert bottom == 0
    assert top >= 1.49 * high


@given(st.floats(0, 1e12), st.floats(0, 1e12) | st.just(math.inf))
def test_a_count_is_shown_to_its_goal_from_half_way_on(high, goal):
    count = Counted()
    count.goal = goal
    bottom, top = count(0.0, high)
    assert bottom == 0
    assert top >= high
    assert top > 0
    if goal / 2 <= high <= goal > 0:
        assert top == goal


def test_a_finished_run_fills_the_plot():
    count = Counted()
    count.goal = 5000
    fit = AutoRange(count)
    seen = [fit.fit(0, step) for step in range(0, 5001, 7)] + [fit.fit(0, 5000)]
    assert [one for one in seen if one][-1] == (0, 5000)
    count.goal = 10_000
    assert fit.fit(0, 5001) == (0, 10_000)


@given(st.integers(1, 20_000), st.lists(st.floats(0, 1), max_size=6))
def test_how_far_the_axis_goes_in_the_end_does_not_depend_on_when_frames_came(goal, shares):
    count = Counted()
    count.goal = goal
    fit = AutoRange(count)
    for share in sorted(shares):
        fit.fit(0, int(share * goal))
    fit.fit(0, goal)
    assert fit.current == (0, goal)


def test_a_flat_curve_gets_several_decades():
    bottom, top = decades(-1.1, -1.09)
    assert top - bottom == FEWEST_DECADES
    assert bottom < -1.1 < top


def test_a_run_of_a_million_steps_changes_the_axis_rarely():
    fit = AutoRange(from_zero)
    changes = sum(fit.fit(0, step) is not None for step in range(0, 1_000_000, 100))
    assert 5 < changes < 40


def test_noise_does_not_move_the_axis():
    fit = AutoRange(rounded)
    assert fit.fit(1.5, 3.4) is not None
    assert not any(fit.fit(1.5 + 0.05 * math.sin(k), 3.4 - 0.03 * k / 100) for k in range(100))


def test_growing_is_at_once_and_shrinking_needs_patience():
    fit = AutoRange(rounded)
    fit.fit(0, 10)
    assert fit.fit(0, 100)[1] >= 100
    waits = 0
    while fit.fit(0, 10) is None:
        waits += 1
    assert waits == PATIENCE - 1
    assert fit.current[1] < 15


def test_a_short_dip_does_not_shrink_the_axis():
    fit = AutoRange(rounded)
    fit.fit(0, 100)
    for _ in range(3 * PATIENCE):
        assert fit.fit(0, 10) is None
        assert fit.fit(0, 100) is None


@pytest.mark.parametrize("choose", [rounded, decades, exact, from_zero])
def test_a_single_point_has_a_range(choose):
    bottom, top = choose(0.0, 0.0)
    assert top > bottom
