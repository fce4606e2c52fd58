"""The gradient triangle as people see and use it, with good data and bad."""

import time
from dataclasses import fields, replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from rnnviz.gui.panels.triangle import COMING, EMPTY, NO_STEPS, TrianglePanel
from rnnviz.gui.plotting import triangle_words as words
from rnnviz.gui.plotting.colour_scale import DIVERGING, MAGNITUDES, ColourScale
from rnnviz.gui.plotting.glyphs import Glyphs
from rnnviz.gui.plotting.ribbon import left_of_norms, stretch
from rnnviz.gui.plotting.triangle_ground import names
from rnnviz.gui.plotting.triangle_picture import TriangleValues, above, picture
from rnnviz.gui.theme import DARK, LIGHT
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, Request, Snapshot, TaskFacts
from rnnviz.lab.trainer import Trainer
from rnnviz.probes.shares import Shares
from rnnviz.probes.triangle import GradientTriangle
from rnnviz.tasks.builtin import BUILTIN

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
SIZES = [(200, 120), (330, 220), (480, 330), (900, 600), (1600, 1000)]
TEXT = "shall i compare thee to a summers day "


@pytest.fixture
def panel(qtbot):
    panel = TrianglePanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def fading(T, rate=0.5):
    steps = np.arange(T)
    return np.tril(0.8 * float(rate) ** (steps[:, None] - steps))


def norms(M, symbols=None, losses=None, residual=2.5e-7, state="h"):
    M = np.asarray(M, float)
    T = len(M)
    symbols = tuple((TEXT * T)[:T]) if symbols is None else symbols
    losses = np.ones(T if losses is None else losses)
    return GradientTriangle(M, losses, M.sum(axis=0), symbols, residual, 1e-38, state, 0, 0)


def shares(S, total=None):
    S, symbols = np.asarray(S, float), tuple((TEXT * len(S))[: len(S)])
    total = float(S.sum()) if total is None else total
    return Shares(S, np.zeros(len(S)), total, float(np.abs(S).sum()), symbols, 0, 0)


def snapshot(results=None, step=7, **settings):
    return Snapshot(
        step=step, characters=175, loss=2.0, smoothed=2.1, lr=0.01, chars_per_second=1e5,
        settings=Settings().change(**settings), curves=Curves(*[np.zeros(0)] * len(fields(Curves))),
        samples=(), results=results or {},
        task=TaskFacts("text", "Text", "Predict the next.", "nats", ("uniform", 3.37)),
    )  # fmt: skip


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


STRANGE = {
    "empty": norms(np.zeros((0, 0))),
    "one step": norms([[0.5]]),
    "two steps": norms(fading(2)),
    "long": norms(fading(200, 0.9)),
    "of numbers": norms(fading(30), symbols=()),
    "exactly zero": norms(np.zeros((25, 25))),
    "vanishing": norms(np.where(fading(60, 0.1) < 1e-38, 0, fading(60, 0.1))),
    "exploding": norms(fading(100, 50.0)),
    "not a number": norms(np.full((25, 25), np.nan), residual=np.nan),
    "infinite": norms(np.where(fading(25) > 0.1, np.inf, fading(25))),
    "one loss": norms(fading(20) * (np.arange(20) == 19)[:, None], symbols=(), losses=1),
    "of odd characters": norms(fading(6), symbols=("\n", "\u0301", "語", "\x07", "<b>", "&")),
    "a sentence": "The gradient of W_hh is exactly zero: there is nothing to share out.",
}


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
    assert panel.map.message == NO_STEPS
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
    assert panel.map.scale == ColourScale(MAGNITUDES, -4.0, 0.0)
    assert colour_at(panel, 5, 2) == panel.map.scale.colour(-3.0)
    assert colour_at(panel, 6, 3) == panel.map.scale.colour(np.log10(M[6, 3]))
    assert colour_at(panel, 5, 6) == QColor(LIGHT.base)


def test_a_zero_lets_the_hatching_through_and_what_is_no_number_is_red():
    M = fading(4)
    M[2, 0], M[3, 1] = 0.0, np.nan
    image = picture(TriangleValues(M), (4, 4), ColourScale(MAGNITUDES, -4.0, 0.0), LIGHT)
    assert image.pixelColor(0, 2).alpha() == 0
    assert image.pixelColor(1, 3) == QColor(LIGHT.error)
    assert image.pixelColor(3, 0) == QColor(LIGHT.base)


