"""The gradient panel as people see and use it, with good data and bad."""

from dataclasses import fields, replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from rnnviz.captions.gradient_flow import ALL_ZERO, CONTRAST, NOT_FINITE, caption
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.gradient_flow import (
    COMING,
    EMPTY,
    GradientFlowPanel,
)
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, Request, Snapshot, TaskFacts
from rnnviz.probes.gradient_flow import GradientFlow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
SIZES = [(200, 120), (330, 220), (480, 330), (900, 600), (1600, 1000)]


@pytest.fixture
def panel(qtbot):
    panel = GradientFlowPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def flow(norms, mode="last", layer=0):
    norms = np.atleast_2d(np.asarray(norms, float).T).T
    lower, median, upper = (
        np.sort(norms, axis=1)[:, min(norms.shape[1] - 1, round(q * (norms.shape[1] - 1)))]
        for q in (0.25, 0.5, 0.75)
    )
    return GradientFlow(np.arange(len(norms)), norms, median, lower, upper, mode, layer)


def vanishing(T=60, B=32, rate=0.6):
    spread = np.exp(np.random.default_rng(0).normal(0, 0.4, (T, B)))
    return flow(1.4 * rate ** np.arange(T)[:, None] * spread)


def request(layer=0, mode="last"):
    return Request("gradient_flow", (("layer", layer), ("mode", mode)))


def snapshot(result=None, asked=None, layers=1, step=10):
    none = np.zeros(0)
    return Snapshot(
        step=step,
        characters=250,
        loss=2.0,
        smoothed=2.0,
        lr=0.01,
        chars_per_second=1e5,
        task=TaskFacts("text", "Text", "Predict the next.", "nats", ("uniform", 3.37)),
        settings=Settings().change(layers=layers),
        curves=Curves(*[none] * len(fields(Curves))),
        samples=(),
        results={asked or request(layers - 1): result} if result is not None else {},
    )


STRANGE = {
    "vanishing": vanishing(),
    "one sequence": vanishing(B=1),
    "one character": flow([[0.5, 0.6]]),
    "two characters": flow([0.5, 0.1]),
    "exactly zero": flow(np.zeros((30, 4))),
    "underflowing": flow(np.maximum(10.0 ** -(np.arange(400.0) * 1.2), 0)),
    "exploding": flow(2.0 ** np.arange(100)),
    "not a number": flow(np.full((30, 4), np.nan)),
    "infinite": flow([1.0, np.inf, np.inf]),
    "with gaps": flow([1.0, np.nan, 0.1, 0.0, 0.01] * 6),
    "five thousand characters": vanishing(T=5000, rate=0.99),
}


@pytest.mark.parametrize("name", STRANGE)
def test_it_survives_a_measurement_that_is(name, panel):
    panel.show_snapshot(snapshot(STRANGE[name]))
    for size in SIZES:
        panel.resize(*size)
        QTest.qWait(0)
        panel.plot._overlay.pointer = QPoint(30, 20)
        assert not panel.grab().isNull()


def test_without_data_a_sentence_says_what_to_do(panel):
    assert panel.plot.message == EMPTY
    panel.show_snapshot(snapshot(step=0))
    assert panel.plot.message == EMPTY
    panel.show_snapshot(snapshot())
    assert panel.plot.message == COMING
    panel.show_snapshot(snapshot(vanishing()))
    assert panel.plot.message == ""
    panel.clear()
    assert panel.plot.message == EMPTY
    assert panel.words.text() == ""


@pytest.mark.parametrize(
    ("name", "words"), [("exactly zero", ALL_ZERO), ("not a number", NOT_FINITE)]
)
def test_nothing_to_draw_is_explained(name, words, panel):
    panel.show_snapshot(snapshot(STRANGE[name]))
    assert panel.plot.message == words


def test_a_frame_without_the_measurement_keeps_the_one_before(panel):
    panel.show_snapshot(snapshot(vanishing()))
    panel.show_snapshot(snapshot())
    assert panel.plot.message == ""
    assert panel.median.y.size == 60


def test_the_request_follows_the_choice(panel, qtbot):
    assert panel.needs() == {request(0, "last")}
    panel.show_snapshot(snapshot(vanishing()))
    with qtbot.waitSignal(panel.needs_changed):
        panel.mode.setCurrentIndex(1)
    assert panel.needs() == {request(0, "summed")}
    assert panel.plot.message == COMING
    panel.show_snapshot(snapshot(vanishing()))  # still an answer to the question before
    assert panel.plot.message == COMING


