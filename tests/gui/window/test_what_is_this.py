"""What is this? asked by key, by pointer, by a dock's question mark and by a row's menu."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QCursor, QGuiApplication, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTabBar

from rnnviz.captions.help.help_text import help_names
from rnnviz.captions.help.names import fact, setting
from rnnviz.gui.widgets.explained import EXPLAINED, explanation_of
from rnnviz.gui.widgets.fact_table import FactTable
from rnnviz.gui.widgets.settings_form import SettingsForm
from rnnviz.gui.window.help_window import HelpWindow, beside


@pytest.fixture(autouse=True)
def _pointer_back():
    """Leave the pointer where it was: tables do not move their rows from under it."""
    before = QCursor.pos()
    yield
    QCursor.setPos(before)


def shown(window):
    found = [w for w in window.findChildren(HelpWindow) if w.isVisible()]
    return found[0] if found else None


def point_at(part):
    QCursor.setPos(part.mapToGlobal(part.rect().center()))


def press(part):
    QTest.keyClick(part, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)


def dock(window, name):
    return next(dock for dock in window.panels.docks if dock.kind.name == name)


def test_the_key_explains_the_row_that_has_the_focus(window):
    field = window.left.hyperparameters.network.fields["hidden"]
    point_at(window.transport)
    field.setFocus()
    press(field)
    asked = shown(window)
    assert asked.windowTitle() == "Hidden units"
    assert "H = 64" in asked.text.toPlainText()


def test_the_key_explains_what_is_pointed_at_once_the_pointer_has_moved(window):
    window.left.hyperparameters.network.fields["hidden"].setFocus()
    point_at(window.left.corpus.facts["Entropy"])
    press(window)
    asked = shown(window)
    assert asked.windowTitle() == "Entropy"
    assert "bits" in asked.text.toPlainText()


def test_the_key_explains_the_readout_of_the_loss(open_window, qtbot):
    window = open_window(size=(780, 700))  # the pointer cannot leave the screen
    loss = window.transport.readouts["loss"]
    qtbot.waitUntil(lambda: loss.text() != "")
    point_at(loss)
    press(window)
    assert shown(window).windowTitle() == "Mean loss"


def test_where_there_is_nothing_to_explain_the_window_explains_how_to_ask(window):
    window.setFocus()
    point_at(window.menuBar())
    press(window)
    assert "Shift+F1" in shown(window).text.toPlainText()


def test_from_the_menu_it_waits_for_a_click_which_does_nothing_else(window, qtbot):
    window.commands.point.trigger()
    assert QGuiApplication.overrideCursor().shape() == Qt.CursorShape.WhatsThisCursor
    button = window.left.corpus.builtins["tales"]
    inside = button.mapTo(window, button.rect().center())
    qtbot.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=inside)
    assert QGuiApplication.overrideCursor() is None
    assert "Shift+F1" in shown(window).text.toPlainText()  # a button that no text is about
    assert window.session.source.builtin == "verse"
    shown(window).close()
    fact_label = window.left.corpus.facts["Alphabet"]
    window.commands.point.trigger()
    inside = fact_label.mapTo(window, fact_label.rect().center())
    qtbot.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=inside)
    assert shown(window).windowTitle() == "Alphabet"


def test_escape_ends_the_waiting(window):
    window.commands.point.trigger()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert QGuiApplication.overrideCursor() is None
    assert shown(window) is None


def test_the_question_mark_of_a_dock_explains_its_panel(window, qtbot):
    decay = dock(window, "decay")
    decay.raise_()
    qtbot.waitUntil(decay.question.isVisible)
    qtbot.mouseClick(decay.question, Qt.MouseButton.LeftButton)
    assert shown(window).windowTitle() == "Decay"


def test_a_lesson_the_timeline_and_what_is_done_by_hand_are_explained(window, qtbot):
    window.lesson.open_builtin("1-spell")
    qtbot.waitUntil(window.lesson.isVisible, timeout=20_000)
    qtbot.mouseClick(window.lesson.question, Qt.MouseButton.LeftButton)
    assert shown(window).windowTitle() == "Lesson"
    assert explanation_of(window.timeline.slider) == fact("timeline")
    assert explanation_of(next(iter(window.left.by_hand.buttons.values()))) == fact("by_hand")


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)  # offscreen only
def test_the_question_mark_goes_where_the_system_draws_the_title_and_comes_back(window, qtbot):
    decay = dock(window, "decay")
    decay.raise_()
    qtbot.waitUntil(decay.question.isVisible)
    decay.setFloating(True)
    qtbot.waitUntil(lambda: not decay.question.isVisible())
    decay.setFloating(False)
    decay.raise_()
    qtbot.waitUntil(decay.question.isVisible)


def test_every_dock_in_front_has_a_question_mark_beside_its_buttons(window, qtbot):
    for one in window.panels.docks:
        one.raise_()
        qtbot.waitUntil(one.question.isVisible)
        box = one.question.geometry()
        others = [b.geometry() for b in one.children() if b.objectName().startswith("qt_dockwidg")]
        assert one.rect().contains(box)
        assert not any(box.intersects(other) for other in others)


def test_escape_closes_it_and_its_text_can_be_copied(window, qtbot):
    window.what_is_this.explain("decay")
    asked = shown(window)
    qtbot.mouseClick(asked.copy, Qt.MouseButton.LeftButton)
    assert "What not to conclude" in QGuiApplication.clipboard().text()
    QTest.keyClick(asked.text, Qt.Key.Key_Escape)
    assert shown(window) is None


def test_a_text_leads_to_another_and_to_its_lesson(window, qtbot):
    window.what_is_this.explain("decay")
    asked = shown(window)
    asked.text.anchorClicked.emit(QUrl("help:facts/half_life"))
    assert shown(window) is asked
    assert asked.windowTitle() == "Half-life of the decay"
    asked.text.anchorClicked.emit(QUrl("lesson:2-vanish"))
    qtbot.waitUntil(window.lesson.isVisible, timeout=20_000)
    assert shown(window) is None  # the lesson has the floor


def test_a_rows_menu_offers_the_question(window):
    form = window.left.hyperparameters.network
    label = next(w for w in form.findChildren(QLabel) if w.text() == "Cell")
    menu = window.context_menus.menu_at(label.mapToGlobal(label.rect().center()))
    (action,) = menu.actions()
    assert action.text() == "What is this?"
    action.trigger()
    assert shown(window).windowTitle() == "Cell"


def test_what_no_panel_shows_is_measured_while_its_text_is_open(window, train, qtbot):
    train(window, 60)
    assert not any(dock.can_be_seen for dock in window.panels.docks if dock.kind.name == "decay")
    asked = []
    window.what_is_this.numbers.wanted.connect(asked.append)
    window.what_is_this.explain("facts/truncation")
    words = shown(window).text.toPlainText
    assert "angle between" in words()
    qtbot.waitUntil(lambda: "‖g_25 − g_200‖ / ‖g_200‖ = " in words(), timeout=20_000)
    assert "truncation" in {request.probe for request in asked[-1].focus}
    shown(window).close()
    assert "truncation" not in {request.probe for request in asked[-1].focus}
    assert asked[-1] == window.panels.wanted()


def test_a_chosen_part_of_the_text_is_not_written_over(window):
    window.what_is_this.explain("decay")
    asked = shown(window)
    asked.text.selectAll()
    before = asked.text.toPlainText()
    asked.write("other words")
    assert asked.text.toPlainText() == before
    asked.text.moveCursor(QTextCursor.MoveOperation.Start)
    asked.write("other words")
    assert asked.text.toPlainText() == "other words"


def test_every_row_and_every_fact_on_the_screen_has_a_text(window):
    for form in window.findChildren(SettingsForm):
        for name, field in form.fields.items():
            assert explanation_of(field) == setting(name)
    tables = window.findChildren(FactTable)
    for table in tables:
        for name, label in table.facts.items():
            assert explanation_of(label) == fact(name)
            assert fact(name) in help_names()
    assert len(tables) == 3


def test_all_that_is_explained_has_a_text(window):
    for one in window.panels.docks:
        assert one.panel.property(EXPLAINED) == one.kind.name  # made now
    named = {part.property(EXPLAINED) for part in window.findChildren(object)} - {None, ""}
    assert named <= set(help_names())


def test_a_column_of_the_table_of_runs_is_explained(window, qtbot):
    runs = dock(window, "runs")
    runs.raise_()
    qtbot.waitUntil(runs.panel.isVisible)
    table = runs.panel.table
    across = table.horizontalHeader()
    x = across.sectionViewportPosition(2) + 4
    at = across.viewport().mapToGlobal(QPoint(x, 4))
    assert explanation_of(across.viewport(), at) == fact("Loss")


def test_the_tab_of_a_panel_is_explained_while_another_is_in_front(window):
    tabs = [bar for bar in window.panels.findChildren(QTabBar) if bar.isVisible()]
    named = set()
    for bar in tabs:
        for place in range(bar.count()):
            at = bar.mapToGlobal(bar.tabRect(place).center())
            named.add(explanation_of(bar, at))
    assert named == {one.kind.name for one in window.panels.docks}
    assert explanation_of(tabs[0]) == ""


@pytest.mark.parametrize(
    ("left", "x"), [(10, 118), (400, 92), (250, 499)], ids=["right", "left", "over"]
)
def test_it_stands_beside_what_it_is_about(left, x):
    room, size = QRect(0, 0, 800, 600), QSize(300, 200)
    about = QRect(left, 50, 101 if left != 250 else 301, 100)
    assert beside(about, size, room).y() == 50
    assert beside(about, size, room).x() == x
