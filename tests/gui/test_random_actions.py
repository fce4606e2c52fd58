"""Random actions by a seed: no exception, no warning, no freeze, and the window trains on.

RNNVIZ_ACTIONS=5000 RNNVIZ_SEEDS=1,2,3 makes it a long run.
"""

import os
import random

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog
from random_actions import RandomUser
from windows import step

from rnnviz.log_file import log_path

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ACTIONS = int(os.environ.get("RNNVIZ_ACTIONS", "120"))
SEEDS = [int(seed) for seed in os.environ.get("RNNVIZ_SEEDS", "1,2").split(",")]
FREEZE = 5.0
"""Seconds that no action may hold up the window."""
PATIENCE = 60_000
LAST = 25


@pytest.fixture
def user(window, tmp_path, monkeypatch, request):
    monkeypatch.chdir(tmp_path)  # a folder that is typed without its place is here
    folder = tmp_path / "files"
    folder.mkdir()
    made = RandomUser(window, folder, random.Random(request.param))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", made.some_files)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", made.some_file)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", made.somewhere)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", made.some_folder)
    answers = QTimer()
    answers.timeout.connect(made.answer)
    answers.start(20)
    yield made
    answers.stop()


@pytest.mark.timeout(300 + ACTIONS)
@pytest.mark.parametrize("user", SEEDS, indirect=True)
def test_whatever_is_done_nothing_fails_and_nothing_freezes(user, window, qtbot):
    session, failed = window.session, []
    session.notice.connect(lambda notice: failed.append(notice.details))
    with qtbot.captureExceptions() as exceptions:
        for _ in range(ACTIONS):
            user.act()
            if exceptions or any(failed) or user.slowest[0] > FREEZE:
                break
    last = "\n".join(user.done[-LAST:])
    assert not exceptions, f"{exceptions[0][1]!r} after {len(user.done)} actions:\n{last}"
    assert not any(failed), f"{next(filter(None, failed))} after {len(user.done)} actions:\n{last}"
    assert not any(dock.has_failed for dock in window.panels.docks), log_path().read_text()
    assert user.slowest[0] <= FREEZE, f"{user.slowest}:\n{last}"
    assert not log_path().exists(), log_path().read_text()
    trains_on(window, qtbot)


def trains_on(window, qtbot):
    """Train a new network a little: the window has survived."""
    window.lesson.close()
    window.session.cancel_loading()
    window.session.set_speed(None)
    window.session.open_builtin("hello")
    qtbot.waitUntil(lambda: window.session.corpus is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.session.state == "ready" and step(window) == 0, timeout=PATIENCE)
    window.session.run()
    qtbot.waitUntil(lambda: step(window) > 5, timeout=PATIENCE)
