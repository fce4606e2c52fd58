"""Edit > Copy settings and Paste settings."""

import pytest
from PySide6.QtGui import QGuiApplication
from windows import PATIENCE

from rnnviz.gui.window.notices import Banner


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
    assert any("settings are set now" in text for text in window.notices.texts)
    window.commands.paste.trigger()
    assert any("those that are set already" in text for text in window.notices.texts)


def test_what_means_nothing_is_named_and_a_slip_is_no_text(window, clipboard, qtbot):
    session, corpus = window.session, window.session.corpus
    clipboard.setText('cell = "min_gru"\noptimizer = "sgd"\nactivation = "relu"\nwindow = 9')
    for paste in (window.commands.paste, window.commands.paste_settings):
        paste.trigger()
        said = window.notices.texts[-1]
        assert "means nothing with Cell minGRU and was left out" in said
        assert "Window" not in said
        qtbot.waitUntil(lambda: session.settings.window == 9, timeout=PATIENCE)
    assert "SGD with momentum came with its usual learning rate" in window.notices.texts[0]
    clipboard.setText("[settings]\nlr = 0.2\n")
    window.commands.paste_settings.trigger()
    qtbot.waitUntil(lambda: session.settings.lr == 0.2, timeout=PATIENCE)
    assert (session.settings.cell, session.settings.window) == ("vanilla", 25)
    assert "as at first" in window.notices.texts[-1]
    before = session.settings
    for text in ("hiden = 64", "cell = gru\nlr = 0.1", f"[settings]\nhidden = 0 # {'learn ' * 30}"):
        clipboard.setText(text)
        window.commands.paste.trigger()
        assert window.notices.texts[-1].startswith("What was pasted looks like settings")
        assert (session.settings, session.corpus) == (before, corpus)
    window.notices.findChildren(Banner)[-1].offer.click()
    qtbot.waitUntil(lambda: session.corpus is not corpus, timeout=PATIENCE)
