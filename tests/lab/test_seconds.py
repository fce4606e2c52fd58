"""How long a run has trained at each of its steps, in memory and in files old and new."""

import time

import numpy as np
import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file
from trainers import CORPUS, assert_same, make_trainer, through_a_file, train

from rnnviz.lab import history
from rnnviz.lab.history import CURVES, SECONDS
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.tasks.progress import Cancelled


def test_each_step_tells_when_it_was_done():
    trainer = make_trainer(steps=30)
    told = []
    for _ in trainer:
        told.append(trainer.history.curve("seconds")[-1])
        assert 0 < told[-1] <= np.float32(trainer.seconds)
        time.sleep(0.001)  # a rest is no training
    seconds = trainer.history.curve("seconds")
    np.testing.assert_array_equal(seconds, np.array(told))
    assert (np.diff(seconds) > 0).all()
    assert trainer.seconds < 0.5


def test_a_validation_counts_for_the_steps_after_it_and_stands_at_its_own(monkeypatch):
    trainer = make_trainer(None, task="copying", length=5, hidden=4, steps=3)
    trainer.feed.every = 2
    estimate = trainer.feed.estimate

    def slow(network):
        time.sleep(0.2)
        return estimate(network)

    monkeypatch.setattr(trainer.feed, "estimate", slow)
    train(trainer)
    seconds = trainer.history.curve("seconds")
    measured = trainer.history.curve("validation_seconds")
    steps = trainer.history.curve("validation_steps")
    assert measured[steps == 2] == seconds[1] < 0.4
    assert seconds[2] > seconds[1] + 0.2


def test_time_never_runs_backwards_after_what_was_broken_off(monkeypatch):
    trainer = make_trainer(None, task="copying", length=5, hidden=4, steps=4)
    trainer.feed.every = 2
    train(trainer, 1)
    estimate = trainer.feed.estimate

    def broken_off(network):
        time.sleep(0.05)
        raise Cancelled

    monkeypatch.setattr(trainer.feed, "estimate", broken_off)
    with pytest.raises(Cancelled):
        next(trainer)
    monkeypatch.setattr(trainer.feed, "estimate", estimate)
    train(trainer, 2)
    seconds = trainer.history.curve("seconds")
    assert len(seconds) == 4
    assert (np.diff(seconds) > 0).all()


def test_they_come_back_from_a_file_to_the_bit(tmp_path):
    trainer = train(make_trainer(validation=0.1), 20)
    resumed = through_a_file(trainer, tmp_path / "run.safetensors")
    for name in SECONDS:
        np.testing.assert_array_equal(resumed.history.curve(name), trainer.history.curve(name))
    train(resumed, 5)
    seconds = resumed.history.curve("seconds")
    assert (np.diff(seconds) > 0).all()
    assert seconds[-1] <= np.float32(resumed.seconds)


def without_seconds(path):
    """Make a file as version 0.1.0 wrote it."""
    with safe_open(path, "numpy") as file:
        metadata = file.metadata()
    arrays = load_file(path)
    save_file({n: a for n, a in arrays.items() if not n.endswith("seconds")}, path, metadata)


@pytest.mark.parametrize("rows", [16, 1 << 20])
def test_a_file_without_them_takes_all_steps_for_equally_long(tmp_path, rows, monkeypatch):
    monkeypatch.setattr(history, "MOST", rows)
    trainer = train(make_trainer(hidden=2, window=2, validation=0.1, steps=300), 90)
    trainer.seconds = 45.0
    path = tmp_path / "run.safetensors"
    save_run(trainer, path)
    without_seconds(path)
    resumed = load_run(path).resume(CORPUS)
    for name, steps in SECONDS.items():
        expected = trainer.history.curve(steps) / 2
        np.testing.assert_allclose(resumed.history.curve(name), expected, rtol=1e-6)
    train(resumed, 60)
    assert_same(through_a_file(resumed, path), resumed)
    assert (np.diff(resumed.history.curve("seconds")) >= 0).all()


def test_a_run_without_a_step_has_none(tmp_path):
    path = tmp_path / "run.safetensors"
    save_run(make_trainer(), path)
    without_seconds(path)
    assert load_run(path).resume(CORPUS).history.curve("seconds").size == 0


def test_a_week_of_training_still_tells_one_row_from_the_next():
    """At a million rows, those of a week are 0.6 s apart."""
    week, kind = 7 * 86_400.0, CURVES["seconds"]
    rows = np.linspace(0, week, history.MOST)
    assert (np.diff(rows[-1000:].astype(kind)) > 0).all()