@pytest.mark.parametrize("places", [(7, 7), (3, 7), (7, 2), (4, 3)])
def test_what_lies_above_the_diagonal_is_known_for_every_grouping(places):
    T = 7
    holds = np.zeros(places, bool)
    for t in range(T):
        for k in range(t + 1):
            row = max(r for r in range(places[0]) if r * T // places[0] <= t)
            column = max(c for c in range(places[1]) if c * T // places[1] <= k)
            holds[row, column] = True
    np.testing.assert_array_equal(above(T, places), ~holds)


def test_the_range_grows_at_once_and_shrinks_late(panel):
    show(panel, norms(fading(25)))
    assert (panel.map.scale.low, panel.map.scale.high) == (-8.0, 0.0)
    show(panel, norms(fading(25, 0.1)))
    assert panel.map.scale.low == -25.0
    for _ in range(30):
        show(panel, norms(fading(25)))
    assert panel.map.scale.low == -25.0
    for _ in range(30):
        show(panel, norms(fading(25)))
    assert panel.map.scale.low == -8.0


def test_the_last_loss_is_told_first_and_the_sum_is_checked(panel):
    show(panel, norms(fading(25)))
    assert panel.map.row == 24
    symbol = (TEXT * 2)[24]
    assert panel.words.text() == words.loss_in_words(norms(fading(25)), 24)
    assert panel.words.text() == (
        f"Loss after {words.spoken(symbol)} (step 25): "
        "9.8·10⁻⁴ of its gradient is left 10 characters back."
    )
    assert panel.check.text() == "Sum over rows = BPTT: residual 2.5·10⁻⁷ (relative)."


def test_the_pointer_tells_the_norm_and_the_ribbon_follows_its_row(qtbot, panel):
    show(panel, norms(fading(12)))
    with qtbot.waitSignal(panel.map.pointed):
        point_at(panel, 7, 4)
    assert panel.map.row == 7
    assert panel.words.text() == (
        "Loss after “ ” (step 8)".replace("“ ”", "“i”".replace("i", TEXT[7]))
        if TEXT[7] != " "
        else "Loss after a space (step 8)"
    ) + " by h after “l” (5), 3 back: norm 0.1, share left 0.12."
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
    M = fading(12)
    np.testing.assert_allclose(left_of_norms(M, 11), 0.5 ** np.arange(11, -1, -1))
    assert np.isnan(left_of_norms(np.zeros((3, 3)), 2)).all()
    show(panel, norms(M))
    ribbon, picture = panel.map._room.ribbon, panel.map.grab().toImage()
    top = ribbon.top() + 3
    found = [
        picture.pixelColor(ribbon.left() + ribbon.width() * (2 * k + 1) // 24, top).blueF()
        - picture.pixelColor(ribbon.left() + ribbon.width() * (2 * k + 1) // 24, top).redF()
        for k in (0, 9, 10, 11)
    ]
    assert found == sorted(found)
    assert found[0] < 0.01 < found[-1] / 10


def test_a_ribbon_that_is_too_short_shows_the_characters_before_its_loss(panel):
    letters, glyphs = tuple(TEXT * 3)[:100], Glyphs(panel.font())
    part = stretch(letters, 60, 20 * glyphs.widest(letters), glyphs)
    assert part.last == 61
    assert 10 < part.count < 25
    assert stretch(letters, 2, 200, glyphs).first == 0
    assert stretch(letters, 50, 5000, glyphs).count == 100
    assert stretch(("",) * 100, 50, 50, glyphs).count == 100


def test_axes_name_all_characters_or_round_steps(panel):
    glyphs, letters = Glyphs(panel.font()), tuple(TEXT[:20])
    assert names(letters, 20.0, (10, 30), glyphs).lines == 1
    staggered = names(letters, 4.0, (10, 30), glyphs)
    assert (staggered.lines, len(staggered.marks)) == (3, 20)
    numbers = names(letters, 2.0, (10, 15), glyphs).marks
    assert numbers == ((9, "10"), (19, "20"))
    assert names(("",) * 20, 20.0, (10, 15), glyphs).marks[0] == (0, "1")


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
    assert panel.words.text().endswith("through W_hh at “l” (4), 3 back: −0.4 of the update.")


def test_the_share_of_a_loss_says_how_much_comes_from_far_back():
    S = np.zeros((20, 20))
    S[19, 19], S[19, 2], S[18, 18] = 0.5, 0.25, 0.25
    text = words.share_of_loss_in_words(shares(S), 19)
    assert text.endswith("0.75 of the update of W_hh, 0.25 from more than 10 characters back.")


@pytest.mark.parametrize(
    ("M", "row", "told"),
    [
        (fading(3), 0, "the window begins here, there is nothing further back."),
        (fading(3), 1, "0.5 of its gradient is left 1 character back."),
        (fading(3, 3.0), 2, "its gradient is 9 times as large 2 characters back."),
        (np.diag([1.0, 1, 1]), 2, "nothing of its gradient is left 2 characters back."),
        (np.zeros((3, 3)), 2, "its gradient is exactly zero."),
        (np.full((3, 3), np.nan), 2, "its gradient is not a number."),
    ],
)
def test_a_loss_in_words(M, row, told):
    assert words.loss_in_words(norms(M), row).endswith(f": {told}")


def test_a_step_without_a_loss_says_so():
    found = STRANGE["one loss"]
    assert words.loss_in_words(found, 3) == "There is no loss at step 4."
    assert words.loss_in_words(found, 19).startswith("Loss at step 20: 9.8·10⁻⁴")


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


def test_a_frame_of_100_steps_takes_under_2_milliseconds(panel):
    panel.resize(480, 330)
    symbols = [tuple((TEXT * 4)[start : start + 100]) for start in (0, 7)]
    frames = [norms(fading(100, 0.8), text) for text in symbols]
    frames = [snapshot(dict.fromkeys(panel.needs(), found)) for found in frames]
    panel.show_snapshot(frames[0])
    panel.grab()
    times = []
    for turn in range(40):
        started = time.perf_counter()
        panel.show_snapshot(frames[turn % 2])
        panel.map.repaint()
        times.append(time.perf_counter() - started)
    assert sorted(times)[len(times) // 4] < 2e-3  # what else the machine does is not measured


def test_everything_can_be_named_and_reached_with_the_keyboard(panel):
    for control in (panel.measure, panel.state, panel.layer):
        assert control.accessibleName()
        assert control.toolTip()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert panel.map.accessibleName()
    assert panel.map.focusPolicy() & Qt.FocusPolicy.TabFocus
