"""Running in a thread: run, pause, step, start over, change, slow down, diverge, fail."""

import time
import tracemalloc

import numpy as np

from rnnviz.lab.snapshot import Request, Wanted
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.session.session import Session


def losses(session):
    return session.snapshot().curves.loss.copy()


def test_a_new_session_is_empty_and_obeys_without_complaint(watched):
    session = watched.session
    assert session.state == "empty"
    assert session.snapshot() is None
    assert not session.unsaved
    for command in (session.run, session.pause, session.toggle, session.step_once, session.restart):
        command()
    session.set_speed(1.0)
    session.set_requests(Wanted(frozenset({Request("hidden_units")})))
    session.sample_now()
    session.change(lr=0.5)
    assert session.settings.lr == 0.5
    watched.open()
    assert session.settings.lr == 0.5
    assert watched.notices == []


def test_it_runs_and_pauses_between_two_steps(watched):
    session = watched.open()
    watched.run_to(30)
    assert watched.states[-2:] == ["running", "paused"]
    watched.until(lambda: session.snapshot().curves.steps.size == session.snapshot().step)
    stopped = watched.step
    time.sleep(0.05)
    assert watched.step == stopped
    session.toggle()
    watched.until_step(stopped + 10)
    session.toggle()
    watched.until_state("paused")


def test_one_step_is_one_step(watched):
    session = watched.open()
    for step in (1, 2, 3):
        session.step_once()
        watched.until(lambda n=step: watched.states == ["ready"] + n * ["running", "paused"])
        watched.until(lambda n=step: watched.step == n)
    time.sleep(0.05)
    assert watched.step == 3
    assert watched.states == ["ready"] + 3 * ["running", "paused"]


def test_one_step_of_a_running_network_is_its_last_for_now(watched):
    session = watched.open()
    session.run()
    watched.until_step(5)
    session.step_once()
    watched.until_state("paused")


def test_starting_over_gives_the_same_curve(watched):
    session = watched.open()
    watched.run_to(60)
    first = losses(session)
    session.restart()
    watched.until(lambda: watched.step == 0)
    assert session.state == "ready"
    watched.run_to(40)
    again = losses(session)
    common = min(len(first), len(again))
    assert common >= 40
    np.testing.assert_array_equal(again[:common], first[:common])


def test_starting_over_while_it_runs_ends_the_running(watched):
    session = watched.open()
    session.run()
    watched.until_step(20)
    session.restart()
    watched.until_state("ready")
    watched.until(lambda: watched.step == 0)


def test_run_while_a_network_is_being_built_runs_it_when_it_is_ready(watched):
    session = watched.open()
    session.restart()
    session.run()
    watched.until_step(5)
    assert session.state == "running"
    session.restart()
    session.run()
    session.pause()
    watched.until_state("ready")
    time.sleep(0.05)
    assert watched.step == 0


def test_the_goal_ends_the_run_and_running_on_moves_it(watched):
    session = watched.open(steps=15)
    session.run()
    watched.until_state("finished")
    watched.until(lambda: watched.step == 15)
    assert session.snapshot().samples[-1].step == 15
    session.run()
    watched.until(lambda: session.state == "finished" and watched.step == 30)


def test_slow_motion_takes_its_time_and_full_speed_comes_back(watched):
    session = watched.open()
    session.set_speed(20.0)
    session.run()
    watched.until_step(1)
    began, first = time.perf_counter(), watched.step
    watched.until_step(first + 6)
    took = time.perf_counter() - began
    assert 0.2 < took < 2.0
    session.set_speed(None)
    watched.until_step(200)


def test_slow_motion_still_obeys_at_once(watched):
    session = watched.open()
    session.set_speed(0.1)
    session.run()
    watched.until_state("running")
    began = time.perf_counter()
    session.pause()
    watched.until_state("paused")
    assert time.perf_counter() - began < 2.0
    assert watched.step <= 1


def test_snapshots_hold_what_was_asked_for(watched):
    session = watched.open()
    request = Request("hidden_units", (("phrase", "the sea"),))
    session.set_requests(Wanted(frozenset({request})))
    watched.until(lambda: request in session.snapshot().results)
    assert session.snapshot().results[request].symbols == tuple("the sea")
    watched.run_to(20)
    session.set_requests(Wanted())
    watched.until(lambda: not session.snapshot().results)


def test_watching_does_not_change_the_curve(watched):
    session = watched.open()
    watched.run_to(50)
    alone = losses(session)
    session.restart()
    watched.until(lambda: watched.step == 0)
    session.set_requests(Wanted(frozenset({Request(name) for name in PROBES})))
    session.run()
    while watched.step < 50:
        session.sample_now()
        session.pause()
        watched.until(lambda: session.state == "paused")
        session.run()
        watched.until(lambda: session.state == "running")
    session.pause()
    watched.until_state("paused")
    seen = losses(session)
    common = min(len(alone), len(seen))
    np.testing.assert_array_equal(seen[:common], alone[:common])


def test_samples_come_by_themselves_and_on_demand(watched):
    session = watched.open()
    session.sample_now()
    watched.until(lambda: len(session.snapshot().samples) == 1)
    watched.run_to(60)
    samples = session.snapshot().samples
    assert [sample.step for sample in samples][:3] == [0, 20, 40]
    assert all(len(sample.text) == 10 for sample in samples)


def test_a_run_that_diverges_says_why_and_home_starts_over(watched):
    lost = {"activation": "relu", "optimizer": "sgd", "lr": 10.0, "clip": "none", "layers": 3}
    session = watched.open(schedule="constant", window=40, **lost)
    session.run()
    watched.until_state("diverged")
    assert watched.notices[-1].kind == "warning"
    assert "learning rate" in watched.notices[-1].text
    watched.until(lambda: session.snapshot().diverged)
    session.run()
    session.step_once()
    session.sample_now()
    watched.until(lambda: "writes nothing any more" in watched.notices[-1].text)
    assert session.state == "diverged"
    session.change(lr=0.001)
    session.restart()
    watched.until_state("ready")
    watched.run_to(5)


def test_an_idle_session_takes_no_processor_time(watched):
    watched.open()
    watched.run_to(10)
    time.sleep(0.05)
    before = time.process_time()
    time.sleep(0.3)
    assert time.process_time() - before < 0.15


def test_a_session_that_is_not_looked_at_does_not_pile_up_snapshots(watched):
    session = watched.open(hidden=2)
    tracemalloc.start()
    try:
        session.run()
        time.sleep(0.3)
        used, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert used < 5_000_000
    watched.until_step(100)


def test_two_sessions_have_two_threads(watched, qtbot):
    other = Session()
    try:
        watched.open()
        watched.run_to(5)
        assert other.state == "empty"
        assert other.snapshot() is None
    finally:
        other.close()
