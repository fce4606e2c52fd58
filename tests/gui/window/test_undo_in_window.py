"""Ctrl+Z and Ctrl+Shift+Z in the window: what the menu names, fields with text, the layout."""

import pytest
from PySide6.QtCore import Qt
from windows import PATIENCE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def undo(qtbot, part):
    qtbot.keyClick(part, Qt.Key.Key_Z, CTRL)


def fields(window):
    return window.left.hyperparameters.network.fields


def run(window):
    return window.session.runs.focus


def test_what_a_field_has_changed_is_taken_back_by_key_and_done_again(window, train, qtbot):
    train(window, 3)
    first, field = run(window), fields(window)["hidden"]
    hidden = field.value()
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "17")
    undo(qtbot, field)  # of what is typed
    assert window.session.settings.hidden == hidden
    field.selectAll()
    qtbot.keyClicks(field, "17")
    qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: run(window) is not first, timeout=PATIENCE)
    assert window.commands.undo.text() == f"&Undo hidden units {hidden} to 17"
    undo(qtbot, field)
    assert run(window) is first
    assert field.value() == hidden
    assert window.commands.redo.text() == f"&Redo hidden units {hidden} to 17"
    qtbot.keyClick(field, Qt.Key.Key_Z, CTRL | SHIFT)
    qtbot.waitUntil(lambda: run(window) is not first, timeout=PATIENCE)
    assert field.value() == 17


def test_a_closed_panel_a_floating_one_and_the_first_layout_are_taken_back(window, train, qtbot):
    train(window, 1)
    docks = {dock.kind.name: dock for dock in window.panels.docks}
    loss, words = docks["loss"], window.commands.undo.text
    qtbot.waitUntil(lambda: bool(window.undo_actions.layout._known), timeout=PATIENCE)
    loss.toggleViewAction().trigger()
    qtbot.waitUntil(lambda: words() == "&Undo layout of the panels", timeout=PATIENCE)
    assert not loss.isVisible()
    undo(qtbot, window)
    assert loss.isVisible()
    assert "layout" not in words()
    loss.setFloating(True)
    qtbot.waitUntil(lambda: words() == "&Undo layout of the panels", timeout=PATIENCE)
    deeds = window.session.undoing._done
    known = len(deeds)
    window.commands.reset_layout.trigger()
    qtbot.waitUntil(lambda: len(window.session.undoing._done) > known, timeout=PATIENCE)
    assert not loss.isFloating()
    window.commands.undo.trigger()
    assert loss.isFloating()
    window.commands.undo.trigger()
    assert not loss.isFloating()


def test_a_lesson_that_arranges_panels_is_no_deed_of_the_users(window, qtbot):
    qtbot.waitUntil(lambda: bool(window.undo_actions.layout._known), timeout=PATIENCE)
    window.lesson.open_builtin("6-radius")
    qtbot.waitUntil(lambda: window.lesson.isVisible(), timeout=PATIENCE)
    window.lesson.close()
    qtbot.wait(50)
    assert all("layout" not in deed.words for deed in window.session.undoing._done)


def test_starting_over_after_a_divergence_asks_nothing_and_is_taken_back(window, train, qtbot):
    train(window, 2)
    first = run(window)
    window.commands.restart.trigger()
    qtbot.waitUntil(lambda: run(window) is not first, timeout=PATIENCE)
    assert window.commands.undo.text() == "&Undo start over"
    undo(qtbot, window)
    assert run(window) is first
