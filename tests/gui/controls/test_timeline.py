"""The timeline: it snaps to kept moments, follows the run, and ends in the present."""

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rnnviz.gui.controls.timeline import Timeline
from rnnviz.lab.run import Run
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.builtin import BUILTIN

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def newest():
    """A snapshot of a run that has just begun."""
    return Run(Trainer(Settings(hidden=4), BUILTIN["hello"].load())).snapshot()


@pytest.fixture
def timeline(qtbot):
    timeline = Timeline()
    qtbot.addWidget(timeline)
    timeline.resize(600, 30)
    timeline.show()
    timeline.looks, timeline.continued = [], []
    timeline.looked_back.connect(timeline.looks.append)
    timeline.continue_requested.connect(timeline.continued.append)
    return timeline


def show(timeline, newest, step, moments, **more):
    timeline.show_snapshot(dataclasses.replace(newest, step=step, moments=moments, **more))


def test_without_a_past_there_is_nothing_to_drag(timeline, newest):
    show(timeline, newest, 0, ())
    assert not timeline.slider.isEnabled()
    assert not timeline.go_on.isEnabled()
    assert timeline.place.text() == "now"


def test_every_moment_has_a_place_and_the_present_the_last(timeline, newest):
    show(timeline, newest, 130, (0, 50, 100))
    assert timeline.slider.maximum() == timeline.slider.value() == 3
    for place, step in ((0, 0), (1, 50), (2, 100), (3, None)):
        timeline.slider.setValue(place)
        assert timeline.looks[-1:] == [step]
        words = "now" if step is None else f"step {step}"
        assert timeline.place.text() == timeline.slider.accessibleDescription() == words
        assert timeline.go_on.isEnabled() == (step is not None)


def test_a_moment_that_is_the_present_has_no_place_of_its_own(timeline, newest):
    show(timeline, newest, 100, (0, 50, 100))
    assert timeline.slider.maximum() == 2


def test_the_present_stays_the_present_while_moments_come(timeline, newest):
    for step, moments in ((3, (0, 1, 2)), (9, (0, 1, 2, 5)), (20, (0, 1, 2, 5, 12))):
        show(timeline, newest, step, moments)
        assert timeline.slider.value() == timeline.slider.maximum() == len(moments)
    assert timeline.looks == []


def test_a_moment_that_is_looked_at_stays_while_others_come_and_go(timeline, newest):
    show(timeline, newest, 130, (0, 20, 50, 100))
    timeline.slider.setValue(2)
    show(timeline, newest, 50, (0, 50, 100, 150), present=200)
    assert timeline.slider.value() == 1
    assert timeline.place.text() == "step 50"
    show(timeline, newest, 50, (0, 30, 150), present=201)
    assert timeline.slider.value() == 1
    assert timeline.looks == [50]


def test_nothing_moves_under_a_pointer_that_drags(timeline, newest):
    show(timeline, newest, 130, (0, 50, 100))
    timeline.slider.setSliderDown(True)
    timeline.slider.setValue(1)
    show(timeline, newest, 50, (0, 25, 50, 100, 120), present=140)
    assert (timeline.slider.maximum(), timeline.slider.value()) == (3, 1)
    timeline.slider.setSliderDown(False)
    show(timeline, newest, 50, (0, 25, 50, 100, 120), present=141)
    assert (timeline.slider.maximum(), timeline.slider.value()) == (5, 2)


def test_keys_go_from_moment_to_moment(timeline, newest):
    show(timeline, newest, 130, (0, 50, 100))
    timeline.slider.setFocus()
    for key in (
        Qt.Key.Key_Left,
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    ):
        QTest.keyClick(timeline.slider, key)
    assert timeline.looks == [100, 50, 100, 0, None]


def test_another_run_is_shown_in_its_present(timeline, newest):
    show(timeline, newest, 130, (0, 50, 100))
    timeline.slider.setValue(1)
    other = Run(Trainer(Settings(hidden=4), BUILTIN["hello"].load())).snapshot()
    show(timeline, other, 60, (0, 50))
    assert timeline.slider.value() == timeline.slider.maximum() == 2
    assert timeline.place.text() == "now"
    assert not timeline.go_on.isEnabled()


def test_the_budget_of_the_past_is_told(timeline, newest):
    show(timeline, newest, 130, (0, 50), past_bytes=2_000_000, past_budget=64_000_000)
    assert timeline.slider.toolTip().endswith("2 moments kept, in 2.0 MB of 64.0 MB.")


def test_going_on_names_the_moment(timeline, newest):
    show(timeline, newest, 130, (0, 50, 100))
    timeline.slider.setValue(1)
    timeline.go_on.click()
    assert timeline.continued == [50]


def test_what_is_done_by_hand_goes_to_the_present(timeline, newest):
    show(timeline, newest, 130, (0, 50, 100))
    timeline.slider.setValue(1)
    timeline.go_to_present()
    assert timeline.slider.value() == 3
    assert timeline.looks == [50]


def test_the_slider_does_not_move_when_its_words_do(timeline, newest, qtbot):
    show(timeline, newest, 5_000, (0, 50, 4096))
    width = timeline.slider.width()
    for place in range(4):
        timeline.slider.setValue(place)
        qtbot.wait(1)
        assert timeline.slider.width() == width


def test_everything_has_a_name_and_a_hint(timeline):
    assert timeline.slider.accessibleName()
    assert timeline.slider.toolTip()
    assert timeline.place.accessibleName()
    assert timeline.go_on.toolTip()
