"""Closing keeps the run first, and ends everything, whatever else fails."""

import pytest
from windows import PATIENCE, step

from rnnviz.gui.preferences import Preferences
from rnnviz.gui.window.closing import Closing
from rnnviz.gui.window.lesson_dock import LessonDock
from rnnviz.gui.window.loading_bar import LoadingBar
from rnnviz.session.jobs import Jobs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def break_(*_args, **_options):
    raise ZeroDivisionError("a made-up mistake")


PARTS = {
    "the lesson": lambda patch, window: patch.setattr(LessonDock, "close", break_),
    "the bar": lambda patch, window: patch.setattr(LoadingBar, "end", break_),
    "dialogs": lambda patch, window: patch.setattr(Closing, "_close_dialogs", break_),
    "panels": lambda patch, window: patch.setattr(window.panels, "arrangement", break_),
    "the split": lambda patch, window: patch.setattr(window.split, "saveState", break_),
    "an arrangement": lambda patch, window: patch.setattr(Preferences, "set_arrangement", break_),
    "settings": lambda patch, window: patch.setattr(Preferences, "keep_settings", break_),
    "the file": lambda patch, window: patch.setattr(Preferences, "write", break_),
    "what is being read": lambda patch, window: patch.setattr(Jobs, "close", break_),
}


@pytest.mark.parametrize("part", list(PARTS))
def test_the_run_is_kept_and_the_window_closes(
    window, qtbot, preferences, monkeypatch, tmp_path, part
):
    closed = []
    window.closed.connect(lambda: closed.append(True))
    window.commands.run.trigger()
    qtbot.waitUntil(lambda: step(window) > 30, timeout=PATIENCE)
    with qtbot.captureExceptions() as told, monkeypatch.context() as patch:
        PARTS[part](patch, window)
        assert window.close()
    assert closed == [True]
    assert [type(error) for _, error, _ in told][:1] == [ZeroDivisionError]
    assert len(list(tmp_path.rglob("*.safetensors"))) == 1
    assert not window.session._worker.isRunning()
    if part in ("the lesson", "panels", "the bar", "dialogs", "the split"):
        assert Preferences(tmp_path / "settings" / "rnnviz.ini").settings["hidden"]
