"""The next character in the window: keys while it trains, the timeline, another run beside it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_looking_back import look_at, panel
from windows import PATIENCE

from rnnviz.gui.window.comparison import Comparison
from rnnviz.lab.panels import BEAM, WRITE

HELLO = {
    "cell": "vanilla",
    "hidden": 4,
    "window": 6,
    "batch": 1,
    "state": "reset",
    "lr": 0.01,
    "schedule": "constant",
}


@pytest.fixture
def hello(open_window):
    """A window with the word hello to be learned, its next characters in front."""
    window = open_window("hello")
    window.session.change(**HELLO)
    dock = next(dock for dock in window.panels.docks if dock.kind.name == "next_character")
    dock.raise_()
    return window


def found(window):
    return panel(window, "next_character").views.each.columns.found


def type_into(window, text):
    phrase = panel(window, "next_character").phrase
    phrase.setFocus()
    phrase.selectAll()
    QTest.keyClicks(phrase, text)
    return phrase


def test_the_course_s_table_is_on_the_screen_after_200_steps(qtbot, hello, train):
    type_into(hello, "hello")
    train(hello, 200)
    qtbot.waitUntil(lambda: found(hello) is not None and len(found(hello).symbols) == 5)
    qtbot.waitUntil(lambda: (found(hello).p_true > 0.85).all(), timeout=PATIENCE)
    assert "".join(found(hello).vocabulary[code] for code in found(hello).targets) == "ello"


def test_every_key_changes_it_while_the_training_goes_on(qtbot, hello):
    hello.session.change(steps=100_000)
    hello.commands.run.trigger()
    qtbot.waitUntil(lambda: hello.session.state == "running", timeout=PATIENCE)
    phrase = type_into(hello, "h")
    for count, typed in enumerate("ello", start=2):
        QTest.keyClick(phrase, typed)
        qtbot.waitUntil(lambda n=count: len(found(hello).symbols) == n, timeout=PATIENCE)
    shown = panel(hello, "next_character")
    for count in range(1, 5):
        QTest.keyClick(phrase, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda n=count: len(shown.writing.text) == n, timeout=PATIENCE)
    QTest.keyClick(phrase, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: found(hello).written == 3, timeout=PATIENCE)
    assert hello.session.state == "running"
    hello.commands.run.trigger()
    qtbot.waitUntil(lambda: hello.session.state == "paused", timeout=PATIENCE)


def test_greedy_writing_goes_on_with_hello_and_so_does_the_tree(qtbot, hello, train):
    train(hello, 200)
    shown = panel(hello, "next_character")
    phrase = type_into(hello, "he")
    shown.view.setCurrentIndex(shown.view.findData(WRITE))
    shown.how.how.setCurrentIndex(1)
    for count in range(1, 5):
        QTest.keyClick(phrase, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda n=count: len(shown.writing.text) == n, timeout=PATIENCE)
    assert shown.writing.text == "llo "
    shown.view.setCurrentIndex(shown.view.findData(BEAM))
    qtbot.waitUntil(lambda: shown.views.tree.tree is not None, timeout=PATIENCE)
    assert shown.views.tree.tree.greedy.text[:4] == "llo "
    assert shown.views.tree.tree.best.text[:4] == "llo "


def test_it_is_shown_as_it_was_at_an_earlier_moment(qtbot, hello, train):
    type_into(hello, "hello")
    train(hello, 200)
    qtbot.waitUntil(lambda: len(found(hello).symbols) == 5, timeout=PATIENCE)
    look_at(qtbot, hello, 0)
    qtbot.waitUntil(lambda: found(hello).p_true.mean() < 0.6, timeout=PATIENCE)
    look_at(qtbot, hello, None)
    qtbot.waitUntil(lambda: found(hello).p_true.mean() > 0.8, timeout=PATIENCE)


def test_a_second_run_is_read_beside_the_first(qtbot, hello, train):
    train(hello, 200)
    type_into(hello, "hello")
    hello.session.change(hidden=5)
    qtbot.waitUntil(lambda: len(hello.session.runs) == 2, timeout=PATIENCE)
    dock = next(dock for dock in hello.panels.docks if dock.kind.name == "next_character")
    comparison = dock.findChild(Comparison)
    qtbot.waitUntil(lambda: hasattr(comparison, "chooser"), timeout=PATIENCE)
    chooser = comparison.chooser
    qtbot.waitUntil(lambda: chooser.count() == 2, timeout=PATIENCE)
    chooser.setCurrentIndex(1)
    chooser.activated.emit(1)

    def both():
        second = dock.second and dock.second.views.each.columns.found
        return second is not None and found(hello) is not None and len(second.symbols) == 5

    qtbot.waitUntil(both, timeout=PATIENCE)
    second = dock.second.views.each.columns.found
    assert found(hello).symbols == second.symbols
    assert not np.array_equal(found(hello).p_true, second.p_true)
    assert second.p_true.mean() > 0.8, "the run from before has learned it"


def test_letters_follow_the_training(qtbot, hello, train):
    dock = next(dock for dock in hello.panels.docks if dock.kind.name == "letters")
    dock.raise_()
    shown = dock.panel
    qtbot.waitUntil(lambda: shown.map.found is not None, timeout=PATIENCE)
    before = shown.map.points.copy()
    train(hello, 200)
    qtbot.waitUntil(lambda: not np.allclose(shown.map.points, before), timeout=PATIENCE)
    assert shown.map.found.symbols == (" ", "e", "h", "l", "o")
    assert shown.map.kinds == ("vowel", "consonant", "space")
