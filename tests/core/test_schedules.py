"""Every registered schedule against its closed form, and what all of them promise."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from references.schedules import FINAL, REFERENCES

from rnnviz.core.schedules import REGISTRY

LENGTH, WARMUP = 1000, 100

schedules = st.sampled_from([schedule() for schedule in REGISTRY.values()])
lengths = st.integers(1, 100_000)
finals = st.floats(1e-4, 1.0)


@pytest.fixture(params=list(REGISTRY))
def schedule(request):
    return REGISTRY[request.param]()


@pytest.mark.parametrize("name", [name for name in REGISTRY if name in REFERENCES])
def test_the_factor_is_the_closed_form(name):
    for way, expected in REFERENCES[name].items():
        step = WARMUP + way * (LENGTH - WARMUP)
        factor = REGISTRY[name]().factor(step, LENGTH, WARMUP, FINAL)
        assert factor == pytest.approx(expected, rel=1e-14)
        if way == 1.0:
            assert REGISTRY[name]().factor(5 * LENGTH, LENGTH, WARMUP, FINAL) == factor


@pytest.mark.parametrize("step", [0, 1, 50, 99])
def test_warm_up_is_linear(schedule, step):
    assert schedule.factor(step, LENGTH, WARMUP, FINAL) == (step + 1) / (WARMUP + 1)


def test_without_warm_up_the_first_step_has_the_whole_rate(schedule):
    assert schedule.factor(0, LENGTH, 0, FINAL) == 1.0


@given(schedule=schedules, step=st.integers(0, 300_000), length=lengths, final=st.floats(0, 1))
def test_the_factor_lies_between_0_and_1(schedule, step, length, final):
    assert 0.0 <= schedule.factor(step, length, length // 3, final) <= 1.0


@given(schedule=schedules, step=st.integers(0, 300_000), length=lengths, final=finals)
def test_the_factor_never_rises_after_the_warm_up(schedule, step, length, final):
    warmup = length // 3
    step += warmup
    now, then = (schedule.factor(s, length, warmup, final) for s in (step, step + 1))
    assert then <= now


@given(schedule=schedules, share=st.floats(0, 1.2), length=st.integers(100, 100_000), final=finals)
def test_the_factor_has_no_jump_after_the_warm_up(schedule, share, length, final):
    warmup = length // 3
    step = warmup + int(share * length)
    now, then = (schedule.factor(s, length, warmup, final) for s in (step, step + 1))
    steepest = max(-math.log(final), math.pi / 2)  # as much of the rate over the whole way
    assert now - then <= 1.01 * steepest / (length - warmup)


@given(schedule=schedules, beyond=st.integers(0, 300_000), length=lengths, final=finals)
def test_after_its_length_a_schedule_stays_where_it_ended(schedule, beyond, length, final):
    end = schedule.factor(length, length, 0, final)
    assert schedule.factor(length + beyond, length, 0, final) == end


@given(schedule=schedules, step=st.integers(0, 100), warmup=st.integers(50, 100))
def test_a_warm_up_beyond_the_length_is_finished_first(schedule, step, warmup):
    factor = schedule.factor(step, 50, warmup, FINAL)
    if step < warmup:
        assert factor == (step + 1) / (warmup + 1)
    else:
        assert factor == schedule.factor(10**6, 50, 0, FINAL)


def test_every_schedule_is_described(schedule):
    assert REGISTRY[schedule.name] is type(schedule)
    assert schedule.label
    assert schedule.hint.endswith(".")
