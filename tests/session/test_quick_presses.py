"""Keys that are pressed faster than the thread answers: none is lost."""

import time


def test_two_presses_at_once_are_run_and_pause(watched):
    session = watched.open()
    for _ in range(2):
        session.toggle()
    watched.until_state("paused")
    time.sleep(0.05)
    step = watched.step
    time.sleep(0.05)
    assert watched.step == step < 5
    for _ in range(3):
        session.toggle()
    watched.until_step(step + 10)
    assert session.state == "running"


def test_twenty_steps_asked_for_at_once_are_twenty_steps(watched):
    session = watched.open(steps=8)
    for _ in range(20):
        session.step_once()
    watched.until(lambda: session.state == "paused" and watched.step == 20)
    time.sleep(0.05)
    assert watched.step == 20


def test_steps_while_a_network_is_being_built_are_made_when_it_is_ready(watched):
    session = watched.open()
    session.restart()
    for _ in range(3):
        session.step_once()
    watched.until(lambda: session.state == "paused" and watched.step == 3)


def test_two_presses_while_a_network_is_being_built_leave_it_as_it_is(watched):
    session = watched.open()
    session.restart()
    for _ in range(2):
        session.toggle()
    watched.until(lambda: watched.states.count("ready") == 2)
    time.sleep(0.05)
    assert watched.step == 0
    session.toggle()
    watched.until_step(5)


def test_a_side_job_that_fails_takes_nothing_from_what_waits(watched):
    session = watched.open()

    def fail(_report):
        raise RuntimeError("a made-up mistake")

    session.open_builtin("hello")
    session.run()
    session.change(lr=0.02)
    jobs = session._preparation.jobs
    jobs.aside(fail, lambda _: None)
    jobs._loaders[-1].wait()  # what it tells comes before the text does
    watched.until(lambda: session.corpus.name == "hello" and watched.step > 0)
    assert session.settings.lr == 0.02
    assert [notice.details != "" for notice in watched.notices] == [True]
    assert "a made-up mistake" in watched.notices[0].details