def test_layers_can_be_chosen_where_there_are_several(panel, qtbot):
    panel.show_snapshot(snapshot(vanishing()))
    assert not panel.layer.isVisible()
    with qtbot.waitSignal(panel.needs_changed):
        panel.show_snapshot(snapshot(vanishing(), layers=3))
    assert panel.layer.isVisible()
    assert panel.needs() == {request(2)}  # the top one
    with qtbot.waitSignal(panel.needs_changed):
        panel.layer.setCurrentIndex(0)
    assert panel.needs() == {request(0)}
    panel.show_snapshot(snapshot(vanishing(), layers=1))
    assert panel.needs() == {request(0)}
    assert not panel.layer.isVisible()


def test_the_norms_are_drawn_over_their_lags_on_a_logarithmic_axis(panel):
    panel.show_snapshot(snapshot(vanishing()))
    (left, right), (bottom, top) = panel.plot.view.viewRange()
    assert (left, right) == (0, 59)
    assert bottom < np.log10(panel.median.y.min())
    assert np.log10(1.4) < top < 2
    assert panel.plot.log_y


def test_the_quartiles_are_a_band_where_there_is_a_batch(panel):
    panel.show_snapshot(snapshot(vanishing(B=32)))
    assert panel.quartiles.x.size == 60
    panel.show_snapshot(snapshot(vanishing(B=1)))
    assert panel.quartiles.x.size == 0


@pytest.mark.parametrize(
    ("followed", "batch", "label"),
    [
        (8, 64, "middle half of 8 of 64 sequences"),
        (8, 8, "middle half of 8 sequences"),
        (4, 4, "middle half of 4 sequences"),
    ],
)
def test_the_legend_says_how_many_sequences_are_followed(followed, batch, label, panel):
    frame = snapshot(vanishing(B=followed))
    panel.show_snapshot(replace(frame, settings=frame.settings.change(batch=batch)))
    assert panel.quartiles.label == label
    assert panel.quartiles.x.size


def test_a_nearly_constant_sum_looks_flat(panel):
    panel.mode.setCurrentIndex(1)
    summed = flow(0.083 + 0.002 * np.sin(np.arange(60)), mode="summed")
    panel.show_snapshot(snapshot(summed, request(0, "summed")))
    bottom, top = panel.plot.view.viewRange()[1]
    assert top - bottom >= 4
    assert panel.words.text().startswith(CONTRAST)


def test_the_words_do_not_change_the_size_of_anything(panel):
    panel.show_snapshot(snapshot(vanishing()))
    QTest.qWait(1)
    before = panel.words.geometry(), panel.plot.geometry()
    for other in ("one character", "exploding", "underflowing", "with gaps"):
        panel.show_snapshot(snapshot(STRANGE[other]))
        panel.words.say_now(caption(STRANGE[other]))
        QTest.qWait(1)
        assert (panel.words.geometry(), panel.plot.geometry()) == before


def test_a_number_is_not_parted_from_its_sign(panel):
    panel.show_snapshot(snapshot(vanishing()))
    assert "\u00a0%" in panel.words.text()
    assert " %" not in panel.words.text()


def test_the_pointer_reads_out_lag_norm_and_share(panel):
    panel.show_snapshot(snapshot(flow([1.0, 0.5, 0.25])))
    overlay = panel.plot._overlay
    point = overlay.nearest(QPoint(round(float(overlay.scale.columns(1.0))), 50))
    assert overlay.read_out(point) == "1 back: 0.5 = 50 % of now"


def test_both_themes_are_followed(panel):
    panel.show_snapshot(snapshot(vanishing()))
    for theme in (DARK, LIGHT):
        panel.set_theme(theme)
        assert panel.plot.grab().toImage().pixelColor(1, 1).name() == theme.base


def test_everything_can_be_named_and_reached_with_the_keyboard(panel):
    for widget in (panel.plot, panel.mode, panel.layer, panel.words):
        assert widget.accessibleName()
    for widget in (panel.plot, panel.mode, panel.layer):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    for widget in (panel.mode, panel.layer):
        assert widget.toolTip()
