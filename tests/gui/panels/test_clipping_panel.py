"""The clipping panel as people see and use it, with good data and bad."""

import dataclasses
import math
from dataclasses import fields
from itertools import product

import numpy as np
import pytest
from in_turn import in_turn
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from windows import choose_view

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.clipping import (
    COMING,
    EMPTY,
    NO_ANGLE,
    NOT_POSITIVE,
    REQUEST,
    RULE,
    ClippingPanel,
)
from rnnviz.gui.plotting.live_plot.references import place
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, Event, Snapshot, TaskFacts
from rnnviz.lab.trainer import Trainer
from rnnviz.probes.updates import UpdateRatios
from rnnviz.tasks.builtin import BUILTIN

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
SIZES = [(200, 120), (330, 220), (300, 600), (480, 330), (900, 600), (1600, 1000)]
NAMES = ("rnn.weight_hh_l0", "rnn.bias_ih_l0", "decoder.weight")


@pytest.fixture
def panel(qtbot):
    panel = ClippingPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def curves(norms, threshold=5.0, angles=None):
    norms = np.asarray(norms, np.float32)
    steps = np.arange(1, norms.size + 1)
    values = dict.fromkeys((f.name for f in fields(Curves)), np.zeros(0))
    every = np.where((steps - 1) % 10 == 0, 0.2, math.nan) if angles is None else angles
    values |= {
        "steps": steps,
        "gradient_norm": norms,
        "clipped": norms >= threshold,
        "clip_angle": np.asarray(every, np.float32),
    }
    return Curves(**values)


def snapshot(shown=None, found=None, **changes):
    shown = curves([]) if shown is None else shown
    return Snapshot(
        step=shown.steps.size,
        characters=250,
        loss=2.0,
        smoothed=2.0,
        lr=0.01,
        chars_per_second=1e5,
        task=TaskFacts("text", "Text", "Predict the next.", "nats", ("uniform", 3.37)),
        settings=Settings().change(**changes),
        curves=shown,
        samples=(),
        results={REQUEST: found} if found is not None else {},
    )


rng = np.random.default_rng(0)
NORMS = np.exp(rng.normal(1.2, 0.6, 1000))
STRANGE = {
    "ordinary": NORMS,
    "empty": [],
    "of one step": [3.0],
    "all zero": np.zeros(30),
    "zero at first": [0.0, 0.0, 2.0, 7.0],
    "not a number": np.full(30, math.nan),
    "infinite": [1.0, math.inf, 2.0],
    "with gaps": [1.0, math.nan, 9.0, 0.0] * 20,
    "exploding": 10.0 ** np.arange(38.0),
    "vanishing": 10.0 ** -np.arange(38.0),
    "constant": np.full(500, 4.0),
    "a million steps": np.tile(NORMS, 1000),
}


@pytest.mark.parametrize("name", STRANGE)
def test_the_clipping_panel_survives_norms_that_are(name, panel):
    shown = curves(STRANGE[name])
    for (mode, view), size in in_turn(product(("norm", "value", "none"), ("norm", "angle")), SIZES):
        panel.show_snapshot(snapshot(shown, clip=mode))
        choose_view(panel, view)
        panel.resize(*size)
        QTest.qWait(0)
        assert not panel.grab().isNull()


UPDATES = {
    "ordinary": (0.01, 0.001, 1e-5),
    "zero": (0.0, 0.0, 0.0),
    "not a number": (math.nan, math.nan, math.nan),
    "infinite": (math.inf, 0.1, math.nan),
    "huge and tiny": (1e30, 1e-30, 1e-3),
    "beyond any float32": (1e300, 1e-300, 1e-3),
    "all alike": (0.001, 0.001, 0.001),
}


@pytest.mark.parametrize("name", UPDATES)
def test_the_clipping_panel_survives_updates_that_are(name, panel):
    choose_view(panel, "updates")
    panel.show_snapshot(snapshot(curves(NORMS), UpdateRatios(NAMES, UPDATES[name])))
    for size in SIZES:
        panel.resize(*size)
        QTest.qWait(0)
        panel.bars.point(0)
        assert not panel.grab().isNull()


