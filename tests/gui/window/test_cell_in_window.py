"""The cell panel in the real window: while it trains, beside a second run, and through the past."""

import time

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from windows import PATIENCE

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
ANSWER = 0.05
"""Seconds in which a key or the pointer is answered."""


@pytest.fixture
def cell(open_window, qtbot):
    """The window with the cell panel in front, and the panel."""
    window = open_window("verse")
    dock = next(one for one in window.panels.docks if one.kind.name == "cell")
    dock.show()
    dock.raise_()
    qtbot.waitUntil(lambda: dock.can_be_seen, timeout=PATIENCE)
    dock.panel.set.phrase.setText("how now brown cow")
    return window, dock


def measured(panel):
    walk = panel._walk
    is_read = walk is not None and walk.phrase == "how now brown cow"
    return is_read and panel.stage.picture.frame is not None


def test_before_any_training_one_can_walk_already(qtbot, cell):
    _, dock = cell
    panel = dock.panel
    qtbot.waitUntil(lambda: measured(panel), timeout=PATIENCE)
    panel.stage.picture.setFocus()
    step = panel.walking.step
    qtbot.keyClick(panel.stage.picture, Qt.Key.Key_Right)
    assert panel.walking.step == step + 1
    qtbot.waitUntil(lambda: panel.stage.picture.frame.letter == "r", timeout=PATIENCE)


def test_walking_and_pointing_answer_at_once_while_it_trains(qtbot, cell):
    window, dock = cell
    panel = dock.panel
    window.session.change(steps=100_000)
    window.session.run()
    qtbot.waitUntil(lambda: measured(panel), timeout=PATIENCE)
    picture, waits = panel.stage.picture, []
    picture.setFocus()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left) * 4:
        before, begin = panel.walking.step, time.perf_counter()
        qtbot.keyClick(picture, key)
        picture.repaint()
        waits.append(time.perf_counter() - begin)
        assert panel.walking.step != before
        assert panel.stage.picture.frame.letter == panel._walk.symbols[panel.walking.step].replace(
            " ", "␣"
        )
        QApplication.processEvents()
    window.session.pause()
    qtbot.waitUntil(lambda: window.session.state == "paused", timeout=PATIENCE)
    assert float(np.median(waits)) < ANSWER


def test_the_arrow_keys_of_the_picture_do_not_train(qtbot, cell, train):
    window, dock = cell
    train(window, 30)
    panel = dock.panel
    qtbot.waitUntil(lambda: measured(panel), timeout=PATIENCE)
    panel.stage.picture.setFocus()
    qtbot.keyClick(panel.stage.picture, Qt.Key.Key_Right)
    qtbot.wait(100)
    assert window.session.snapshot().step == 30


def test_a_second_run_shows_the_same_letter_at_once_and_as_far_as_it_was_played(qtbot, cell, train):
    window, dock = cell
    train(window, 20)
    window.session.change(cell="lstm")
    qtbot.waitUntil(lambda: len(window.session.runs) == 2, timeout=PATIENCE)
    train(window, 20)
    comparison = dock._comparison
    qtbot.waitUntil(lambda: hasattr(comparison, "chooser"), timeout=PATIENCE)
    qtbot.waitUntil(lambda: comparison.chooser.count() == 2, timeout=PATIENCE)
    comparison.chooser.setCurrentIndex(1)
    comparison.chooser.activated.emit(1)
    first, second = dock.panel, dock.second
    qtbot.waitUntil(lambda: measured(first) and measured(second), timeout=PATIENCE)
    assert {first._walk.cell, second._walk.cell} == {"lstm", "vanilla"}
    first.stage.picture.setFocus()
    qtbot.keyClick(first.stage.picture, Qt.Key.Key_Right)
    assert second.walking.step == first.walking.step
    assert second.stage.picture.frame.letter == first.stage.picture.frame.letter
    first.set.direction.setCurrentIndex(1)
    qtbot.waitUntil(lambda: second._walk.back and first._walk.back, timeout=PATIENCE)
    assert second._walk.loss_step == first._walk.loss_step


def test_the_timeline_drags_the_picture_to_an_earlier_step(qtbot, cell, train):
    window, dock = cell
    train(window, 300)
    panel = dock.panel
    qtbot.waitUntil(lambda: measured(panel), timeout=PATIENCE)
    now = panel.stage.picture.frame.values["h"].copy()
    window.timeline.slider.setValue(0)

    def is_other():
        return not np.array_equal(panel.stage.picture.frame.values["h"], now)

    qtbot.waitUntil(is_other, timeout=PATIENCE)
    window.timeline.slider.setValue(window.timeline.slider.maximum())
    qtbot.waitUntil(lambda: not is_other(), timeout=PATIENCE)


def test_a_window_that_is_closed_while_it_plays_leaves_no_timer(qtbot, cell):
    _, dock = cell
    panel = dock.panel
    qtbot.waitUntil(lambda: measured(panel), timeout=PATIENCE)
    qtbot.mouseClick(panel.set.play, Qt.MouseButton.LeftButton)
    assert panel.playing.is_going
