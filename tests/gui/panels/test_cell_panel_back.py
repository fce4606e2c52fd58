"""The panel Cell on the way back, with several steps side by side, and played."""

import math

import pytest
from cell_panels import look, open_panel, press, shown, values
from PySide6.QtCore import QPoint, Qt


@pytest.fixture
def panel(qtbot):
    made = open_panel(qtbot)
    yield made
    made.hide()


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
        assert "loss at character" in frame.elsewhere[0]
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
    assert "σ₁" in panel.words.accessibleDescription()
    panel.set.slider.setValue(2)
    look(panel, run)
    assert not panel.stage.shows_matrix


def test_behind_the_loss_nothing_flows_back_and_that_is_said(panel):
    run = shown(panel)
    panel.set.loss.setText("3")
    panel.set.direction.setCurrentIndex(1)
    look(panel, run)
    assert not values(panel, "h").any()
    assert "nothing flows back" in panel.stage.picture.frame.elsewhere[0]
    assert "No gradient of the chosen loss goes back" in panel.words.accessibleDescription()


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
    seat = picture.seats(picture._cell.graph).seats[0]
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
    assert "what follows is not known" in panel.words.accessibleDescription()
    panel.set.direction.setCurrentIndex(1)
    look(panel, run)
    assert "There is no loss" in panel.words.accessibleDescription()
    panel.set.cells.setCurrentIndex(2)
    look(panel, run)
    assert not panel.grab().isNull()


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
