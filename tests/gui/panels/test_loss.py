"""The loss panel as people see and use it, with good data and bad."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.loss import EMPTY, LossPanel
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, Snapshot, TaskFacts
from rnnviz.tasks.text import read_text

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
SIZES = [(200, 120), (330, 220), (480, 330), (900, 600), (1600, 1000)]
BASELINES = (2.83, 2.28, 1.85, 1.62, 1.60)


@pytest.fixture
def panel(qtbot):
    panel = LossPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


@pytest.fixture(scope="module")
def corpus():
    return read_text("abcdefghijklmnopqrstuvwxyz .\n" * 40, "alphabet")


def snapshot(loss, *, validation=(), diverged=False, smoothed=None):
    loss = np.asarray(loss, float)
    steps = np.arange(1, loss.size + 1)
    smoothed = loss if smoothed is None else np.asarray(smoothed, float)
    held_out = np.asarray(validation, float)
    measured = 100 * np.arange(1, held_out.size + 1)
    drawn = {
        "steps": steps,
        "characters": 25 * steps,
        "loss": loss,
        "smoothed": smoothed,
        "validation_steps": measured,
        "validation_characters": 25 * measured,
        "validation_loss": held_out,
    }
    curves = Curves(**{part.name: drawn.get(part.name, np.zeros(0)) for part in fields(Curves)})
    last, mean = (loss[-1], smoothed[-1]) if loss.size else (math.nan, math.nan)
    return Snapshot(
        step=loss.size,
        characters=25 * loss.size,
        loss=last,
        smoothed=mean,
        lr=0.01,
        chars_per_second=1e5,
        task=TaskFacts("text", "Text", "", "nats per character", ("uniform", 3.37)),
        settings=Settings(),
        curves=curves,
        samples=(),
        diverged=diverged,
    )


def learning(count=1000):
    noise = np.random.default_rng(0).normal(0, 0.2, count)
    smooth = 1.9 + 1.4 * np.exp(-np.arange(count) / 200)
    return snapshot(smooth + noise, smoothed=smooth, validation=smooth[99::100])


NAN, INF = math.nan, math.inf
STRANGE = {
    "empty": snapshot([]),
    "one step": snapshot([3.3]),
    "constant": snapshot([2.0] * 50),
    "zero": snapshot([0.0] * 5),
    "all NaN": snapshot([NAN] * 20, diverged=True),
    "diverging": snapshot([3.3, 5.0, 1e30, INF, NAN], diverged=True),
    "huge": snapshot([1e300, 1.0]),
    "gaps": snapshot([3.0, NAN, 2.5, INF, 2.0] * 30, validation=[NAN]),
    "normal": learning(),
}


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("log", [False, True], ids=["linear", "log"])
def test_it_survives_a_snapshot_that_is(name, log, panel, corpus):
    panel.log.setChecked(log)
    panel.show_snapshot(STRANGE[name])
    panel.show_corpus(corpus, BASELINES)
    for size in SIZES:
        panel.resize(*size)
        QTest.qWait(0)
        panel.plot._overlay.pointer = QPoint(30, 20)
        assert not panel.grab().isNull()


def test_without_a_network_a_sentence_says_what_to_do(panel):
    assert panel.plot.message == EMPTY
    panel.show_snapshot(learning())
    assert panel.plot.message == ""
    panel.clear()
    assert panel.plot.message == EMPTY
    assert panel.readout.text() == ""


@pytest.mark.parametrize("log", [False, True], ids=["linear", "log"])
def test_the_lines_and_the_held_out_loss_stand_there_before_the_first_step(panel, corpus, log):
    panel.log.setChecked(log)
    panel.show_corpus(corpus, BASELINES)
    new = snapshot([], validation=[5.2])
    at_zero = {name: np.zeros(1, int) for name in ("validation_steps", "validation_characters")}
    curves = replace(new.curves, **at_zero)
    panel.show_snapshot(replace(new, curves=curves, loss=5.0, smoothed=5.0))
    assert panel.plot.message == ""
    assert panel.readout.text() == "5.00 nats, 7.21 bits"
    assert len(panel.plot.references) == 6
    bottom, top = panel.plot.view.viewRange()[1]
    low, high = (math.log10(v) if log else v for v in (1.60, 5.2))
    assert bottom < low
    assert top > high
    assert panel.plot.view.viewRange()[0][0] <= 0 < panel.plot.view.viewRange()[0][1]


def test_the_loss_stands_in_nats_and_bits(panel):
    panel.show_snapshot(snapshot([2.0, 1.0], smoothed=[2.0, math.log(2)]))
    assert panel.readout.text() == "0.69 nats, 1.00 bits"


def test_a_diverged_run_is_named_so(panel):
    panel.show_snapshot(STRANGE["diverging"])
    assert "diverged" in panel.readout.text()


def test_the_text_of_the_loss_changes_at_most_twice_a_second(panel):
    panel.show_snapshot(snapshot([2.0]))
    panel.show_snapshot(snapshot([2.0, 1.0]))
    assert panel.readout.text().startswith("2.00")
    QTest.qWait(600)
    assert panel.readout.text().startswith("1.00")


def test_blind_guessing_and_n_grams_have_their_lines(panel, corpus):
    panel.show_corpus(corpus, ())
    assert [line.label for line in panel.plot.references] == ["uniform 3.37"]
    panel.show_corpus(corpus, BASELINES)
    assert [line.label for line in panel.plot.references][1:] == [
        "1-gram 2.83",
        "2-gram 2.28",
        "3-gram 1.85",
        "4-gram 1.62",
        "5-gram 1.60",
    ]


def test_all_lines_are_within_the_range(panel, corpus):
    panel.show_corpus(corpus, BASELINES)
    panel.show_snapshot(learning())
    bottom, top = panel.plot.view.viewRange()[1]
    assert bottom < 1.60
    assert top > 3.37
    panel.log.setChecked(True)
    bottom, top = panel.plot.view.viewRange()[1]
    assert bottom < math.log10(1.60)
    assert top > math.log10(3.37)


def test_one_spike_does_not_flatten_the_curve(panel):
    loss = np.full(500, 2.0)
    loss[250] = 80.0
    panel.show_snapshot(snapshot(loss, smoothed=np.linspace(3, 2, 500)))
    assert panel.plot.view.viewRange()[1][1] < 10


def test_the_curve_is_drawn_against_steps_or_characters(panel):
    panel.show_snapshot(learning())
    assert panel.plot.view.viewRange()[0][1] >= 1000
    assert panel.plot.axes[0].title == "steps"
    panel.against.setCurrentIndex(1)
    assert panel.plot.view.viewRange()[0][1] >= 25_000
    assert panel.plot.axes[0].title == "characters seen"
    panel.against.setCurrentIndex(0)
    assert panel.plot.view.viewRange()[0][1] < 25_000


def test_a_run_that_starts_over_starts_the_picture_over(panel):
    panel.show_snapshot(learning())
    panel.clear()
    panel.show_snapshot(snapshot([3.3, 3.2]))
    assert panel.raw.extremes[:2] == (3.2, 3.3)
    assert panel.plot.view.viewRange()[0][1] < 1000


def test_the_pointer_reads_out_loss_and_step(panel):
    panel.show_snapshot(snapshot([math.log(2)] * 40))
    overlay = panel.plot._overlay
    point = overlay.nearest(QPoint(round(float(overlay.scale.columns(17.0))), 50))
    assert overlay.read_out(point) == "training 0.69 (1.00 bits), step 17"
    panel.against.setCurrentIndex(1)
    point = overlay.nearest(QPoint(round(float(overlay.scale.columns(425.0))), 50))
    assert overlay.read_out(point) == "training 0.69 (1.00 bits), 425 characters"


def test_the_pointer_reads_out_over_how_many_steps_the_mean_was_taken(panel):
    mean = np.full(2500, 2.0)
    panel.show_snapshot(snapshot(mean + 1.0, smoothed=mean))
    overlay = panel.plot._overlay
    for against, scale in ((0, 1), (1, 25)):
        panel.against.setCurrentIndex(against)
        bottom = round(float(overlay.scale.rows(np.array([2.0]))[0]))
        column = round(float(overlay.scale.columns(300.0 * scale)))
        told = overlay.read_out(overlay.nearest(QPoint(column, bottom)))
        assert told.startswith(("mean of 29 steps", "mean of 30 steps"))
        column = round(float(overlay.scale.columns(2490.0 * scale)))
        told = overlay.read_out(overlay.nearest(QPoint(column, bottom)))
        assert told.startswith("mean of 200 steps 2.00 (2.89 bits)")


def test_both_themes_show_every_curve(panel, corpus):
    panel.show_corpus(corpus, BASELINES)
    panel.show_snapshot(learning())
    pictures = []
    for theme in (LIGHT, DARK):
        panel.set_theme(theme)
        pictures.append(panel.plot.grab().toImage())
        assert pictures[-1].pixelColor(1, 1).name() == theme.base
    assert pictures[0] != pictures[1]


def test_everything_can_be_named_and_reached_with_the_keyboard(panel):
    for widget in (panel.plot, panel.against, panel.log, panel.readout):
        assert widget.accessibleName()
    for widget in (panel.plot, panel.against, panel.log):
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    for widget in (panel.against, panel.log):
        assert widget.toolTip()


def test_it_needs_no_measurement(panel):
    assert panel.needs() == frozenset()


def test_a_million_steps_are_shown(panel):
    loss = 2 + np.random.default_rng(0).normal(size=1_000_000) / 10
    panel.show_snapshot(snapshot(loss))
    assert panel.plot.view.viewRange()[0][1] >= 1e6
    assert not panel.grab().isNull()
