"""Samples that take long: what cannot wait breaks them off, the rest leaves them as they are."""

import time

import pytest

from rnnviz.session.command_queue import CommandQueue

LONG = {"cell": "lstm", "hidden": 256, "sample_length": 100_000}
SOON = 1.5
"""Seconds; such a sample takes several times as long."""


@pytest.fixture
def told(watched):
    """The shares and labels of progress, and "ended" where it was over."""
    heard = []
    watched.session.loading.connect(lambda share, label: heard.append((share, label)))
    watched.session.loading_ended.connect(lambda: heard.append("ended"))
    return heard


def seconds_until(watched, condition):
    began = time.perf_counter()
    watched.until(condition)
    return time.perf_counter() - began


def open_for_long_samples(watched, told):
    session = watched.open(**LONG)
    told.clear()
    return session


def test_closing_does_not_wait_for_a_sample(watched, told):
    session = open_for_long_samples(watched, told)
    session.sample_now()
    watched.until(lambda: told)
    began = time.perf_counter()
    session.close()
    assert time.perf_counter() - began < SOON


def test_pausing_does_not_wait_for_the_sample_of_a_training(watched, told):
    session = open_for_long_samples(watched, told)
    session.run()
    watched.until(lambda: told)
    session.pause()
    assert seconds_until(watched, lambda: session.state == "paused") < SOON
    assert not session.snapshot().samples
    assert watched.step == 0


def test_the_key_that_runs_also_pauses_while_a_sample_is_written(watched, told):
    session = open_for_long_samples(watched, told)
    session.toggle()
    watched.until(lambda: told)
    session.toggle()
    assert seconds_until(watched, lambda: session.state == "paused") < SOON


def test_another_run_does_not_wait_for_the_old_ones_sample(watched, told):
    session = open_for_long_samples(watched, told)
    session.sample_now()
    watched.until(lambda: told)
    session.change(hidden=4, sample_length=10)
    assert seconds_until(watched, lambda: watched.states.count("ready") == 2) < 2 * SOON


def test_a_cancelled_sample_is_given_up_and_the_training_goes_on(watched, told):
    session = open_for_long_samples(watched, told)
    session.run()
    watched.until(lambda: told)
    session.cancel_loading()
    assert seconds_until(watched, lambda: told[-1] == "ended") < SOON
    watched.until_step(3)
    assert session.state == "running"
    assert not session.snapshot().samples
    assert watched.notices == []


def test_a_long_sample_tells_how_far_it_is(watched, told):
    session = watched.open()
    session.change(sample_length=20_000)
    told.clear()
    session.sample_now()
    watched.until(lambda: told and told[-1] == "ended" and session.snapshot().samples, 60)
    shares = [share for share, _ in told[:-1]]
    assert {label for _, label in told[:-1]} == {"a sample"}
    assert shares == sorted(shares)
    assert 0.0 < shares[0] < shares[-1] < 1.0
    assert len(session.snapshot().samples[-1].text) == 20_000


def test_what_can_wait_does_not_disturb_a_sample(watched, told):
    session = watched.open()
    session.change(sample_length=20_000)
    told.clear()
    session.sample_now()
    session.set_speed(100.0)
    session.change(temperature=2.0)
    watched.until(lambda: session.snapshot().samples, 30)
    disturbed = session.snapshot().samples[-1]
    session.restart()
    watched.until(lambda: watched.states.count("ready") == 2)
    session.change(temperature=0.8)
    session.sample_now()
    watched.until(lambda: session.snapshot() and session.snapshot().samples, 30)
    assert session.snapshot().samples[-1] == disturbed


def test_a_short_sample_tells_nothing(watched, told):
    session = watched.open()
    told.clear()
    session.sample_now()
    watched.until(lambda: session.snapshot().samples)
    assert told == []


def test_commands_are_taken_as_they_were_given_and_looked_through_for_what_is_urgent():
    commands, done = CommandQueue(), []
    assert commands.take(0.0) is None
    assert commands.take(0.001) is None
    for number in range(4):
        commands.give(lambda n=number: done.append(n), urgent=number == 2)
        assert commands.urgent == (number >= 2)
    commands.give(lambda: done.append("late"))
    for _ in range(3):
        commands.take(None)()
    assert not commands.urgent
    while command := commands.take(0.0):
        command()
    assert done == [0, 1, 2, 3, "late"]
