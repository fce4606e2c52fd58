"""What has to be ended once it has begun, an update or a file, is ended after the pause is told."""

import threading
import time

import pytest
from PySide6.QtCore import Qt

from rnnviz.core.optimizers.base import Optimizer
from rnnviz.lab.runs import array_file
from rnnviz.lab.runs.checkpoint import load_run

HELD = 30.0


class Gate:
    """Holds the training's thread at a place until it is opened."""

    def __init__(self):
        self.reached, self.opened = threading.Event(), threading.Event()

    def hold(self):
        self.reached.set()
        self.opened.wait(HELD)


@pytest.fixture
def update(monkeypatch):
    """An update that stands still when it has begun, once it is asked to."""
    gate, whole = Gate(), Optimizer.update
    gate.closed = False

    def slow(self, parameters, gradients, lr, meanwhile=None):
        def between():
            if gate.closed and not gate.opened.is_set():
                gate.hold()
                time.sleep(0.05)
            if meanwhile:
                meanwhile()

        whole(self, parameters, gradients, lr, between)

    monkeypatch.setattr(Optimizer, "update", slow)
    yield gate
    gate.opened.set()


def within_the_update(watched, update):
    session = watched.open()
    session.run()
    watched.until_step(3)
    update.closed = True
    watched.until(update.reached.is_set)
    return session


@pytest.mark.parametrize("key", ["pause", "toggle"])
def test_a_pause_is_told_within_an_update_which_is_ended(watched, update, key):
    session = within_the_update(watched, update)
    run, told = session.runs.focus, []
    done, reports = run.step, session._training.reports
    reports.state_changed.connect(
        lambda state: told.append((state, run.step)), Qt.ConnectionType.DirectConnection
    )
    getattr(session, key)()
    update.opened.set()
    watched.until(lambda: session.state == "paused")
    assert told == [("paused", done)]
    watched.until(lambda: watched.step == done + 1)
    time.sleep(0.1)
    assert run.step == done + 1
    assert session.snapshot().curves.steps[-1] == done + 1


def test_what_follows_the_pause_waits_for_the_update(watched, update, tmp_path):
    session = within_the_update(watched, update)
    done, path = session.runs.focus.step, tmp_path / "run.safetensors"
    session.pause()
    session.save(str(path))
    update.opened.set()
    watched.until(path.is_file)
    assert load_run(path).progress["step"] == done + 1
    session.run()
    watched.until_step(done + 5)


def test_a_pause_is_told_while_a_run_is_written(watched, tmp_path, monkeypatch):
    gate, write = Gate(), array_file.write_arrays

    def slowly(path, arrays, metadata, report):
        gate.hold()
        time.sleep(0.05)
        assert report(0.5)
        states.append("written")
        write(path, arrays, metadata, report)

    monkeypatch.setattr("rnnviz.lab.runs.checkpoint.write_arrays", slowly)
    session, states = watched.open(), watched.states
    session.run()
    watched.until_step(3)
    session.save(str(tmp_path / "run.safetensors"))
    watched.until(gate.reached.is_set)
    session.pause()
    gate.opened.set()
    watched.until(lambda: session.state == "paused")
    watched.until((tmp_path / "run.safetensors").is_file)
    step = session.runs.focus.step
    time.sleep(0.1)
    assert session.runs.focus.step == step
    assert load_run(tmp_path / "run.safetensors").progress["step"] == step
