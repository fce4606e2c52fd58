"""When moments are kept, and which of them goes first where there is no room."""

from dataclasses import dataclass

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
    thinned,
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


@dataclass(frozen=True)
class Moment:
    step: int
    rank: int = ORDINARY


def test_what_is_round_goes_last_and_ordinary_moments_first():
    left = [Moment(0, ROUND), Moment(50), Moment(100, ROUND), Moment(120, BY_HAND)]
    left += [Moment(150), Moment(200)]
    gone = []
    while left:
        gone.append(left.pop(least_missed(left)).step)
    assert gone == [150, 50, 200, 120, 0, 100]  # of two alike the later is nearer


def test_what_is_left_when_much_has_gone_lies_evenly():
    whole = [Moment(step) for step in due_until(100_000)]
    left = [moment.step for moment in thinned(whole, lambda left: len(left) > 40)]
    assert len(left) == 40
    gaps = np.diff(np.log2(np.array(left[8:], float)))
    assert gaps.max() < 2.5 * gaps.min()
