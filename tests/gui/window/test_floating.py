"""Docks that float stand beside the window, docked again in front; all lies on the screen."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from windows import PATIENCE

from rnnviz.gui.widgets.screen_room import moved_inside
from rnnviz.gui.window.floating import FLOAT_BUTTON

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def float_button(dock):
    return dock.findChild(QAbstractButton, FLOAT_BUTTON)


def dock_of(window, name):
    return next(dock for dock in window.panels.docks if dock.kind.name == name)


def test_a_dock_floats_beside_the_window_with_its_title_and_is_in_front_when_docked(
    open_window, qtbot
):
    window = open_window(size=(700, 500))
    room = window.screen().availableGeometry()
    loss, behind = (dock_of(window, name) for name in ("loss", "clipping"))
    window.move(-400, 0)  # so that there is room beside it
    places = []
    for dock in (loss, behind):
        dock.raise_()
        qtbot.mouseClick(float_button(dock), Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda d=dock: d.isFloating() and d.isVisible(), timeout=PATIENCE)
        assert room.contains(dock.frameGeometry())
        assert dock.windowTitle() == dock.kind.title
        assert not dock.titleBarWidget()
        assert dock.width() >= 60 * dock.fontMetrics().horizontalAdvance("0")
        places.append(dock.pos())
    assert places[0] != places[1]
    assert loss.frameGeometry().left() > window.frameGeometry().right()
    for dock in (loss, behind):
        float_button(dock).click()
        qtbot.waitUntil(lambda d=dock: not d.isFloating() and d.in_front, timeout=PATIENCE)
    loss.move(room.topLeft())
    float_button(loss).click()
    assert room.contains(loss.frameGeometry())
    loss.setFloating(False)


def test_what_stood_on_a_larger_screen_stands_on_this_one_at_the_next_start(
    open_window, preferences, qtbot
):
    first = open_window()
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    elsewhere.setGeometry(3000, 1500, 2500, 1400)
    loss = dock_of(first, "loss")
    loss.setFloating(True)
    loss.setGeometry(2600, 1700, 900, 900)
    geometry = elsewhere.saveGeometry()
    first.close()
    preferences.set_arrangement("window/geometry", geometry)
    second = open_window(size=None, wait=False)
    room = second.screen().availableGeometry()
    assert room.contains(second.frameGeometry())
    loss = dock_of(second, "loss")
    assert loss.isFloating()
    qtbot.waitUntil(loss.isVisible, timeout=PATIENCE)
    assert room.contains(loss.frameGeometry())
    loss.setFloating(False)


def test_a_place_is_moved_as_little_as_can_be():
    room = QRect(0, 30, 1000, 700)
    for place, inside in (
        (QRect(10, 40, 50, 50), QRect(10, 40, 50, 50)),
        (QRect(-70, 900, 50, 50), QRect(0, 680, 50, 50)),
        (QRect(990, 0, 4000, 50), QRect(QPoint(0, 30), QSize(1000, 50))),
    ):
        assert moved_inside(place, room) == inside
