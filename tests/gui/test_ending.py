"""Whatever ends the window, the run that was open is there at the next start."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from programs import Program
from PySide6.QtCore import Qt
from windows import PATIENCE, answer, step

from rnnviz.gui.preferences import Preferences
from rnnviz.lab.runs.checkpoint import load_run

ROOT = Path(__file__).resolve().parents[2]
START = """
import sys
from PySide6.QtCore import QTimer
from rnnviz.gui import app
from rnnviz.lab.runs import rhythm
from rnnviz.session.session import Session

rhythm.EVERY, rhythm.SHARE = 0.2, 1.0

class Telling(Session):
    def __init__(self):
        super().__init__()
        self.change(hidden=16, window=10, steps=10_000_000)
        self.set_speed(None)
        self.state_changed.connect(self.go_on)

    def go_on(self, state):
        if state == "ready":
            self.run()
        elif state == "running":
            self.tell()

    def tell(self):
        if self.runs.focus.step > 0:  # there is something to lose
            print("running", flush=True)
        else:
            QTimer.singleShot(5, self.tell)

app.Session = Telling
sys.exit(app.run_window("hello"))
"""
pytestmark = [
    pytest.mark.qt_log_ignore("This plugin does not support", extend=True),
    pytest.mark.skipif(os.name != "posix", reason="the signals are POSIX's"),
]


def begin(home, **more):
    """A window that trains, in a process of its own, with its settings in `home`."""
    environment = {**os.environ, "XDG_CONFIG_HOME": str(home), "PYTHONPATH": str(ROOT)}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    program = Program([sys.executable, "-c", START], env=environment, **pipes, **more)
    assert program.stdout.readline() == b"running\n", program.stderr.read().decode()
    return program


def kept_in(home):
    return sorted((home / "rnnviz" / "earlier-runs").glob("*.safetensors"))


def until_kept(home):
    deadline = time.monotonic() + 60
    while not any(load_run(path).progress["step"] > 1 for path in kept_in(home)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_logout_or_a_closed_terminal_ends_the_window_with_its_run_kept(tmp_path, name):
    with begin(tmp_path) as program:
        program.send_signal(getattr(signal, name))
        said = program.communicate(timeout=90)[1].decode()
    assert program.returncode == 0, said
    assert "Traceback" not in said
    [path] = kept_in(tmp_path)
    assert load_run(path).progress["step"] > 0
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert "hello" in (tmp_path / "rnnviz" / "rnnviz.ini").read_text()


def test_a_window_started_with_nohup_outlives_its_terminal(tmp_path):
    def ignore():
        signal.signal(signal.SIGHUP, signal.SIG_IGN)

    with begin(tmp_path, preexec_fn=ignore) as program:
        program.send_signal(signal.SIGHUP)
        time.sleep(1.5)
        assert program.poll() is None
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=90)
    assert program.returncode == 0


def test_where_the_run_cannot_be_kept_a_logout_says_so_and_ends(tmp_path):
    (tmp_path / "rnnviz").mkdir()
    (tmp_path / "rnnviz" / "earlier-runs").write_text("no folder")
    with begin(tmp_path) as program:
        program.send_signal(signal.SIGTERM)
        said = program.communicate(timeout=90)[1].decode()
    assert program.returncode == 0
    assert "could not be kept in" in said


def test_after_a_kill_the_next_start_offers_to_go_on(tmp_path, open_window, qtbot):
    with begin(tmp_path) as program:
        until_kept(tmp_path)
        program.kill()
        program.communicate()
    preferences = Preferences(tmp_path / "rnnviz" / "rnnviz.ini")
    window = open_window("verse", preferences)
    [path] = kept_in(tmp_path)
    done = load_run(path).progress["step"]
    assert f"hello, {done:,} steps" in " ".join(window.notices.texts)
    offer = window.notices._banners[-1].offer
    assert offer.text() == "Go on with it"
    qtbot.mouseClick(offer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: step(window) == done, timeout=PATIENCE)
    assert window.session.unsaved
    assert window.session.runs.path is None
    window.close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    again = open_window("verse", preferences)
    assert again.notices.texts == ()
    table = listed(again, qtbot)
    qtbot.waitUntil(lambda: bool(kept_rows(table)), timeout=PATIENCE)
    [row] = kept_rows(table)
    assert row.step == done
    table.choose(row.run)
    qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: step(again) == done, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not kept_rows(table), timeout=PATIENCE)


def listed(window, qtbot):
    """The list of runs, in front."""
    dock = next(dock for dock in window.panels.docks if dock.kind.name == "runs")
    dock.raise_()
    qtbot.waitUntil(lambda: dock.can_be_seen, timeout=PATIENCE)
    return dock.panel.table


def kept_rows(table):
    return [row for row in table.runs.rows if row.state == "kept"]


def test_there_may_be_no_earlier_runs(window, qtbot):
    table = listed(window, qtbot)
    qtbot.waitUntil(lambda: len(table.runs.rows) == 1, timeout=PATIENCE)
    assert kept_rows(table) == []
    window.commands.resume.trigger()
    assert "no last run yet" in window.notices.texts[-1]


def block(window):
    """Let nothing be kept any more."""
    folder = window.preferences.kept_runs
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("no folder")


def test_a_window_whose_run_cannot_be_kept_asks_before_it_closes(window, qtbot, train):
    block(window)
    train(window, 7)
    asked, timer = answer(qtbot, "Keep this run")
    window.close()
    assert window.isVisible()
    assert str(window.preferences.kept_runs) in asked[0]
    window.commands.run.trigger()
    qtbot.waitUntil(lambda: step(window) == 14, timeout=PATIENCE)
    asked, timer = answer(qtbot, "Close and lose it")
    window.close()
    assert asked
    assert not window.isVisible()
    assert not timer.isActive()


def test_a_run_that_cannot_be_kept_stays_in_the_list_when_another_text_comes(window, qtbot, train):
    block(window)
    train(window, 7)
    run = window.session.runs.focus
    window.left.corpus.builtins["hello"].click()
    qtbot.waitUntil(lambda: window.session.source.builtin == "hello", timeout=PATIENCE)
    assert run in window.session.runs
    window.preferences.kept_runs.unlink()  # now it can be kept, and the window closes
