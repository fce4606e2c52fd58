"""Saving, loading and closing: nothing is lost, no thread stays."""

import time

import numpy as np
import pytest
from PySide6.QtCore import QThread

from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.session.session import Session


def save_and_wait(watched, path):
    saved = []
    watched.session.saved.connect(saved.append)
    watched.session.save(str(path))
    watched.until(lambda: saved or watched.notices)
    return saved


def test_a_saved_run_is_loaded_and_goes_on_the_same_curve(watched, tmp_path):
    session, path = watched.open(), tmp_path / "run.safetensors"
    watched.run_to(30)
    assert session.unsaved
    assert save_and_wait(watched, path) == [str(path)]
    assert not session.unsaved
    assert session.runs.path == path
    saved_step = watched.step
    watched.run_to(saved_step + 30)
    whole = session.snapshot().curves.loss.copy()
    session.load_run(str(path))
    watched.until(lambda: watched.step == saved_step)
    assert session.state == "paused"
    assert not session.unsaved
    watched.run_to(saved_step + 20)
    again = session.snapshot().curves.loss
    common = min(len(whole), len(again))
    np.testing.assert_array_equal(again[:common], whole[:common])


def test_another_session_loads_a_run_with_its_text(watched, tmp_path, text_file, qtbot):
    session, path = watched.session, tmp_path / "run.safetensors"
    session.change(hidden=6)
    session.open_files([str(text_file)])
    watched.until_state("ready")
    watched.run_to(10)
    save_and_wait(watched, path)
    other, states = Session(), []
    other.state_changed.connect(states.append)
    try:
        other.open_files([str(path)])
        qtbot.waitUntil(lambda: states == ["paused"])
        assert other.corpus.fingerprint == session.corpus.fingerprint
        assert other.settings.as_dict() == session.settings.as_dict()
        assert other.snapshot() is None or other.snapshot().step == watched.step
    finally:
        other.close()


def test_a_run_on_a_builtin_text_brings_its_text_along(watched, tmp_path):
    session, path = watched.session, tmp_path / "run.safetensors"
    session.change(hidden=6)
    session.open_builtin("hello")
    watched.until_state("ready")
    watched.run_to(5)
    save_and_wait(watched, path)
    session.open_text("something else " * 100)
    watched.until(lambda: session.corpus.name == "pasted text" and watched.step == 0)
    session.load_run(str(path))
    watched.until(lambda: session.corpus.name == "hello" and watched.step > 0)
    watched.run_to(watched.step + 3)


def test_a_run_brings_its_pasted_text_along(watched, tmp_path):
    session, path = watched.open(), tmp_path / "run.safetensors"
    watched.run_to(5)
    save_and_wait(watched, path)
    session.open_builtin("hello")
    watched.until(lambda: session.corpus.name == "hello")
    session.load_run(str(path))
    watched.until(lambda: session.corpus.name == "sea" and watched.step > 0)
    assert watched.notices == []
    watched.run_to(watched.step + 3)


def test_a_run_whose_pasted_text_is_gone_says_what_it_needs(watched, tmp_path):
    session, path = watched.session, tmp_path / "run.safetensors"
    text = "a long text that is pasted and no run carries " * 22_000
    session.change(hidden=6)
    session.open_text(text, "sea")
    watched.until_state("ready")
    watched.run_to(5)
    save_and_wait(watched, path)
    session.open_builtin("hello")
    watched.until(lambda: session.corpus.name == "hello")
    session.roster.remove(next(iter(session.runs)).id)  # whose text is there
    session.load_run(str(path))
    watched.until(lambda: watched.notices)
    assert "sea" in watched.notices[-1].text
    assert session.corpus.name == "hello"


def test_a_run_whose_file_changed_goes_on_with_what_it_learned(watched, tmp_path, text_file):
    session, path = watched.session, tmp_path / "run.safetensors"
    session.change(hidden=6)
    session.open_files([str(text_file)])
    watched.until_state("ready")
    watched.run_to(5)
    save_and_wait(watched, path)
    learned = session.corpus.fingerprint
    text_file.write_text("quite another text by now " * 40)
    session.open_builtin("hello")
    watched.until(lambda: session.corpus.name == "hello")
    session.roster.remove(next(iter(session.runs)).id)  # whose text is there
    session.load_run(str(path))
    watched.until(lambda: watched.notices)
    assert "run.safetensors goes on with the text that it carries" in watched.notices[-1].text
    assert session.corpus.fingerprint == learned


