"""Edit > Copy settings and Paste settings."""

import pytest
from PySide6.QtGui import QGuiApplication
from windows import PATIENCE


@pytest.fixture
def clipboard(window):
    return QGuiApplication.clipboard()


def test_settings_are_copied_pasted_and_taken_back(window, clipboard, train, qtbot):
    train(window, 2)
    session, first = window.session, window.session.runs.focus
    window.commands.copy_settings.trigger()
    copied = clipboard.text()
    assert 'task = "text"' in copied
    assert any("clipboard" in text for text in window.notices.texts)
    clipboard.setText(copied.replace("cell = ", "hidden = 11\n# cell = "))
    window.commands.paste_settings.trigger()
    qtbot.waitUntil(lambda: session.runs.focus is not first, timeout=PATIENCE)
    assert session.settings.hidden == 11
    window.commands.undo.trigger()
    assert session.runs.focus is first


def test_a_task_comes_with_its_settings(window, clipboard, train, qtbot):
    train(window, 2)
    clipboard.setText('task = "adding"\nhidden = 5\n')
    window.commands.paste_settings.trigger()
    qtbot.waitUntil(lambda: window.session.settings.task == "adding", timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.session.runs.focus.settings.hidden == 5, timeout=PATIENCE)


def test_a_wrong_line_changes_nothing_and_is_named(window, clipboard):
    before = window.session.settings
    clipboard.setText("hidden = 5\nlayer = 2")
    window.commands.paste_settings.trigger()
    assert any("Line 2: there is no setting" in text for text in window.notices.texts)
    clipboard.setText(" ")
    window.commands.paste_settings.trigger()
    assert any("no settings on the clipboard" in text for text in window.notices.texts)
    assert window.session.settings == before


def test_settings_that_are_pasted_as_a_text_are_set_and_may_be_learned(window, clipboard, qtbot):
    clipboard.setText("lr = 0.25\n")
    window.commands.paste.trigger()
    assert window.session.settings.lr == 0.25
    assert any("are settings" in text for text in window.notices.texts)
