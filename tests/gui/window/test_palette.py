"""Ctrl+K finds every action, setting, panel, lesson and text by a part of its name."""

import pytest
from PySide6.QtCore import Qt
from windows import PATIENCE

from rnnviz.gui.actions.actions import WORDS
from rnnviz.gui.window.palette import Palette
from rnnviz.gui.window.palette_entries import Entry, entries, rank
from rnnviz.lab.panels import PANELS
from rnnviz.lab.settings import declarations
from rnnviz.lessons.reading import builtin_lessons
from rnnviz.tasks import REGISTRY as TASKS
from rnnviz.tasks.builtin import BUILTIN


@pytest.fixture
def palette(window, qtbot):
    def ask():
        if window.isActiveWindow():
            qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        else:
            window.commands.palette.trigger()
        return next(dialog for dialog in window.findChildren(Palette) if dialog.isVisible())

    return ask


def choose(qtbot, palette, typed):
    qtbot.keyClicks(palette.line, typed)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)


def test_everything_that_is_declared_is_found(window):
    found = [(entry.kind, entry.name) for entry in entries(window)]
    kinds = [kind for kind, _ in found]
    assert kinds.count("action") == len(WORDS) - 1  # but the palette itself
    wanted = {("panel", panel.title) for panel in PANELS.values()}
    wanted |= {("setting", declared.label) for declared in declarations().values()}
    wanted |= {("task", task.label) for task in TASKS.values()}
    wanted |= {("text", text.title) for text in BUILTIN.values()}
    wanted |= {("lesson", f"{n}. {x.title}") for n, x in enumerate(builtin_lessons(), 1)}
    assert wanted <= set(found)
    assert all(entry.tip for entry in entries(window))


def test_names_that_begin_so_come_first():
    def found(typed):
        names = ["Reset layout", "Layers", "Player", "Learning rate"]
        ranks = [(rank(Entry(name, "x", print), typed), name) for name in names]
        return [name for place, name in sorted(r for r in ranks if r[0] is not None)]

    assert found("lay") == ["Layers", "Reset layout", "Player"]
    assert found("lrt") == ["Learning rate"]
    assert found("rate learn") == ["Learning rate"]


def test_a_panel_a_setting_and_an_action_are_had_by_name(window, palette, qtbot):
    choose(qtbot, palette(), "spectrum")
    dock = next(dock for dock in window.panels.docks if dock.kind.name == "spectrum")
    qtbot.waitUntil(lambda: dock.in_front, timeout=PATIENCE)
    window.column.choose(False)
    choose(qtbot, palette(), "clip threshold")
    field = window.left.hyperparameters.training.fields["clip_threshold"]
    qtbot.waitUntil(field.isVisible, timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.focusWidget() is field, timeout=PATIENCE)
    choose(qtbot, palette(), "settings column")
    qtbot.waitUntil(window.left.isHidden, timeout=PATIENCE)


def test_what_cannot_be_had_says_why_and_escape_gives_the_keyboard_back(window, palette, qtbot):
    field = window.left.hyperparameters.network.fields["hidden"]
    field.setFocus()
    found = palette()
    qtbot.keyClicks(found.line, "skip connections")
    assert found.tip.text() == "It is there with layers 2."
    qtbot.keyClick(found.line, Qt.Key.Key_Return)
    assert found.isVisible()
    found.line.setText("nothing like this")
    assert found.tip.text() == "There is nothing like that."
    qtbot.keyClick(found.line, Qt.Key.Key_Escape)
    assert not found.isVisible()
    qtbot.waitUntil(lambda: window.focusWidget() is field, timeout=PATIENCE)