def test_without_steps_a_sentence_says_what_to_do(panel):
    plot = panel.norms
    assert plot.message == EMPTY
    panel.show_snapshot(snapshot())
    assert plot.message == EMPTY
    panel.show_snapshot(snapshot(curves(NORMS)))
    assert plot.message == ""
    panel.clear()
    assert plot.message == EMPTY
    panel.show_snapshot(snapshot(curves(np.zeros(9))))
    assert plot.message == NOT_POSITIVE


def test_updates_are_only_asked_for_where_they_are_shown(panel, qtbot):
    assert panel.needs() == frozenset()
    with qtbot.waitSignal(panel.needs_changed):
        choose_view(panel, "updates")
    assert panel.needs() == {REQUEST}
    assert panel.bars.message == EMPTY
    panel.show_snapshot(snapshot(curves(NORMS)))
    assert panel.bars.message == COMING
    panel.show_snapshot(snapshot(curves(NORMS), "This cannot be measured."))
    assert panel.bars.message == "This cannot be measured."
    panel.show_snapshot(snapshot(curves(NORMS), UpdateRatios(NAMES, (0.1, 0.2, 0.3))))
    assert panel.bars.message == ""


def test_the_region_that_is_clipped_is_shaded_and_its_edge_labelled(panel):
    panel.show_snapshot(snapshot(curves(NORMS), clip="norm", clip_threshold=5.0))
    (line,) = panel.norms.references
    assert (line.value, line.label, line.shaded) == (5.0, "clipped above 5", True)
    scale, shown = panel.norms._overlay.scale, panel.norms._overlay.grab().toImage()
    row, right = round(float(scale.rows(5.0))), shown.width() - 4
    above = shown.pixelColor(right, row - 25).name()
    below = shown.pixelColor(right, row + 12).name()
    assert above != below == LIGHT.base


def test_a_threshold_of_values_is_no_threshold_of_the_norm(panel):
    panel.show_snapshot(snapshot(curves(NORMS), clip="value"))
    (line,) = panel.norms.references
    assert line.name == "no value clipped below"
    assert not line.shaded
    panel.show_snapshot(snapshot(curves(NORMS), clip="none"))
    assert panel.norms.references == ()


def test_a_threshold_far_from_all_norms_does_not_flatten_them(panel):
    panel.show_snapshot(snapshot(curves(NORMS), clip_threshold=1e6))
    bottom, top = panel.norms.view.viewRange()[1]
    assert top - bottom <= 4
    panel.norms.start_over()
    panel.show_snapshot(snapshot(curves(NORMS), clip_threshold=100.0))
    assert panel.norms.view.viewRange()[1][1] >= 2


@pytest.mark.parametrize(("threshold", "text"), [(1e6, "↑ clipped above 1,000,000"), (1e-6, "↓")])
def test_a_threshold_far_from_all_norms_is_pointed_to(panel, threshold, text):
    panel.show_snapshot(snapshot(curves(NORMS), clip_threshold=threshold))
    labels = place(
        panel.norms.references, panel.norms._overlay.scale, lambda text: 6 * len(text), 14
    )
    assert [label.text.startswith(text) for label in labels] == [True]


def test_what_was_done_by_hand_is_marked_on_norms_and_angles(panel):
    done = (Event(40, 1000, "W_hh orthogonal"), Event(41, 1025, "undone: W_hh orthogonal"))
    panel.show_snapshot(dataclasses.replace(snapshot(curves(NORMS)), events=done))
    for plot in (panel.norms, panel.angles):
        marks = plot.marks
        assert [(mark.x, mark.text) for mark in marks] == [(one.step, one.text) for one in done]
    panel.clear()
    assert panel.norms.marks == ()


def test_other_curves_begin_afresh(panel):
    panel.show_snapshot(snapshot(curves(NORMS)))
    assert panel.norms.rug.count == np.count_nonzero(NORMS >= 5.0)
    panel.show_snapshot(snapshot(curves(NORMS[::-1])))
    assert panel.norms.rug.count == np.count_nonzero(NORMS >= 5.0)
    panel.show_snapshot(snapshot(curves(np.full(2000, 9.0))))
    assert panel.norms.rug.count == 2000
    panel.show_snapshot(snapshot(curves([1.0, 9.0])))
    assert panel.norms.rug.count == 1
    assert panel.angles.known.y.size == 1


