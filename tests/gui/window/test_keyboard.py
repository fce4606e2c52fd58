"""Mouse and keyboard together: who has the keyboard after a click, and what its keys then do."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QLabel,
    QLineEdit,
    QSlider,
    QTabBar,
)
from tab_walk import has_ring
from windows import PATIENCE, step

from rnnviz.gui.plotting.canvas import Canvas
from rnnviz.gui.plotting.live_plot import LivePlot
from rnnviz.gui.widgets.live_label import LiveLabel
from rnnviz.gui.window.parts import picture_in
from rnnviz.gui.window.tab_order import can_stop
from rnnviz.lab.panels import PANELS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Down)
MOST_KEYS = 6


@pytest.fixture
def trained(open_window, train):
    """A window with a small LSTM that has learned for ten steps."""
    window = open_window()
    window.session.change(cell="lstm", hidden=8, batch=2, window=6)
    train(window, 10)
    return window


def focus():
    return QApplication.focusWidget()


def dock_of(window, name):
    return next(dock for dock in window.panels.docks if dock.kind.name == name)


def painted(dock):
    return [*dock.findChildren(Canvas), *dock.findChildren(LivePlot)]


def places_to_click(window):
    """Pictures, words, titles, tabs and empty areas that are to be seen now."""
    for kind in (Canvas, LivePlot, QLabel, LiveLabel, QTabBar):
        for part in window.findChildren(kind):
            if part.isVisible() and not part.visibleRegion().isEmpty():
                target = part.viewport() if isinstance(part, LivePlot) else part
                yield target, target.visibleRegion().boundingRect().center()
    for part in (window.transport, window.left.viewport(), window.timeline):
        yield part, QPoint(part.width() - 2, part.height() - 1)
    for dock in window.panels.docks:
        if dock.in_front:
            yield dock, QPoint(dock.width() // 2, 6)


def test_a_click_never_leaves_the_keyboard_in_a_field(trained, qtbot):
    window, seen = trained, set()
    field = window.left.hyperparameters.network.fields["hidden"]
    before = window.session.settings
    for name in PANELS:
        window.going.to_panel(name)
        qtbot.wait(1)
        for part, place in places_to_click(window):
            if part in seen or not part.isVisible():
                continue
            seen.add(part)
            field.setFocus()
            QTest.mouseClick(part, Qt.MouseButton.LeftButton, pos=place)
            now = focus()
            assert not isinstance(now, QAbstractSpinBox | QLineEdit | QComboBox), (name, part)
            for key in ARROWS:
                QTest.keyClick(focus() or window, key)
            assert window.session.settings == before, (name, part)
            if QApplication.activePopupWidget() is not None:
                QApplication.activePopupWidget().close()
    pictures = [one for dock in window.panels.docks for one in painted(dock) if one.isVisible()]
    assert len(seen) > len(pictures) > 3


def test_what_can_be_pointed_at_by_mouse_can_by_arrow_keys(window):
    for name in PANELS:
        for one in painted(dock_of(window, name)):
            kind = type(one)
            if one.focusPolicy() == Qt.FocusPolicy.NoFocus:
                assert kind.__name__ in ("NeedleGauge", "ShapeDiagram"), "nothing in it answers"
                continue
            assert one.focusPolicy() == Qt.FocusPolicy.StrongFocus, (name, one)
            assert kind.keyPressEvent is not Canvas.keyPressEvent, (name, one)


def test_every_panel_comes_by_key_with_a_ring_and_its_picture_keeps_the_arrow_keys(trained, qtbot):
    """The cursor reads out; Escape lets go of it, and then of the keyboard."""
    window, moved = trained, []
    keys = [action.shortcut().toString() for action in window.commands.to_panels.values()]
    assert list(window.commands.to_panels) == list(PANELS)
    assert all(keys[:19])
    assert len(set(keys)) == len(keys) <= 19 + MOST_KEYS
    for name, action in window.commands.to_panels.items():
        dock = dock_of(window, name)
        window.setFocus()
        QTest.keySequence(window, action.shortcut())
        assert dock.in_front, name
        assert dock.isAncestorOf(focus()), name
        part, done = focus(), step(window)
        qtbot.waitUntil(lambda p=part, n=name: n in SILENT or not p.message, timeout=PATIENCE)
        assert has_ring(part), name
        if not isinstance(part, Canvas | LivePlot) or part.message:
            continue
        for key in (Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Right):
            QTest.keyClick(part, key)
        assert step(window) == done, name
        if name != "cell":  # there arrow keys walk through what is read
            assert part.has_cursor, name
            QTest.keyClick(part, Qt.Key.Key_Escape)
            assert not part.has_cursor
        QTest.keyClick(part, Qt.Key.Key_Escape)
        assert window.hasFocus(), name
        moved.append(name)
    assert len(moved) >= 10


SILENT = ("task", "attention", "simulator", "runs", "samples")
"""Those that have nothing to show of this run."""


def test_the_wheel_changes_nothing_that_has_not_the_keyboard(window):
    commands = window.commands
    for action in (commands.race, commands.sweep, commands.memory_bench, commands.memory):
        action.trigger()
    for name in PANELS:
        window.going.to_panel(name)
    window.setFocus()
    parts = [*window.findChildren(QComboBox), *window.findChildren(QAbstractSpinBox)]
    parts += window.findChildren(QSlider)
    assert len(parts) > 80
    for part in parts:
        part.clearFocus()
        before = value_of(part)
        for turn in (120, -120):
            event = QWheelEvent(QPointF(5, 5), QPointF(part.mapToGlobal(QPoint(5, 5))), QPoint(),
                                QPoint(0, turn), Qt.MouseButton.NoButton,
                                Qt.KeyboardModifier.NoModifier,
                                Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
            QApplication.sendEvent(part, event)
            assert value_of(part) == before, (part, part.accessibleName())
    for dialog in window.findChildren(QDialog):
        dialog.close()


def test_a_click_beside_the_fields_of_a_dialog_takes_the_keyboard_from_them(window, qtbot):
    window.commands.sweep.trigger()
    (dialog,) = window.findChildren(QDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    dialog.form.seeds.setFocus()
    before = dialog.form.seeds.value()
    QTest.mouseClick(dialog.form.learns, Qt.MouseButton.LeftButton)
    QTest.keyClick(focus(), Qt.Key.Key_Up)
    assert (focus(), dialog.form.seeds.value()) == (dialog, before)
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    assert focus() is dialog.form.names[0]
    dialog.close()


def value_of(part):
    return part.currentIndex() if isinstance(part, QComboBox) else part.value()


def test_arrow_keys_go_through_a_group_and_return_presses(trained, qtbot):
    """One Tab stop for the buttons of the bar, the choices of a panel, the title of a dock."""
    window, transport = trained, trained.transport
    assert window.hasFocus(), "as it does at the start"
    transport.run.setFocus()
    QTest.keyClick(focus(), Qt.Key.Key_Right)
    assert focus() is transport.step
    QTest.keyClick(focus(), Qt.Key.Key_Right)
    QTest.keyClick(focus(), Qt.Key.Key_Right)
    assert focus() is transport.restart
    QTest.keyClick(focus(), Qt.Key.Key_Tab)
    assert focus() is transport.speed
    before = transport.speed.value()
    QTest.keyClick(focus(), Qt.Key.Key_Left)
    assert (transport.speed.value(), step(window)) == (before - 1, 10)
    window.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: step(window) == 11, timeout=PATIENCE)
    title = dock_of(window, "loss").question
    title.setFocus()
    for _ in range(2):
        QTest.keyClick(focus(), Qt.Key.Key_Right)
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    assert dock_of(window, "loss").isHidden()
    assert window.hasFocus(), "what is gone leaves the keyboard to the window"
    window.going.to_panel("loss")
    assert dock_of(window, "loss").isVisible(), "a key opens it again"


def test_one_step_is_done_where_arrow_keys_mean_something_else(trained, qtbot):
    window = trained
    for part in (window.left.hyperparameters.network.fields["hidden"], window.timeline.slider):
        done = step(window)
        part.setFocus()
        QTest.keyClick(part, Qt.Key.Key_F8)
        qtbot.waitUntil(lambda n=done: step(window) == n + 1, timeout=PATIENCE)


def test_the_parts_go_round_by_key_and_settings_lesson_and_timeline_have_one(trained, qtbot):
    window, commands = trained, trained.commands
    window.setFocus()
    parts = window.keyboard.parts.all()
    assert [type(part).__name__ for part in parts] == [
        "Transport", "LeftColumn", "Notices", *["PanelDock"] * 4, "Timeline",
    ]  # fmt: skip
    been = []
    for _ in range(9):
        QTest.keySequence(focus() or window, commands.next_part.shortcut())
        been.append(window.keyboard.parts.part_of(focus()))
    assert been[:8] == parts
    QTest.keySequence(focus(), commands.part_before.shortcut())
    assert window.keyboard.parts.part_of(focus()) is parts[-1]
    QTest.keySequence(focus(), commands.to_settings.shortcut())
    assert window.left.isAncestorOf(focus())
    QTest.keySequence(focus(), commands.to_timeline.shortcut())
    assert focus() is window.timeline.slider
    QTest.keySequence(focus(), commands.to_lesson.shortcut())
    assert window.menuBar().activeAction() is window.lessons.menuAction()
    QApplication.activePopupWidget().close()
    window.menuBar().setActiveAction(None)
    window.lesson.open_builtin("2-vanish")
    window.setFocus()
    QTest.keySequence(window, commands.to_lesson.shortcut())
    assert focus() is window.lesson.view.do
    window.lesson.close()


def test_all_panels_are_walked_through_by_key_those_behind_too(window):
    been = []
    window.setFocus()
    for _ in PANELS:
        QTest.keySequence(focus() or window, window.commands.next_panel.shortcut())
        been.append(
            next(dock.kind.name for dock in window.panels.docks if dock.isAncestorOf(focus()))
        )
    assert sorted(been) == sorted(PANELS)


def test_docks_that_were_moved_are_gone_through_as_they_stand_now(window, qtbot):
    loss, samples = dock_of(window, "loss"), dock_of(window, "samples")
    window.panels.removeDockWidget(loss)
    window.panels.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, loss)
    loss.show()
    QApplication.processEvents()
    docks = [part for part in window.keyboard.parts.all() if isinstance(part, QDockWidget)]
    assert docks.index(samples) < docks.index(loss)
    loss.setFloating(True)
    loss.activateWindow()
    qtbot.waitUntil(loss.isActiveWindow)
    qtbot.waitUntil(lambda: can_stop(picture_in(loss)), timeout=PATIENCE)  # it has lines to show
    picture_in(loss).setFocus()
    been = set()
    for _ in range(6):
        QTest.keyClick(focus(), Qt.Key.Key_Tab)
        been.add(focus())
        assert focus().window() is loss
    assert picture_in(loss) in been
    assert len(been) > 1
    for name, home in (("samples", window), ("loss", loss)):
        QTest.keySequence(focus(), window.commands.to_panels[name].shortcut())
        qtbot.waitUntil(home.isActiveWindow)
        assert dock_of(window, name).isAncestorOf(focus())
