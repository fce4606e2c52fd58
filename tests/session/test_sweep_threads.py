"""Sweeps and estimates in threads of their own: what they tell, and that they end when told."""

import time

import pytest
from sweep_rows import ToldRow
from trainers import CORPUS

from rnnviz.lab.settings import Settings
from rnnviz.lab.sweep import estimate
from rnnviz.lab.sweep.engine import Here
from rnnviz.lab.sweep.plan import combinations, training_plan
from rnnviz.lab.sweep.sweeping import Sweep
from rnnviz.log_file import log_path
from rnnviz.refusal import Refusal
from rnnviz.session.estimating import Estimator
from rnnviz.session.sweeping import SweepThread

PATIENCE = 30_000


def thread_of(rows, engine=None, read=lambda row: None):
    thread, told = SweepThread(Sweep(rows, read, engine or Here())), {}
    for name in ("progressed", "over", "refused", "failed"):
        getattr(thread, name).connect(told.setdefault(name, []).append)
    return thread, told


def run(qtbot, thread):
    with qtbot.waitSignal(thread.finished, timeout=PATIENCE):
        thread.start()
    thread.wait()


def rows(tmp_path, count=3, **more):
    return [ToldRow(number, str(tmp_path / "diary"), **more) for number in range(count)]


def test_rows_that_are_over_are_told_one_by_one(qtbot, tmp_path):
    thread, told = thread_of(rows(tmp_path, steps=30, pause=0.01))
    run(qtbot, thread)
    assert [over.record.result["square"] for over in told["over"]] == [0, 1, 4]
    assert any(now.working for now in told["progressed"])
    assert told["refused"] == told["failed"] == []


def test_a_refusal_is_a_sentence(qtbot, tmp_path):
    def refuse(row):
        raise Refusal("There is no text.")

    thread, told = thread_of(rows(tmp_path), read=refuse)
    run(qtbot, thread)
    assert told["refused"] == ["There is no text."]
    assert told["over"] == []


def test_a_mistake_is_told_and_logged(qtbot, tmp_path):
    def mistaken(row):
        raise ZeroDivisionError("a made-up mistake")

    thread, told = thread_of(rows(tmp_path), read=mistaken)
    run(qtbot, thread)
    (details,) = told["failed"]
    assert "a made-up mistake" in details
    assert "a made-up mistake" in log_path().read_text()


def test_it_ends_soon_when_it_is_told(qtbot, tmp_path):
    thread, told = thread_of(rows(tmp_path, steps=100_000, pause=0.001))
    thread.start()
    qtbot.waitUntil(lambda: bool(told["progressed"]), timeout=PATIENCE)
    began = time.monotonic()
    thread.cancel()
    assert thread.wait(PATIENCE)
    assert time.monotonic() - began < 5
    assert told["over"] == told["failed"] == []


def plan(steps=100, **changes):
    small = {"window": 8, "steps": steps, **changes}
    settings = combinations(Settings(), small, {"hidden": (4, 8)}, range(3))
    return training_plan(settings, ("hidden",), lambda settings: CORPUS, 1)


def estimated(qtbot, estimator):
    with qtbot.waitSignal(estimator.estimated, timeout=PATIENCE) as heard:
        estimator.start()
    estimator.wait()
    return heard.args[0]


def test_an_estimate_grows_with_the_steps_and_shrinks_with_the_jobs(qtbot, monkeypatch):
    monkeypatch.setattr(estimate, "seconds_per_step", lambda plan, row, ask: row.settings.hidden)
    assert estimated(qtbot, Estimator(plan(), 1)) == 3 * 100 * (4 + 8)
    assert estimated(qtbot, Estimator(plan(steps=10), 1)) == 3 * 10 * (4 + 8)
    assert estimated(qtbot, Estimator(plan(), 2)) == 3 * 100 * (4 + 8) / 2
    assert estimated(qtbot, Estimator(plan(), 6)) == 800  # no shorter than the longest row


def test_a_few_steps_of_each_kind_are_measured_once(monkeypatch):
    measured = []
    monkeypatch.setattr(
        estimate, "seconds_per_step", lambda plan, row, ask: measured.append(row) or 1.0
    )
    estimate.seconds_for(plan(), 1, lambda share: None)
    assert [row.settings.hidden for row in measured] == [4, 8]


def test_the_time_of_a_step_is_about_what_it_takes():
    made = plan(steps=100_000)
    seconds = estimate.seconds_per_step(made, made.rows[0], lambda share: None)
    assert 1e-6 < seconds < 0.5


def test_an_estimate_that_is_given_up_is_not_told(qtbot, monkeypatch):
    monkeypatch.setattr(estimate, "LOOK_SECONDS", 30.0)
    estimator, heard = Estimator(plan(steps=10_000_000), 1), []
    estimator.estimated.connect(heard.append)
    estimator.start()
    time.sleep(0.2)
    began = time.monotonic()
    estimator.cancel()
    assert estimator.wait(PATIENCE)
    assert time.monotonic() - began < 5
    assert heard == []


@pytest.mark.parametrize("error", [Refusal("too large"), MemoryError()])
def test_what_cannot_be_measured_is_left_to_the_sweep_to_tell(qtbot, monkeypatch, error):
    def fail(*_):
        raise error

    monkeypatch.setattr(estimate, "seconds_per_step", fail)
    estimator, heard = Estimator(plan(), 1), []
    estimator.estimated.connect(heard.append)
    estimator.start()
    assert estimator.wait(PATIENCE)
    assert heard == []
