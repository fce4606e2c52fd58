"""Answers and votes in the lesson's dock, going on by one move, and room for its buttons."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from rnnviz.gui.controls.lesson import LessonView
from rnnviz.lessons.reading import builtin_lessons, parse_lesson

LESSON = """+++
title = "Asked"
corpus = "hello"
settings = { hidden = 4, window = 8 }

[[steps]]
restart = true
ask = { question = "Which?", answers = ["one", "two", "three"], right = "B" }

[[steps]]
run = 5
ask = { question = "Where?", what = "heldout", line = 2 }

[[steps]]
+++
## One

### Answer

Two.

## Two

## Three
"""
NARROW, LOW = 300, 560
"""The dock beside a folded column on a screen of 1024x768, with menus and titles."""


@pytest.fixture
def view(qtbot, tmp_path):
    view = LessonView()
    qtbot.addWidget(view)
    view.show_lesson(parse_lesson(LESSON, "asked.md", tmp_path), "Vanish")
    view.resize(320, 600)
    view.show()
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.show_progress(-1, playing=False, goal=0)
    return view


@pytest.fixture
def larger(qapp):
    def by(points):
        font = qapp.font()
        font.setPointSize(usual.pointSize() + points)
        qapp.setFont(font)

    usual = qapp.font()
    yield by
    qapp.setFont(usual)


def votes(view):
    return {letter: button.votes for letter, button in view.answers.buttons.items()}


def press(view, key, held=Qt.KeyboardModifier.NoModifier):
    code = Qt.Key(ord(key.upper()))
    return view.take_key(QKeyEvent(QEvent.Type.KeyPress, code, held, key))


def click(qtbot, button, which=Qt.MouseButton.LeftButton, held=Qt.KeyboardModifier.NoModifier):
    qtbot.mouseClick(button, which, held)


def test_one_alone_has_one_answer_and_may_change_it(view, qtbot):
    buttons = view.answers.buttons
    assert view.answers.question.text() == "Which?"
    click(qtbot, buttons["A"])
    click(qtbot, buttons["C"])
    assert votes(view) == {"A": 0, "B": 0, "C": 1}
    click(qtbot, buttons["C"])
    assert votes(view) == {"A": 0, "B": 0, "C": 0}
    assert view.answers.clear.isHidden()
    press(view, "b")
    assert votes(view)["B"] == 1
    press(view, "B", Qt.KeyboardModifier.ShiftModifier)
    assert votes(view)["B"] == 0
    assert not press(view, "b", Qt.KeyboardModifier.ControlModifier)
    assert not press(view, "x")


def test_a_class_votes_by_clicks_and_keys_and_takes_back(view, qtbot):
    buttons = view.answers.buttons
    click(qtbot, view.answers.class_votes)
    for letter in "ABBA":
        click(qtbot, buttons[letter])
    press(view, "b")
    assert votes(view) == {"A": 2, "B": 3, "C": 0}
    click(qtbot, buttons["A"], Qt.MouseButton.RightButton)
    click(qtbot, buttons["B"], held=Qt.KeyboardModifier.ShiftModifier)
    click(qtbot, buttons["C"], Qt.MouseButton.RightButton)  # there is none to take back
    assert votes(view) == {"A": 1, "B": 2, "C": 0}
    click(qtbot, view.answers.clear)
    assert votes(view) == {"A": 0, "B": 0, "C": 0}


def test_votes_of_a_presentation_count_as_those_of_a_class(view):
    assert view.takes_votes
    for letter in "AABF":
        view.vote(letter)
    view.vote("A", -1)
    assert votes(view) == {"A": 1, "B": 1, "C": 0}
    assert view.answers.class_votes.isChecked()
    view.reveal.click()
    assert not view.takes_votes
    view.vote("A")
    assert votes(view)["A"] == 1


def test_the_right_answer_is_marked_beside_the_bars_of_the_votes(view, qtbot):
    view.resize(320, 900)
    for letter in "AABB":
        view.vote(letter)
    plain = view.answers.buttons["B"].grab().toImage()
    view.reveal.click()
    right, wrong = view.answers.buttons["B"], view.answers.buttons["A"]
    assert (right.is_right, wrong.is_right) == (True, False)
    assert right.accessibleName() == "Answer B: two, 2 votes, right"
    assert view.answers.verdict.text() == "Right: B."
    bar = view.answers.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() == 0)  # there is room for all of it
    assert right.height() > plain.height() / plain.devicePixelRatio()  # there is a bar now
    click(qtbot, wrong)
    assert votes(view)["A"] == 2  # it is too late


def test_votes_stay_while_one_turns_and_go_when_the_step_is_done_again(view, tmp_path):
    view.vote("A")
    view.turn_to(1)
    assert votes(view) == {"A": 0, "B": 0}
    view.vote("B")
    view.turn_to(0)
    assert votes(view)["A"] == 1
    view.show_progress(1, playing=False, goal=0)
    view.turn_to(1)
    assert view.do.text() == "Do it again"
    assert view.doing.text() == "run to step 5 (again: from step 1)"
    assert "steps 1 to 2 again with a new network" in view.do.toolTip()
    view.do.click()
    assert votes(view) == {"A": 0, "B": 0}
    view.turn_to(0)
    assert votes(view)["A"] == 0
    view.vote("C")
    view.show_lesson(parse_lesson(LESSON, "asked.md", tmp_path))
    assert votes(view)["C"] == 0


def test_what_is_right_by_a_measure_is_known_when_the_step_is_done(view):
    view.turn_to(1)
    view.reveal.click()
    assert "is measured when this step is done" in view.answers.verdict.text()
    view.show_found({1: {"heldout": 1.5}}, ())
    assert view.answers.buttons["B"].is_right  # below 2


def test_one_move_after_the_other_leads_through_a_lesson(view, qtbot):
    asked = []
    view.do_requested.connect(asked.append)
    assert view.next_move == "Do it"
    view.go_on()
    assert asked == [0]
    view.show_progress(-1, playing=True, goal=5)
    assert view.next_move == ""
    view.go_on()  # a clicker's key once too often stops nothing
    view.show_progress(1, playing=False, goal=0)
    assert asked == [0]
    assert view.next_move == "Reveal answer"
    view.go_on()
    assert view.revealed
    assert view.next_move == "Next step: Two"
    view.go_back()
    assert not view.revealed
    for _ in range(4):
        view.go_on()
    assert (view.index, view.next_move) == (2, "Next lesson: Vanish")
    assert view.next_lesson.isVisible()
    with qtbot.waitSignal(view.next_lesson_requested):
        view.go_on()
    view.go_back()
    assert view.index == 1
    assert view.next_lesson.isHidden()


def test_a_second_click_on_do_it_stops_nothing_and_stop_stands_elsewhere(view, qtbot):
    view.stop_requested.connect(lambda: pytest.fail("it was stopped"))
    view.turn_to(1)
    view.do.setFocus()
    QApplication.processEvents()
    place = view.do.mapTo(view, view.do.rect().center())
    view.do_requested.connect(lambda: view.show_progress(-1, playing=True, goal=5))
    click(qtbot, view.do)
    QApplication.processEvents()
    assert view.childAt(place) is view.do
    click(qtbot, view.do)
    assert view.text.hasFocus()  # and no key presses another button
    stop = view.progress.stop
    assert stop.isVisible()
    assert not stop.geometry().translated(stop.parent().pos()).contains(place)


def test_the_buttons_of_every_step_are_in_sight_at_eight_steps_larger(qtbot, larger):
    view = LessonView()
    qtbot.addWidget(view)
    larger(8)
    view.resize(NARROW, LOW)
    view.show()
    outside = []
    for lesson in builtin_lessons():
        view.show_lesson(lesson, "Another lesson")
        for place in range(len(lesson.steps)):
            view.turn_to(place)
            view.show_progress(place, playing=place % 2 > 0, goal=place)
            view.resize(NARROW, LOW)
            for _ in range(2):  # sizes that hang on a width are asked for once more
                QApplication.processEvents()
            lines = view.text.viewport().height() / view.text.fontMetrics().height()
            ends = [view.do, view.reveal, view.next_lesson, view.progress.stop]
            seen = [button for button in ends if button.isVisible()]
            fits = all(whole(view, button) for button in seen)
            if not fits or lines < 2 or view.size().toTuple() != (NARROW, LOW):
                outside.append((lesson.name, place + 1, view.size().toTuple(), lines))
    assert not outside, outside


def whole(view, button):
    corner = button.mapTo(view, button.rect().bottomRight())
    return button.size().height() >= button.sizeHint().height() and view.rect().contains(corner)
