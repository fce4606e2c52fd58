"""The controls of the samples: what they ask for, refuse and follow."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from rnnviz.gui.controls.sampling import SamplingControls
from rnnviz.lab.settings import Settings
from rnnviz.tasks.text import read_text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only


@pytest.fixture
def controls(qtbot):
    controls = SamplingControls()
    qtbot.addWidget(controls)
    controls.resize(300, 160)
    with qtbot.waitExposed(controls):
        controls.show()
    return controls


def test_temperature_and_length_are_asked_for_when_they_are_typed(qtbot, controls):
    asked = []
    controls.change_requested.connect(asked.append)
    for control, keys in ((controls.temperature, "1.25"), (controls.sample_length, "1000")):
        control.selectAll()
        qtbot.keyClicks(control, keys)
        qtbot.keyClick(control, Qt.Key.Key_Return)
    assert asked == [{"temperature": 1.25}, {"sample_length": 1000}]


def test_a_prime_is_asked_for_once_it_is_complete(qtbot, controls):
    asked = []
    controls.change_requested.connect(asked.append)
    qtbot.keyClicks(controls.prime, "so\\n")
    assert asked == []
    qtbot.keyClick(controls.prime, Qt.Key.Key_Return)
    qtbot.keyClick(controls.prime, Qt.Key.Key_Return)
    assert asked == [{"prime": "so\n"}]


def test_a_prime_with_unknown_symbols_is_refused_in_words(qtbot, controls):
    controls.show_corpus(read_text("hello yellow world. " * 9, "text"))
    asked = []
    controls.change_requested.connect(asked.append)
    qtbot.keyClicks(controls.prime, "zoo")
    assert controls.refusal.isVisible()
    assert "'z'" in controls.refusal.text()
    qtbot.keyClick(controls.prime, Qt.Key.Key_Return)
    assert asked == []
    assert not controls.write.isEnabled()
    controls.prime.selectAll()
    qtbot.keyClicks(controls.prime, "hero")
    assert not controls.refusal.isVisible()
    qtbot.keyClick(controls.prime, Qt.Key.Key_Return)
    assert asked == [{"prime": "hero"}]


def test_another_text_judges_the_prime_anew(qtbot, controls):
    qtbot.keyClicks(controls.prime, "zoo")
    assert not controls.refusal.isVisible()
    controls.show_corpus(read_text("hello yellow world. " * 9, "text"))
    assert controls.refusal.isVisible()
    controls.show_corpus(read_text("a zoo is here " * 9, "text"))
    assert not controls.refusal.isVisible()


def test_settings_changed_elsewhere_are_followed_without_asking_for_them_again(controls):
    asked = []
    controls.change_requested.connect(asked.append)
    controls.show_settings(
        Settings().change(temperature=0.5, sample_length=700, prime="two\nlines")
    )
    assert controls.temperature.value() == 0.5
    assert controls.sample_length.value() == 700
    assert controls.prime.text() == "two\\nlines"
    assert asked == []


def test_a_snapshot_from_before_a_change_does_not_undo_it(qtbot, controls):
    controls.show_settings(Settings().change())
    controls.temperature.setValue(1.5)
    controls.show_settings(Settings().change())
    assert controls.temperature.value() == 1.5


@pytest.mark.parametrize("name", ["temperature", "sample_length"])
def test_space_in_a_number_is_left_to_the_window(qtbot, controls, name):
    pressed = []
    shortcut = QShortcut(QKeySequence("Space"), controls)
    shortcut.activated.connect(lambda: pressed.append(name))
    control = getattr(controls, name)
    controls.activateWindow()
    control.setFocus()
    qtbot.waitUntil(control.hasFocus)
    qtbot.keyClick(control, Qt.Key.Key_Space)
    assert pressed == [name]
