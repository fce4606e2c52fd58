"""When moments are kept, and which of them goes first where there is no room."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.lab.past.rhythm import (
    A_DOUBLING,
    BY_HAND,
    ORDINARY,
    ROUND,
    due_after,
    is_round,
    least_missed,
)


def due_until(last):
    steps = [0]
    while steps[-1] < last:
        steps.append(due_after(steps[-1]))
    return steps


def test_a_dozen_moments_are_due_while_the_steps_double():
    steps = due_until(100_000)
    assert steps[:18] == list(range(18))
    for begin in (64, 512, 20_000):
        due = [step for step in steps if begin <= step < 2 * begin and not is_round(step)]
        assert A_DOUBLING - 1 <= len(due) <= A_DOUBLING
    assert {0, 100, 1000, 10_000, 100_000} < set(steps)


@given(st.integers(0, 10**12))
def test_the_next_moment_is_always_later_and_not_much_later(step):
    due = due_after(step)
    assert step < due <= step + 1 + step * (2 ** (1 / A_DOUBLING) - 1) + 1


@pytest.mark.parametrize("step", [0, 100, 1000, 10**6, 10**12])
def test_powers_of_ten_are_round(step):
    assert is_round(step)
    assert not is_round(step + 1)


def test_what_is_round_goes_last_and_ordinary_moments_first():
    steps = [0, 50, 100, 120, 150, 200]
    ranks = [ROUND, ORDINARY, ROUND, BY_HAND, ORDINARY, ORDINARY]
    gone = []
    while steps:
        place = least_missed(steps, ranks)
        gone.append(steps.pop(place))
        ranks.pop(place)
    assert gone == [150, 50, 200, 120, 0, 100]  # of two alike the later is nearer


def test_what_is_left_when_much_has_gone_lies_evenly():
    steps = due_until(100_000)
    ranks = [ORDINARY] * len(steps)
    while len(steps) > 40:
        place = least_missed(steps, ranks)
        steps.pop(place)
        ranks.pop(place)
    gaps = np.diff(np.log2(np.array(steps[8:], float)))
    assert gaps.max() < 2.5 * gaps.min()
