"""In front of a class: large, by a clicker's keys, and back to exactly what was there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from windows import PATIENCE

from rnnviz.lab.panels import PANELS
from rnnviz.lessons.layout import names

LEGIBLE = 20
"""Pixels of the smallest letters that are read from the last row."""
SIZE = (1024, 768)


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    """Press a key where the keyboard is."""
    there = QApplication.focusWidget() or window
    QTest.keyClick(there if there.window() is window else window, key, modifier)
    QTest.qWait(20)


def begin(window):
    """Press F11, on a screen of the size of the smallest projector."""
    press(window, Qt.Key.Key_F11)
    assert window.presentation.is_on
    window.resize(*SIZE)
    QTest.qWait(50)


def seen(window):
    """The panels that are on the screen."""
    return {dock.kind.name for dock in window.panels.docks if dock.can_be_seen}


def standing(window):
    """Everything that a user can see of how the window stands."""
    docks = {
        dock.objectName(): (dock.isFloating(), dock.isHidden(), dock.features(), dock.geometry())
        for dock in (window.lesson, *window.panels.docks)
        if dock.isVisible() and dock.x() > -100  # not behind another
    }
    parts = (window.menuBar(), window.transport, window.left, window.timeline, window.hint)
    places = [(part.isVisible(), part.geometry()) for part in parts]
    fronts = [d.objectName() for d in window.panels.docks if d.in_front and not d.isFloating()]
    shown = [action.isChecked() for action in window.panels.view_actions()]
    bar = window.left.verticalScrollBar().value()
    text = QApplication.font().pointSizeF(), window.look.enlargement, window.look.theme
    focus = QApplication.focusWidget()
    return docks, places, fronts, shown, bar, text, focus, window.geometry(), window.windowState()


def is_same(now, before):
    """Whether all stands as before; Qt rounds shares of a row of docks to a pixel."""
    if now[1:] != before[1:] or now[0].keys() != before[0].keys():
        return False
    pairs = [(now[0][name], before[0][name]) for name in before[0]]
    places = [(one.getCoords(), other.getCoords()) for (*_, one), (*_, other) in pairs]
    near = all(abs(a - b) <= 1 for one, other in places for a, b in zip(one, other, strict=True))
    return near and all(one[:3] == other[:3] for one, other in pairs)


@pytest.mark.qt_log_ignore("does not support raise", extend=True)  # offscreen, of one that floats
@pytest.mark.parametrize("with_lesson", [False, True])
def test_escape_goes_back_to_exactly_what_was_there(open_window, qtbot, with_lesson):
    window = open_window(size=(1180, 740))
    docks = {dock.kind.name: dock for dock in window.panels.docks}
    if with_lesson:
        window.lesson.open_builtin("5-start")
        window.lesson.view.text.setFocus()
    else:
        docks["spectrum"].setFloating(True)
        docks["spectrum"].setGeometry(60, 80, 400, 300)
        docks["letters"].close()
        docks["cell"].raise_()
        window.split.setSizes([380, 800])
        window.left.verticalScrollBar().setValue(40)
        window.look.larger()
        window.activateWindow()
        window.transport.speed.setFocus()
    QTest.qWait(450)  # what is dragged counts as one deed when it stands
    before, undo = standing(window), window.session.undoing.undo_words
    begin(window)
    assert not window.transport.isVisible()
    assert not window.left.isVisible()
    for key in (Qt.Key.Key_3, Qt.Key.Key_PageDown, Qt.Key.Key_Period, Qt.Key.Key_Period):
        press(window, key)
    press(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    press(window, Qt.Key.Key_Escape)
    assert not window.presentation.is_on
    qtbot.waitUntil(lambda: is_same(standing(window), before), timeout=3000)
    QTest.qWait(350)
    assert window.session.undoing.undo_words == undo


def test_no_text_is_below_twenty_pixels_in_any_panel(open_window, qtbot, monkeypatch, train):
    """Whatever paints text is asked in which size it arrives on the screen."""
    window = open_window("verse", size=SIZE)
    window.session.change(cell="lstm", hidden=16)
    train(window, 20)
    begin(window)
    small, painted = set(), set()
    watch(monkeypatch, small, painted)
    for name in PANELS:
        window.presentation.show_panel(name)
        QTest.qWait(120)
        assert seen(window) == {name}
        assert window.width() <= SIZE[0]
        assert window.height() <= SIZE[1]
        for part in window.findChildren(QWidget):
            if part.isVisible() and part.fontInfo().pixelSize() < LEGIBLE:
                small.add((name, type(part).__name__))
    assert small == set()
    assert {"drawText", "drawStaticText"} <= {how for how, _ in painted}


def watch(monkeypatch, small, painted):
    """Note how and how large texts are painted from now on."""

    def spied(how, paint):
        def spy(painter, *given):
            zoom = abs(painter.combinedTransform().determinant()) ** 0.5
            ratio = painter.device().devicePixelRatio() if painter.device() else 1
            size = painter.fontInfo().pixelSize() * zoom / ratio
            painted.add((how, round(size)))
            if size < LEGIBLE:
                small.add((how, str(given[-1]), size))
            return paint(painter, *given)

        return spy

    for how in ("drawText", "drawStaticText"):
        monkeypatch.setattr(QPainter, how, spied(how, getattr(QPainter, how)))


def test_a_clicker_leads_through_a_lesson_and_letters_vote(open_window, qtbot):
    window = open_window(size=SIZE)
    window.lesson.open_builtin("5-start")
    qtbot.waitUntil(lambda: not window.lesson.player.opening, timeout=PATIENCE)
    begin(window)
    view, presentation = window.lesson.view, window.presentation
    lesson = window.lesson.player.lesson
    assert window.lesson.isVisible()
    assert len(seen(window)) in (1, 2)
    assert view.takes_votes
    assert set(view.answers.buttons) >= {"A", "B"}
    for letter in "AABb":
        press(window, letter)
    press(window, "A", Qt.KeyboardModifier.ShiftModifier)
    votes = [view.answers.votes.of(0).get(letter, 0) for letter in "AB"]
    assert votes == [1, 2]
    assert "votes" in presentation.line.keys.text()
    assert not presentation.blank.isVisible()
    come_and_go(window)
    press(window, "2")
    press(window, Qt.Key.Key_PageDown)  # brings the lesson back before it does anything
    assert window.lesson.isVisible()
    assert not view.revealed
    view.turn_to(0)
    if view.next_move == "Do it":
        press(window, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: view.done == 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.lesson.player.playing, timeout=PATIENCE)
    assert lesson.room_at(0) in seen(window)
    assert view.next_move.startswith("Reveal")
    press(window, Qt.Key.Key_PageDown)
    assert view.revealed
    assert not view.takes_votes
    press(window, "b")
    assert presentation.blank.isVisible()
    assert presentation.blank.size() == window.size()
    press(window, Qt.Key.Key_PageDown)  # only lifts the black
    assert not presentation.blank.isVisible()
    assert view.index == 0
    press(window, Qt.Key.Key_PageUp)
    assert not view.revealed
    press(window, Qt.Key.Key_PageDown)
    press(window, Qt.Key.Key_PageDown)
    assert view.index == 1


def come_and_go(window):
    """Bring a panel of the menu View by its digit, and the lesson by the same once more."""
    first = seen(window)
    press(window, "3")  # of the menu View
    assert seen(window) == {list(PANELS)[2]}
    assert not window.lesson.isVisible()
    press(window, "3")
    assert seen(window) == first
    assert window.lesson.isVisible()


def test_without_a_lesson_keys_bring_one_panel_after_the_other(open_window, qtbot):
    window = open_window(size=SIZE)
    begin(window)
    kinds = list(PANELS)
    for digit in range(1, 10):
        press(window, str(digit))
        assert seen(window) == {kinds[digit - 1]}
    control, alt = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
    press(window, "1", alt)
    assert seen(window) == {kinds[9]}
    for key, name in ((Qt.Key.Key_PageDown, kinds[10]), (Qt.Key.Key_PageUp, kinds[9])):
        press(window, key, control)
        assert seen(window) == {name}
        press(window, Qt.Key.Key_PageDown)
        press(window, Qt.Key.Key_PageUp)
        assert seen(window) == {name}
    assert "step" in window.presentation.line.numbers.text()
    assert "Esc ends" in window.presentation.line.keys.text()


def test_closing_in_front_of_a_class_remembers_the_usual_window(open_window, preferences, qtbot):
    window = open_window(size=(1100, 700))
    window.split.setSizes([360, 740])
    QTest.qWait(50)
    before = standing(window)
    begin(window)
    press(window, "4")
    assert preferences.enlargement == 0
    window.end()
    again = open_window(size=(1100, 700))
    assert not again.presentation.is_on
    now = standing(again)
    assert (now[0], now[2], now[3], now[5]) == (before[0], before[2], before[3], before[5])
    assert again.left.isVisible()
    assert again.left.width() == before[1][2][1].width()


def test_lines_are_thicker_in_front_of_a_class(window):
    before = window.look.theme
    window.look.present(24)
    during = window.panels.panels["loss"].theme
    assert during.stroke > 2 * before.stroke
    assert during.pen(during.text, 1.0).widthF() > 2 * before.pen(before.text, 1.0).widthF()
    window.look.end_presenting()
    assert window.panels.panels["loss"].theme == before


def test_a_lesson_opened_in_front_of_a_class_stays_open_after_it(open_window, qtbot):
    window = open_window(size=SIZE)
    before = standing(window)[2:4]
    begin(window)
    window.lesson.open_builtin("2-vanish")
    qtbot.waitUntil(lambda: window.lesson.isVisible() and len(seen(window)) == 2)
    press(window, "4", Qt.KeyboardModifier.ControlModifier)
    assert seen(window) == {list(PANELS)[3]}
    press(window, "0")
    assert len(seen(window)) == 2
    press(window, Qt.Key.Key_Escape)
    lesson = window.lesson.player.lesson
    assert window.lesson.isVisible()
    shown = {dock.kind.name for dock in window.panels.docks if not dock.isHidden()}
    assert shown == set(names(lesson.panels))
    window.lesson.close()
    qtbot.waitUntil(lambda: standing(window)[2:4] == before)
