"""The gradient triangle as people see and use it, with good data and bad."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from timing import cpu_seconds
from triangles import STRANGE, TEXT, fading, norms, shares, snapshot

from rnnviz.captions import triangle as words
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.triangle import COMING, EMPTY, TrianglePanel
from rnnviz.gui.plotting.colour_scale import DIVERGING, MAGNITUDES, ColourScale
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Request
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.builtin import BUILTIN

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
SIZES = [(200, 124), (330, 220), (480, 330), (900, 600), (1600, 1000)]


@pytest.fixture
def panel(qtbot):
    panel = TrianglePanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def show(panel, result, **settings):
    """Answer what the panel asks for once it knows the settings."""
    panel.show_snapshot(snapshot(**settings))
    panel.show_snapshot(snapshot(dict.fromkeys(panel.needs(), result), **settings))


def colour_at(panel, row, column):
    place = panel.map.area(range(row, row + 1), range(column, column + 1))
    return panel.map.grab().toImage().pixelColor(place.center())


def point_at(panel, row, column):
    place = panel.map.area(range(row, row + 1), range(column, column + 1))
    QTest.mouseMove(panel.map, place.center())


@pytest.mark.parametrize("name", STRANGE)
def test_it_survives_a_measurement_that_is(name, panel):
    show(panel, STRANGE[name])
    for theme in (DARK, LIGHT):
        panel.set_theme(theme)
        for size in SIZES:
            panel.resize(*size)
            panel.map._point(QPoint(60, 30))
            assert not panel.grab().isNull()
            assert (panel.width(), panel.height()) == size
            panel.map._point(None)
            QTest.keyClick(panel.map, Qt.Key.Key_Up)
            QTest.keyClick(panel.map, Qt.Key.Key_Left)
            assert not panel.grab().isNull()


def test_shares_survive_what_is_not_a_number(panel):
    panel.measure.setCurrentIndex(1)
    for S in (np.full((9, 9), np.nan), np.zeros((9, 9)), np.tril(np.full((150, 150), -np.inf))):
        show(panel, shares(S))
        assert not panel.grab().isNull()


def test_sentences_stand_where_nothing_is_drawn(panel):
    assert panel.map.message == EMPTY
    panel.show_snapshot(snapshot())
    assert panel.map.message == COMING
    show(panel, STRANGE["empty"])
    assert panel.map.message == words.NO_STEPS
    show(panel, STRANGE["a sentence"])
    assert panel.map.message.startswith("The gradient of W_hh is exactly zero")
    show(panel, norms(fading(25)))
    assert panel.map.message == ""
    panel.clear()
    assert panel.map.message == EMPTY
    assert panel.words.text() == panel.check.text() == ""


def test_a_norm_has_the_colour_of_its_power_of_ten(panel):
    M = fading(8)
    M[5, 2] = 1e-3
    show(panel, norms(M))
    assert panel.map.scale == ColourScale(MAGNITUDES, -3.0, 0.0)
    assert colour_at(panel, 5, 2) == panel.map.scale.colour(-3.0)
    assert colour_at(panel, 6, 3) == panel.map.scale.colour(np.log10(M[6, 3]))
    assert colour_at(panel, 5, 6) == QColor(LIGHT.base)


def test_the_range_grows_at_once_and_shrinks_late(panel):
    show(panel, norms(fading(25)))
    low = pytest.approx(np.log10(2e-8))
    assert (panel.map.scale.low, panel.map.scale.high) == (low, 0.0)
    show(panel, norms(fading(25, 0.1)))
    assert -25.0 <= panel.map.scale.low <= -24.0
    for _ in range(30):
        show(panel, norms(fading(25)))
    assert -25.0 <= panel.map.scale.low <= -24.0
    for _ in range(30):
        show(panel, norms(fading(25)))
    assert panel.map.scale.low == low


def test_the_last_loss_is_told_first_and_the_sum_is_checked(panel):
    show(panel, norms(fading(25)))
    assert panel.map.row == 24
    symbol = (TEXT * 2)[24]
    assert panel.words.text() == words.loss_caption(norms(fading(25)), 24)
    assert panel.words.text() == (
        f"Loss after {words.accessible_text(symbol)} (step 25): "
        "0.1 % of its gradient is left 10 characters back."
    )
    assert panel.check.text() == "Sum over rows = BPTT: residual 2.5·10⁻⁷ (relative)."


def test_the_pointer_tells_the_norm_and_the_ribbon_follows_its_row(qtbot, panel):
    show(panel, norms(fading(12)))
    with qtbot.waitSignal(panel.map.pointed):
        point_at(panel, 7, 4)
    assert panel.map.row == 7
    told = "Loss after a space (step 8) by h after “l” (5), 3 back: norm 0.1, 12 % of its own."
    assert panel.words.text() == told
    point_at(panel, 4, 9)
    assert panel.words.text() == words.LATER
    panel.map.leaveEvent(None)
    assert panel.map.row == 11


def test_arrow_keys_choose_loss_and_state_and_end_lets_go(panel):
    show(panel, norms(fading(12)))
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(panel.map, key)
    assert (panel.map.row, panel.map.cell) == (9, None)
    QTest.keyClick(panel.map, Qt.Key.Key_Left)
    QTest.keyClick(panel.map, Qt.Key.Key_Left)
    assert (panel.map.cell.row, panel.map.cell.column) == (9, 7)
    assert "2 back" in panel.words.text()
    QTest.keyClick(panel.map, Qt.Key.Key_Right)
    assert panel.map.cell.column == 8
    QTest.keyClick(panel.map, Qt.Key.Key_End)
    assert (panel.map.row, panel.map.cell) == (11, None)


def test_a_click_keeps_a_row_and_a_second_one_lets_it_go(panel):
    show(panel, norms(fading(12)))
    place = panel.map.area(range(5, 6), range(2, 3)).center()
    QTest.mouseClick(panel.map, Qt.MouseButton.LeftButton, pos=place)
    panel.map.leaveEvent(None)
    assert panel.map.row == 5
    show(panel, norms(fading(4)))
    assert panel.map.row == 3  # a shorter window has no such loss
    show(panel, norms(fading(12)))
    QTest.mouseClick(panel.map, Qt.MouseButton.LeftButton, pos=place)
    panel.map.leaveEvent(None)
    assert panel.map.row == 11


def test_the_ribbon_shows_what_is_left_at_every_character(panel):
    show(panel, norms(fading(12)))
    ribbon, picture = panel.map._room.ribbon, panel.map.grab().toImage()
    top = ribbon.top() + 3
    found = [
        picture.pixelColor(ribbon.left() + ribbon.width() * (2 * k + 1) // 24, top).blueF()
        - picture.pixelColor(ribbon.left() + ribbon.width() * (2 * k + 1) // 24, top).redF()
        for k in (0, 9, 10, 11)
    ]
    assert found == sorted(found)
    assert found[0] < 0.01 < found[-1] / 10


def test_signed_shares_have_colours_around_zero_and_their_sum_is_shown(qtbot, panel):
    S = np.diag(np.full(10, 0.12))
    S[6, 3], S[7, 3] = -0.4, 0.2
    show(panel, norms(fading(10)))
    with qtbot.waitSignal(panel.needs_changed):
        panel.measure.setCurrentIndex(1)
    assert panel.needs() == {Request("shares", (("layer", 0), ("stream", 0)))}
    assert panel.map.message == COMING
    show(panel, shares(S))
    assert panel.map.scale == ColourScale(DIVERGING, -0.4, 0.4)
    assert colour_at(panel, 6, 3) == panel.map.scale.colour(-0.4)
    assert panel.check.text() == "Shares sum to 1.000000, their sizes to 1.8."
    point_at(panel, 6, 3)
    assert panel.words.text().endswith(
        "through W_hh at “l” (4), 3 back: its share of the update is −0.4."
    )


def test_the_memory_of_an_lstm_and_every_layer_can_be_asked_for(qtbot, panel):
    panel.show_snapshot(snapshot())
    assert not panel.state.isVisible()
    assert not panel.layer.isVisible()
    with qtbot.waitSignal(panel.needs_changed):
        panel.show_snapshot(snapshot(cell="lstm", layers=3))
    (request,) = panel.needs()
    assert request == Request("triangle", (("layer", 2), ("state", "h"), ("stream", 0)))
    with qtbot.waitSignal(panel.needs_changed):
        qtbot.keyClick(panel.state, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.needs_changed):
        qtbot.keyClick(panel.layer, Qt.Key.Key_Up)
    (request,) = panel.needs()
    assert request == Request("triangle", (("layer", 1), ("state", "c"), ("stream", 0)))
    with qtbot.waitSignal(panel.needs_changed):
        panel.show_snapshot(snapshot())
    (request,) = panel.needs()
    assert request == Request("triangle", (("layer", 0), ("state", "h"), ("stream", 0)))


def test_nothing_is_drawn_again_for_the_same_result(panel):
    found = norms(fading(25))
    show(panel, found)
    kept = panel.map._image = object()
    show(panel, found)
    assert panel.map._image is kept
    show(panel, replace(found))
    assert panel.map._image is None


def test_what_a_real_network_shows_adds_up(panel):
    trainer = Trainer(Settings(), BUILTIN["verse"].load())
    for _ in range(20):
        next(trainer)
    panel.show_snapshot(trainer.snapshot(trainer.measure(panel.needs())))
    assert panel.map.shown.steps == trainer.settings.window
    assert panel.check.text().startswith("Sum over rows = BPTT: residual")
    panel.measure.setCurrentIndex(1)
    panel.show_snapshot(trainer.snapshot(trainer.measure(panel.needs())))
    assert panel.check.text().startswith("Shares sum to 1.0000")


def test_a_frame_of_100_steps_takes_under_3_milliseconds(panel):
    panel.resize(480, 330)
    symbols = [tuple((TEXT * 4)[start : start + 100]) for start in (0, 7)]
    frames = [norms(fading(100, 0.8), text) for text in symbols]
    frames = [snapshot(dict.fromkeys(panel.needs(), found)) for found in frames]
    panel.show_snapshot(frames[0])
    panel.grab()

    def frame(turn):
        panel.show_snapshot(frames[turn % 2])
        panel.map.repaint()

    assert cpu_seconds(frame, 40) < 3e-3


def test_everything_can_be_named_and_reached_with_the_keyboard(panel):
    for control in (panel.measure, panel.state, panel.layer):
        assert control.accessibleName()
        assert control.toolTip()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert panel.map.accessibleName()
    assert panel.map.focusPolicy() & Qt.FocusPolicy.TabFocus