def test_angles_are_drawn_in_degrees_and_missing_ones_skipped(panel):
    choose_view(panel, "angle")
    shown = curves(NORMS[:40], angles=np.where(np.arange(40) % 10 == 9, np.pi / 6, np.nan))
    panel.show_snapshot(snapshot(shown, clip="value"))
    assert panel.angles.angle.x.tolist() == [10, 20, 30, 40]
    assert panel.angles.angle.y == pytest.approx([30] * 4)
    bottom, top = panel.angles.view.viewRange()[1]
    assert bottom == 0
    assert 30 < top <= 180


@pytest.mark.parametrize("mode", ["none", "norm", "value"])
def test_without_an_angle_it_is_said_why(mode, panel):
    choose_view(panel, "angle")
    panel.show_snapshot(snapshot(curves(NORMS, angles=np.full(1000, np.nan)), clip=mode))
    assert panel.angles.message == NO_ANGLE[mode]


def test_nothing_is_drawn_again_for_the_same_curves(panel, monkeypatch):
    panel.show_snapshot(snapshot(curves(NORMS)))
    drawn = []
    monkeypatch.setattr(panel.norms, "refresh", lambda: drawn.append(1))
    panel.show_snapshot(snapshot(curves(NORMS)))
    assert not drawn
    panel.show_snapshot(snapshot(curves([*NORMS, 3.0])))
    assert drawn == [1]
    panel.show_snapshot(snapshot(curves([*NORMS, 3.0]), clip_threshold=2.0))
    assert drawn == [1, 1]  # another threshold


def test_bars_are_as_long_as_the_logarithm_of_their_ratio(panel):
    choose_view(panel, "updates")
    panel.show_snapshot(snapshot(curves(NORMS), UpdateRatios(NAMES, (1e-1, 1e-2, 1e-3))))
    ends = panel.bars.spots()[:, 0]
    assert ends[0] - ends[1] == pytest.approx(ends[1] - ends[2])
    assert ends[2] == pytest.approx(panel.bars.column(RULE))
    assert panel.bars.accessible_text(0) == "W_hh: 0.1"


def test_many_tensors_are_scrolled_not_squeezed(panel):
    choose_view(panel, "updates")
    names = tuple(f"rnn.weight_hh_l{layer}" for layer in range(40))
    panel.show_snapshot(snapshot(curves(NORMS), UpdateRatios(names, (0.01,) * 40)))
    QTest.qWait(1)
    rows = panel.bars.middles()
    assert rows[1] - rows[0] >= 0.9 * panel.bars.line


def test_the_clipping_panel_follows_both_themes(panel):
    panel.show_snapshot(snapshot(curves(NORMS)))
    for theme in (DARK, LIGHT):
        panel.set_theme(theme)
        assert panel.norms.grab().toImage().pixelColor(1, 1).name() == theme.base


def test_everything_in_the_clipping_panel_has_a_name_and_a_way_for_the_keyboard(panel):
    named = (panel.norms, panel.angles, panel.bars, panel.view)
    for widget in (*named, panel.words):
        assert widget.accessibleName()
    for widget in named:
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    for widget in (panel.bars, panel.view):
        assert widget.toolTip()


def test_real_training_is_drawn_in_every_view(panel):
    corpus = BUILTIN["hello"].load()
    for changes in (
        {"clip": "value", "clip_threshold": 0.01},
        {"cell": "gru", "layers": 2, "clip": "none"},
        {"cell": "lstm", "clip_threshold": 0.1, "window": 1, "hidden": 1},
    ):
        trainer = Trainer(Settings().change(**{"hidden": 6, "window": 5, **changes}), corpus)
        for view in ("norm", "angle", "updates"):
            next(trainer)
            choose_view(panel, view)
            panel.show_snapshot(trainer.snapshot(trainer.measure(panel.needs())))
            assert not panel.grab().isNull()
        assert panel.bars.message == ""
        assert panel.norms.norm.y.size == 3
        assert len(panel.bars.names) == len(trainer.network.parameters)
