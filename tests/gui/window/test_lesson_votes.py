"""A class in the window: a double click on *Do it*, votes by key, and on to the next lesson."""

import pytest
from PySide6.QtCore import Qt
from windows import PATIENCE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def votes(view):
    return {letter: button.votes for letter, button in view.answers.buttons.items()}


def test_a_class_is_led_from_a_prediction_to_the_next_lesson(window, qtbot):
    lesson, view = window.lesson, window.lesson.view
    lesson.open_builtin("hello")
    rest = lambda: qtbot.waitUntil(lambda: not lesson.player.playing, timeout=PATIENCE)  # noqa: E731
    rest()
    view.answers.class_votes.setChecked(True)
    window.setFocus()
    qtbot.keyClicks(window, "abbd")
    qtbot.keyClick(window, Qt.Key.Key_A, Qt.KeyboardModifier.ShiftModifier)
    assert votes(view) == {"A": 0, "B": 2, "C": 0}
    view.turn_to(2)
    assert view.next_move == "Do it"
    for _ in range(2):
        qtbot.mouseClick(view.do, Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(view.do, Qt.MouseButton.LeftButton)
    rest()
    assert window.session.snapshot().step == 300  # nothing stopped it
    qtbot.keyClicks(window, "cca")
    view.go_on()
    assert view.answers.buttons["C"].is_right
    assert votes(view) == {"A": 1, "B": 0, "C": 2, "D": 0}
    qtbot.keyClicks(window, "d")
    assert votes(view)["D"] == 0
    view.turn_to(0)
    assert votes(view)["B"] == 2
    view.turn_to(2)
    view.do.click()  # again, with a new network
    rest()
    assert window.session.snapshot().step == 300
    assert votes(view)["C"] == 0
    view.turn_to(len(lesson.player.lesson.steps) - 1)
    qtbot.mouseClick(view.next_lesson, Qt.MouseButton.LeftButton)
    rest()
    assert view.title.text().startswith("What one unit knows")
    assert votes(view) == {"A": 0, "B": 0, "C": 0}
