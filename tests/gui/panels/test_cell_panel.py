"""The panel Cell as people see and use it."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from timing import cpu_seconds
from trainers import CORPUS, make_run, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.gui.panels.cell import EMPTY, CellPanel
from rnnviz.lab.place import Place

PHRASE = "the sea is grey"


@pytest.fixture
def panel(qtbot):
    made = CellPanel()
    qtbot.addWidget(made)
    made.resize(900, 600)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.hide()


def look(panel, run):
    """Show a panel what it asks for, until it asks for nothing else."""
    asked = None
    while asked != panel.needs():
        asked = panel.needs()
        with np.errstate(all="ignore"):
            panel.show_snapshot(run.snapshot(run.measure(asked)))


def shown(panel, cell="lstm", phrase=PHRASE, steps=5, **settings):
    """A panel that shows a run of a cell, and the run."""
    run = train(make_run(cell=cell, **settings), steps)
    panel.show_corpus(CORPUS, (2.9, 2.1))
    panel.set.phrase.setText(phrase)
    look(panel, run)
    return run


def values(panel, wire):
    """What the picture shows on a wire."""
    return panel.stage.picture.frame.shown[wire]


def at(panel, point):
    """A place of the diagram on the screen."""
    scale = panel.stage.picture.scale
    return QPointF(point[0] * scale, point[1] * scale).toPoint()


def press(qtbot, panel, key):
    qtbot.keyClick(panel.stage.picture, key)


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


def test_back_takes_the_loss_of_the_step_and_thins_from_step_to_step(qtbot, panel):
    run = shown(panel)
    panel.set.direction.setCurrentIndex(1)
    look(panel, run)
    frame = panel.stage.picture.frame
    assert panel.set.loss.text() == str(panel.walking.step + 1)
    assert frame.is_back
    assert not frame.elsewhere
    slopes = [answer.slope for answer in frame.answers if answer.is_true]
    assert slopes[0] == pytest.approx(math.exp(-frame.loss) - 1, abs=1e-5)
    for _ in range(4):
        press(qtbot, panel, Qt.Key.Key_Left)
        look(panel, run)
        frame = panel.stage.picture.frame
        assert "loss at character" in frame.elsewhere
        walk = panel._walk
        place = walk.loss_step - panel.walking.step
        left = walk.norms / walk.norms[0]
        handed = math.hypot(frame.handed["h"], frame.handed["c"])
        reached = math.hypot(frame.reach["h_prev"], frame.reach["c_prev"])
        assert handed == pytest.approx(left[place], rel=1e-4)
        assert reached == pytest.approx(left[place + 1], rel=1e-4)


def test_the_factors_are_a_product_and_a_click_shows_the_jacobian_that_made_one(qtbot, panel):
    run = shown(panel, hidden=12)
    panel.set.direction.setCurrentIndex(1)
    look(panel, run)
    for _ in range(3):
        press(qtbot, panel, Qt.Key.Key_Left)
        look(panel, run)
    row = panel.stage.factors
    assert row.isVisible()
    areas = row.areas()
    assert [place for place, _ in areas] == [0, 1, 2, 3]
    qtbot.mouseClick(row, Qt.MouseButton.LeftButton, pos=areas[1][1].center().toPoint())
    look(panel, run)
    assert panel.stage.shows_matrix
    assert panel.stage.matrix.isVisible()
    assert len(panel.stage.matrix.labels.rows) == 24  # h and c
    assert "largest singular value" in panel.words.accessibleDescription()
    panel.set.slider.setValue(2)
    look(panel, run)
    assert not panel.stage.shows_matrix


def test_behind_the_loss_nothing_flows_back_and_that_is_said(panel):
    run = shown(panel)
    panel.set.loss.setText("3")
    panel.set.direction.setCurrentIndex(1)
    look(panel, run)
    assert not values(panel, "h").any()
    assert "nothing flows back" in panel.stage.picture.frame.elsewhere
    assert "nothing flows back" in panel.words.accessibleDescription()


@pytest.mark.parametrize("cells", [3, 5, 7, 9])
@pytest.mark.parametrize("direction", [0, 1])
def test_unrolled_it_shows_so_many_steps_and_a_click_looks_at_one(qtbot, panel, cells, direction):
    run = shown(panel)
    panel.set.direction.setCurrentIndex(direction)
    panel.set.cells.setCurrentIndex(panel.set.cells.findData(str(cells)))
    look(panel, run)
    picture = panel.stage.unrolled
    assert picture.isVisible()
    assert len(panel.stage.shown) == cells
    assert panel.walking.step in panel.stage.shown
    assert not picture.grab().isNull()
    wanted = panel.stage.shown[0]
    seat = picture.seats(picture._cell).seats[0]
    point = QPoint(round(seat.box.centre[0]), round(seat.box.centre[1]))
    qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=point)
    assert panel.walking.step == wanted
    qtbot.keyClick(picture, Qt.Key.Key_Right)
    assert panel.walking.step == wanted + 1


def test_of_a_phrase_shorter_than_that_all_steps_are_shown(panel):
    run = shown(panel, phrase="the")
    panel.set.cells.setCurrentIndex(panel.set.cells.findData("9"))
    look(panel, run)
    assert panel.stage.shown == range(3)


def test_a_phrase_of_one_symbol_has_no_loss_and_that_is_said(panel):
    run = shown(panel, phrase="t")
    assert "No answer is wanted here." in panel.words.accessibleDescription()
    panel.set.direction.setCurrentIndex(1)
    look(panel, run)
    assert "There is no loss" in panel.words.accessibleDescription()
    panel.set.cells.setCurrentIndex(2)
    look(panel, run)
    assert not panel.grab().isNull()


def test_a_phrase_that_cannot_be_read_shows_the_reason(panel):
    run = shown(panel)
    panel.set.phrase.setText("the Ω")
    look(panel, run)
    assert "Ω" in panel.stage.picture.message
    panel.set.phrase.setText("the")
    look(panel, run)
    assert panel.stage.picture.message == ""


@pytest.mark.parametrize("direction", [0, 1])
def test_playing_lights_the_wires_in_the_order_of_computation(qtbot, panel, direction):
    run = shown(panel)
    panel.set.direction.setCurrentIndex(direction)
    look(panel, run)
    panel.set.speed.setCurrentIndex(panel.set.speed.count() - 1)
    order, step = [], panel.walking.step
    qtbot.mouseClick(panel.set.play, Qt.MouseButton.LeftButton)
    assert panel.playing.is_going

    def watched():
        frame = panel.stage.picture.frame
        if panel.walking.step == step and frame.current and frame.current not in order:
            order.append(frame.current)
            assert frame.is_lit(frame.current)
        return panel.walking.step != step

    qtbot.waitUntil(watched, timeout=6000)
    names = [wire.name for wire in panel._walk.wires]
    expected = [*names, "output", "loss"]
    expected = expected if direction == 0 else expected[::-1]
    assert order == [one for one in expected if one in order]
    assert len(order) > len(expected) // 2
    assert panel.walking.step == step + (1 if direction == 0 else -1)
    qtbot.mouseClick(panel.set.play, Qt.MouseButton.LeftButton)
    assert not panel.playing.is_going


def test_nothing_is_played_that_nobody_sees(panel, qtbot):
    shown(panel)
    qtbot.mouseClick(panel.set.play, Qt.MouseButton.LeftButton)
    assert panel.playing.is_going
    panel.hide()
    assert not panel.playing.is_going
    assert not panel.set.play.isChecked()


def test_what_is_not_computed_yet_is_not_shown(panel, qtbot):
    shown(panel)
    panel.walking.played = 0
    panel._draw()
    frame = panel.stage.picture.frame
    assert frame.current == panel._walk.wires[0].name
    assert frame.is_lit("x")
    assert not frame.is_lit("h")
    press(qtbot, panel, Qt.Key.Key_Right)
    assert panel.stage.picture.frame.is_lit("h")


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
        qtbot.waitUntil(lambda: "not numbers any more" in words())


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
