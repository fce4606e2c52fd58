"""The program from outside: it ends cleanly when it is interrupted, and keeps what it had."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from programs import Program
from PySide6.QtWidgets import QWidget

from rnnviz.gui.app import WhenPainted

ROOT = Path(__file__).resolve().parents[2]
START = """
from rnnviz.gui.app import run_window
from rnnviz.gui.window.main_window import MainWindow

show = MainWindow.show_corpus

def show_and_tell(window, corpus):
    show(window, corpus)
    print("ready", flush=True)

MainWindow.show_corpus = show_and_tell
raise SystemExit(run_window("hello"))
"""
PATIENCE = 90
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_an_interrupted_program_remembers_everything_and_ends_with_code_0(tmp_path):
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", START]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    ini = tmp_path / "rnnviz" / "rnnviz.ini"
    with Program(command, env=environment, cwd=tmp_path, **pipes) as program:
        assert program.stdout.readline() == b"ready\n"  # earlier the interrupt is Python's own
        program.send_signal(signal.SIGINT)  # once: one that comes while Python ends would kill it
        said = program.communicate(timeout=PATIENCE)[1].decode()
    assert program.returncode == 0, said
    assert "Traceback" not in said
    assert "hello" in ini.read_text()


@pytest.mark.parametrize("shown", [True, False])
def test_the_text_is_read_when_the_window_was_painted_or_would_never_be(qtbot, monkeypatch, shown):
    monkeypatch.setattr("rnnviz.gui.app.UNPAINTED", 60_000 if shown else 50)
    window, begun = QWidget(), []
    qtbot.addWidget(window)
    WhenPainted(window, lambda: begun.append(window.isVisible()))
    assert begun == []
    if shown:
        window.show()
    qtbot.waitUntil(lambda: bool(begun))
    window.repaint()
    qtbot.wait(80)
    assert begun == [shown]


WITH_FAULTS = """
import threading
from PySide6.QtCore import QTimer, qWarning
from rnnviz.gui.app import run_window
from rnnviz.gui.window.hint import Hint
from rnnviz.gui.window.main_window import MainWindow

def fail(*_):
    raise ZeroDivisionError("a made-up mistake")

def look(window):
    threading.Thread(target=fail).start()
    qWarning("a made-up warning")
    QTimer.singleShot(300, lambda: (print(*window.notices.texts, flush=True), window.close()))

show = MainWindow.show_corpus

def show_and_fail(window, corpus):
    show(window, corpus)
    QTimer.singleShot(0, lambda: look(window))
    fail()

Hint.resizeEvent = fail
MainWindow.show_corpus = show_and_fail
raise SystemExit(run_window("hello"))
"""


def test_the_program_goes_on_and_logs_whatever_fails(tmp_path):
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    program = subprocess.run(
        [sys.executable, "-c", WITH_FAULTS],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    log = (tmp_path / "rnnviz" / "rnnviz.log").read_text(encoding="utf-8")
    assert program.returncode == 0, program.stderr
    assert "a made-up mistake" in program.stdout
    assert "Traceback" not in program.stderr
    assert "in show_and_fail" in log
    assert "_bootstrap" in log  # the thread's
    assert "Qt says: a made-up warning" in log
    assert "hello" in (tmp_path / "rnnviz" / "rnnviz.ini").read_text()


def test_the_start_brings_in_nothing_that_only_faults_or_measurements_need():
    unwanted = "'rnnviz.log_file', 'logging.handlers', 'rnnviz.probes', 'rnnviz.core.bptt'"
    code = f"import sys, rnnviz.gui.app; print({{{unwanted}}} & set(sys.modules))"
    said = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE
    )
    assert said.stdout == "set()\n", said.stderr
