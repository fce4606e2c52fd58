"""The log file: beside the settings, never large, no second fault where it cannot be written."""

import os
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from rnnviz import __version__, log_file
from rnnviz.gui.preferences import Preferences
from rnnviz.log_file import log, log_path


def test_it_lies_beside_the_settings(own_settings):
    for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, own_settings)
    assert log_path().parent == Preferences().kept_runs.parent


def test_it_tells_when_which_version_and_the_whole_traceback():
    log("That failed.", "Traceback: line 1\nZeroDivisionError: näh")
    words = log_path().read_text(encoding="utf-8")
    assert f"rnnviz {__version__}" in words
    assert "error: That failed.\nTraceback: line 1\nZeroDivisionError: näh\n" in words


def test_it_takes_a_bounded_room_and_keeps_the_newest(monkeypatch):
    monkeypatch.setattr(log_file, "LARGEST", 2000)
    for number in range(300):
        log(f"Fault {number}.", "x" * 50)
    files = sorted(path.name for path in log_path().parent.iterdir())
    assert files == ["rnnviz.log", "rnnviz.log.1", "rnnviz.log.2"]
    assert all(path.stat().st_size <= 2000 for path in log_path().parent.iterdir())
    assert "Fault 299." in log_path().read_text(encoding="utf-8")


def test_threads_may_write_at_once():
    def write(name):
        for number in range(20):
            log(f"{name}{number}.")

    threads = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = log_path().read_text(encoding="utf-8").splitlines()
    assert len(lines) == 80


OBSTACLES = ["a file in place of the folder", "a folder in place of it", "a pipe in place of it"]


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_where_it_cannot_be_written_stderr_has_it(own_settings, capsys, obstacle):
    folder = Path(own_settings)
    if obstacle.startswith("a file"):
        folder.write_text("")
    elif obstacle.startswith("a folder"):
        log_path().mkdir(parents=True)
    elif hasattr(os, "mkfifo"):
        log_path().parent.mkdir(parents=True)
        os.mkfifo(log_path())
    else:
        pytest.skip("pipes with names are POSIX's")
    log("That failed.", "Traceback")
    assert "rnnviz: That failed.\nTraceback\n" in capsys.readouterr().err
