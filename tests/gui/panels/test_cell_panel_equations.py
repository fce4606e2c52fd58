"""The panel Cell: its equations, layers, tasks, networks that are lost, and its cost."""

import numpy as np
import pytest
from cell_panels import at, look, open_panel, press, shown
from PySide6.QtCore import Qt
from timing import cpu_seconds
from trainers import make_run, train


@pytest.fixture
def panel(qtbot):
    made = open_panel(qtbot)
    yield made
    made.hide()


def test_pointing_at_a_term_lights_its_wire_and_the_other_way_round(qtbot, panel):
    shown(panel)
    panel.resize(1200, 600)
    page = panel.view.pane.sheet.page
    assert page.isVisible()
    piece = next(one for one in page.placed if one.piece.text == "W_hf")
    qtbot.mouseMove(page, piece.area.center().toPoint())
    assert panel.stage.picture.wire == "W_hf h_prev"
    box = panel.stage.picture.diagram.boxes["c"]
    qtbot.mouseMove(panel.stage.picture, at(panel, box.strip.centre))
    assert page.wire == "c"
    unit = float(panel.stage.picture.frame.values["c"][0])
    assert panel.words.accessibleDescription().startswith("c: unit 0 has")
    assert f"{abs(unit):.3g}" in panel.words.accessibleDescription()
    panel.stage.picture.leaveEvent(None)
    assert panel.words.accessibleDescription().startswith("Character")


def test_equations_stand_there_where_there_is_room_and_else_behind_a_button(qtbot, panel):
    run = shown(panel)
    panel.resize(1200, 600)
    assert panel.view.pane.isVisible()
    panel.resize(480, 400)
    assert not panel.view.pane.isVisible()
    qtbot.mouseClick(panel.set.equations, Qt.MouseButton.LeftButton)
    assert panel.view.pane.isVisible()
    assert not panel.stage.isVisible()
    qtbot.mouseClick(panel.set.equations, Qt.MouseButton.LeftButton)
    look(panel, run)
    assert panel.stage.isVisible()


def test_equations_have_the_numbers_of_the_chosen_unit(qtbot, panel):
    run = shown(panel)
    panel.resize(1200, 600)
    panel.set.unit.setText("3")
    panel.view.pane.with_numbers.click()
    look(panel, run)
    lines = panel.view.pane.sheet.page.accessibleDescription()
    h = float(panel.stage.picture.frame.values["h"][3])
    last = next(line for line in lines.splitlines() if line.startswith("h = ") and "×" not in line)
    assert "tanh" in last
    assert f"{abs(h):.2g}"[:3] in lines


def test_the_last_line_sums_up_the_parameters(panel):
    run = shown(panel, hidden=16)
    total = sum(a.size for n, a in run.trainer.network.parameters.items() if n.startswith("rnn."))
    assert f"{total:,} parameters" in panel.count.text()


def test_of_two_layers_the_upper_one_reads_the_lower_ones_units(panel):
    run = shown(panel, layers=2)
    assert panel._walk.layer == 1
    assert panel.stage.picture.frame.letter == ""
    panel.set.layer.setCurrentIndex(0)
    look(panel, run)
    assert panel.stage.picture.frame.letter == "␣"


@pytest.mark.parametrize("task", ["adding", "copying", "first_element", "noisy_sine"])
def test_of_a_drawn_task_it_walks_through_the_example(qtbot, panel, task):
    run = train(make_run(None, task=task, batch=3), 3)
    look(panel, run)
    assert not panel.set.phrase.isVisible()
    assert panel.stage.picture.message == ""
    before = panel.walking.step
    press(qtbot, panel, Qt.Key.Key_Right)
    assert panel.walking.step == before + 1
    panel.set.direction.setCurrentIndex(1)
    look(panel, run)
    assert panel.stage.picture.frame.is_back
    for cells in range(panel.set.cells.count()):
        panel.set.cells.setCurrentIndex(cells)
        look(panel, run)
        assert not panel.grab().isNull()


@pytest.mark.parametrize("broken", [np.nan, np.inf])
@pytest.mark.parametrize("direction", [0, 1])
def test_of_weights_that_are_no_numbers_it_says_so(qtbot, panel, broken, direction):
    run = shown(panel)
    run.trainer.network.flat[...] = broken
    panel.set.direction.setCurrentIndex(direction)
    for cells in range(panel.set.cells.count()):
        panel.set.cells.setCurrentIndex(cells)
        look(panel, run)
        assert not panel.grab().isNull()
    if direction == 0:
        words = panel.words.accessibleDescription
        qtbot.waitUntil(lambda: "diverged" in words())


def test_a_frame_of_128_units_of_an_lstm_takes_under_3_milliseconds(panel):
    run = shown(panel, hidden=128)
    panel.resize(700, 450)
    asked = panel.needs()
    frames = []
    for _ in range(2):
        train(run, 2)
        frames.append(run.snapshot(run.measure(asked)))
    panel.show_snapshot(frames[0])
    panel.grab()

    def frame(turn):
        panel.show_snapshot(frames[turn % 2])
        panel.stage.picture.repaint()

    assert cpu_seconds(frame, 40) < 3e-3


def test_a_unit_that_is_not_there_has_no_numbers_and_breaks_nothing(panel):
    run = shown(panel, hidden=8)
    panel.resize(1200, 600)
    panel.view.pane.with_numbers.click()
    for text in ("8", "999999", "x", ""):
        panel.set.unit.setText(text)
        look(panel, run)
        assert not panel.grab().isNull()
        assert panel.stage.picture.frame.number("h", 8) is None
    panel.set.unit.setText("7")
    look(panel, run)
    assert panel.stage.picture.frame.number("h", 8) is not None
