"""The panel Cell as people see and use it: what is shown, and how one walks."""

import numpy as np
import pytest
from cell_panels import PHRASE, at, look, open_panel, press, shown, values
from PySide6.QtCore import Qt

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.panels.cell import EMPTY
from rnnviz.lab.place import Place


@pytest.fixture
def panel(qtbot):
    made = open_panel(qtbot)
    yield made
    made.hide()


def test_before_training_it_says_what_will_stand_there(panel):
    assert panel.stage.picture.message == EMPTY


@pytest.mark.parametrize("cell", list(CELLS))
def test_it_begins_in_the_middle_of_the_phrase_with_the_values_of_every_wire(panel, cell):
    run = shown(panel, cell)
    (found,) = run.measure(panel.needs()).values()
    assert panel.walking.step == len(PHRASE) // 2
    for wire in found.wires:
        expected = found.values[wire.name][panel.walking.step - found.first]
        assert np.array_equal(values(panel, wire.name), expected)
    assert set(panel.stage.picture.diagram.homes) >= {wire.name for wire in found.wires}


def test_right_and_left_walk_through_the_phrase_and_show_the_next_step_at_once(qtbot, panel):
    shown(panel)
    start = panel.walking.step
    before = values(panel, "h").copy()
    press(qtbot, panel, Qt.Key.Key_Right)
    assert panel.walking.step == start + 1
    assert np.allclose(values(panel, "h_prev"), before, atol=1e-6)
    assert panel.set.slider.value() == start + 1
    assert panel.set.step.text() == str(start + 2)
    press(qtbot, panel, Qt.Key.Key_Left)
    assert np.array_equal(values(panel, "h"), before)


def test_one_walks_to_the_ends_of_the_phrase_and_no_farther(qtbot, panel):
    run = shown(panel)
    for _ in range(2 * len(PHRASE)):
        press(qtbot, panel, Qt.Key.Key_Right)
        look(panel, run)
    assert panel.walking.step == len(PHRASE) - 1
    assert panel.stage.picture.frame.letter == "y"
    for _ in range(2 * len(PHRASE)):
        press(qtbot, panel, Qt.Key.Key_Left)
        look(panel, run)
    assert panel.walking.step == 0
    assert not values(panel, "h_prev").any()


def test_a_click_on_a_letter_goes_there(qtbot, panel):
    shown(panel)
    area = panel.stage.ribbon.area(5)
    qtbot.mouseClick(panel.stage.ribbon, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
    assert panel.walking.step == 5
    assert panel.stage.picture.frame.letter == "e"


def test_the_slider_and_the_field_go_there_too(qtbot, panel):
    run = shown(panel)
    panel.set.slider.setFocus()
    qtbot.keyClick(panel.set.slider, Qt.Key.Key_Right)
    assert panel.walking.step == len(PHRASE) // 2 + 1
    panel.set.step.selectAll()
    qtbot.keyClicks(panel.set.step, "3")
    assert panel.walking.step == 2
    look(panel, run)
    assert panel.stage.picture.frame.letter == "e"


def test_a_click_on_a_strip_chooses_the_unit_whose_numbers_are_shown(qtbot, panel):
    shown(panel, hidden=16)
    strip = panel.stage.picture.diagram.boxes["h"].strip
    point = strip.x + 10.5 / 16 * strip.width, strip.centre[1]
    picture = panel.stage.picture
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=at(panel, point))
    assert panel.set.unit.text() == "10"
    assert picture.frame.number("h", 16) == pytest.approx(values(panel, "h")[10])
    press(qtbot, panel, Qt.Key.Key_Down)
    assert panel.set.unit.text() == "11"
    panel.set.unit.clear()
    assert picture.frame.number("h", 16) is None
    mean = float(picture.frame.values["f"].mean())
    assert picture.frame.opening("f") == pytest.approx(mean)


def test_a_phrase_that_cannot_be_read_shows_the_reason(panel):
    run = shown(panel)
    panel.set.phrase.setText("the Ω")
    look(panel, run)
    assert "Ω" in panel.stage.picture.message
    panel.set.phrase.setText("the")
    look(panel, run)
    assert panel.stage.picture.message == ""


def test_a_place_that_was_pointed_at_elsewhere_is_shown(panel):
    run = shown(panel, layers=2)
    panel.look_at(Place(step=4, unit=2, layer=0, phrase="a moon again", loss=6))
    look(panel, run)
    frame = panel.stage.picture.frame
    assert (panel.walking.step, frame.unit, frame.is_back) == (4, 2, True)
    assert panel._walk.layer == 0
    assert panel._walk.loss_step == 6
    panel.look_at(Place(step=1, phrase="a moon again"))
    look(panel, run)
    assert not panel.stage.picture.frame.is_back
    assert panel.walking.step == 1


def test_a_place_in_the_usual_phrase_leaves_the_field_free_for_another(qtbot, panel):
    run = shown(panel, phrase="")
    panel.look_at(Place(step=2, unit=1, phrase=panel._walk.phrase))
    look(panel, run)
    assert panel.walking.step == 2
    qtbot.keyClicks(panel.set.phrase, "the sea")
    look(panel, run)
    assert "".join(panel._walk.symbols) == "the sea"


def test_a_place_in_the_window_is_shown_until_a_phrase_is_typed(qtbot, panel):
    run = shown(panel)
    panel.look_at(Place(step=2, loss=5))
    look(panel, run)
    assert panel._walk.phrase == ""
    assert len(panel._walk.symbols) == 8
    assert panel.walking.step == 2
    assert "in the last window" in panel.words.accessibleDescription()
    assert panel.set.phrase.hint == "the last window"
    qtbot.keyClicks(panel.set.phrase, "the sea")
    look(panel, run)
    assert "".join(panel._walk.symbols) == "the sea"
    panel.set.phrase.clear()
    look(panel, run)
    assert panel._walk.phrase != ""


def test_of_a_phrase_that_is_typed_one_stands_in_the_middle(qtbot, panel):
    run = shown(panel)
    panel.set.slider.setValue(12)
    panel.set.phrase.clear()
    for letter in "the sea":
        qtbot.keyClicks(panel.set.phrase, letter)
        look(panel, run)
    assert panel.walking.step == 3
    assert panel.stage.picture.frame.letter == "␣"