def test_a_run_goes_on_with_the_text_of_another_that_is_open(watched, tmp_path, text_file):
    session, path = watched.session, tmp_path / "run.safetensors"
    session.change(hidden=6)
    session.open_files([str(text_file)])
    watched.until_state("ready")
    watched.run_to(5)
    save_and_wait(watched, path)
    learned = session.corpus
    text_file.write_text("quite another text by now " * 40)
    session.open_builtin("hello")
    watched.until(lambda: session.corpus.name == "hello")
    session.load_run(str(path))
    watched.until(lambda: session.corpus is learned)
    assert watched.notices == []


def test_a_damaged_run_is_refused_and_what_runs_runs_on(watched, tmp_path):
    session, path = watched.open(), tmp_path / "bad.safetensors"
    session.run()
    watched.until_step(5)
    path.write_bytes(b"nonsense" * 20)
    session.load_run(str(path))
    watched.until(lambda: watched.notices)
    assert "bad.safetensors" in watched.notices[-1].text
    assert watched.notices[-1].details == ""
    watched.until_step(watched.step + 20)
    assert session.state == "running"


def test_saving_where_nothing_can_be_saved_is_a_notice_and_the_run_goes_on(watched, tmp_path):
    session = watched.open()
    session.run()
    watched.until_step(5)
    assert save_and_wait(watched, tmp_path / "nowhere" / "run.safetensors") == []
    assert "run.safetensors" in watched.notices[-1].text
    watched.until_step(watched.step + 20)
    assert session.state == "running"
    assert session.runs.path is None


def test_saving_nothing_is_a_notice(watched, tmp_path):
    assert save_and_wait(watched, tmp_path / "run.safetensors") == []
    assert watched.notices[-1].text.endswith(".")
    assert not (tmp_path / "run.safetensors").exists()


def test_saving_while_it_runs_saves_a_whole_step(watched, tmp_path):
    session, path = watched.open(), tmp_path / "run.safetensors"
    session.run()
    watched.until_step(10)
    assert save_and_wait(watched, path) == [str(path)]
    assert session.state == "running"
    run = load_run(path)
    assert run.progress["step"] == len(run.arrays["curve.loss"]) >= 10


def ending_in_time(session):
    """Seconds that closing took; no thread is left."""
    began = time.perf_counter()
    session.close()
    return time.perf_counter() - began


@pytest.mark.parametrize("state", ["empty", "ready", "running", "paused", "finished", "slow"])
def test_closing_in_every_state_returns_soon(watched, state):
    session = watched.session
    if state != "empty":
        watched.open(steps=30 if state == "finished" else 100_000)
    if state == "paused":
        watched.run_to(5)
    if state == "slow":
        session.set_speed(0.05)
    if state in ("running", "slow", "finished"):
        session.run()
    if state in ("running", "finished"):
        watched.until_state(state)
    assert ending_in_time(session) < 3.0
    threads = [thread for thread in session.findChildren(QThread) if thread.isRunning()]
    assert threads == []


def test_closing_twice_is_closing_once(watched):
    session = watched.open()
    session.close()
    session.close()


def test_what_the_thread_still_told_when_the_session_closed_starts_nothing(watched, tmp_path):
    session = watched.open()
    session.keeper.keep_in(tmp_path / "earlier-runs")
    watched.run_to(20)
    first = session.runs.focus
    session.change(hidden=9)
    watched.until(lambda: len(session.runs) == 2)
    session.roster.remove(first.id)
    session.close()  # before it is heard that the run is kept
    started = []
    session._preparation.jobs.progress.connect(lambda *_: started.append(1))
    session.roster.list_kept()
    session.open_builtin("hello")
    assert not session._preparation.jobs.busy
    assert started == []
