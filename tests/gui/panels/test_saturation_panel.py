"""The saturation panel as people see and use it, with good data and bad."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from windows import choose_view

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.saturation import (
    COMING,
    EMPTY,
    NOTHING_TO_DRAW,
    SaturationPanel,
    in_order,
    views_of,
)
from rnnviz.gui.plotting.gate_scatter import heaps
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, Request, Snapshot, TaskFacts
from rnnviz.lab.trainer import Trainer
from rnnviz.probes.direct_path import DirectPath
from rnnviz.probes.saturation import Saturation
from rnnviz.tasks.builtin import BUILTIN

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
SIZES = [(200, 120), (330, 220), (300, 600), (480, 330), (900, 600), (1600, 1000)]
LSTM = ("o", "i", "f")


@pytest.fixture
def panel(qtbot):
    panel = SaturationPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def vanilla(shares):
    shares = np.asarray(shares, float)
    return Saturation({"h": shares}, {}, {}, None, None, None, 25, 0)


def lstm(left, right, horizon):
    left, right, horizon = (np.asarray(part, float) for part in (left, right, horizon))
    tanh = {"h": left, "g": right}
    sides = (dict.fromkeys(LSTM, side) for side in (left, right))
    return Saturation(tanh, *sides, horizon, "f", None, 25, 0)


def paths(direct, full):
    direct, full = np.asarray(direct, float), np.asarray(full, float)
    return DirectPath(np.arange(len(direct), dtype=float), direct, full, "c", "f", 0, 0)


def request(view="h", layer=0):
    probe = "direct_path" if view == "path" else "saturation"
    return Request(probe, (("layer", layer),))


def snapshot(result=None, view="h", step=10, **changes):
    none = np.zeros(0)
    settings = Settings().change(**changes)
    asked = request(view, settings.layers - 1)
    return Snapshot(
        step=step,
        characters=250,
        loss=2.0,
        smoothed=2.0,
        lr=0.01,
        chars_per_second=1e5,
        task=TaskFacts("text", "Text", "Predict the next.", "nats", ("uniform", 3.37)),
        settings=settings,
        curves=Curves(*[none] * len(fields(Curves))),
        samples=(),
        results={asked: result} if result is not None else {},
    )


rng = np.random.default_rng(0)
SHARES = rng.uniform(0, 1, 64)
GATES = lstm(SHARES / 2, SHARES[::-1] / 2, 1 / (1 - rng.uniform(0, 0.99, 64)))
PATHS = paths(0.9 ** np.arange(25), 0.95 ** np.arange(25))
STRANGE = {
    "of units": ("vanilla", "h", vanilla(SHARES)),
    "of one unit": ("vanilla", "h", vanilla([0.4])),
    "of no unit at all": ("vanilla", "h", vanilla([])),
    "of many units": ("vanilla", "h", vanilla(np.tile(SHARES, 64))),
    "always saturated": ("vanilla", "h", vanilla(np.ones(64))),
    "never saturated": ("vanilla", "h", vanilla(np.zeros(64))),
    "without a number": ("vanilla", "h", vanilla(np.full(64, math.nan))),
    "a sentence": ("vanilla", "h", "The phrase cannot be read."),
    "of gates": ("lstm", "gates", GATES),
    "of one gate": ("lstm", "gates", lstm([0.0], [1.0], [math.inf])),
    "of many gates": ("lstm", "gates", lstm(*np.tile([0.2, 0.3, 9.0], (4000, 1)).T)),
    "of gates that are no numbers": ("lstm", "gates", lstm(*np.full((3, 8), math.nan))),
    "of endless horizons": ("lstm", "gates", lstm([0, 0], [1, 1], [math.inf, math.inf])),
    "of one step horizons": ("lstm", "gates", lstm([1, 1], [0, 0], [1, 1])),
    "of gates where a path is": ("lstm", "path", PATHS),
    "of one step": ("lstm", "path", paths([1.0], [1.0])),
    "of a path of zeros": ("lstm", "path", paths([1, 0, 0], [1, 0, 0])),
    "of an exploding path": ("lstm", "path", paths([1, 0.5], [1, 1e30])),
    "of a path without numbers": ("lstm", "path", paths([math.nan] * 4, [math.nan] * 4)),
}


@pytest.mark.parametrize("name", STRANGE)
def test_the_saturation_panel_survives_a_measurement(name, panel):
    cell, view, found = STRANGE[name]
    panel.show_snapshot(snapshot(cell=cell))
    choose_view(panel, view)
    panel.show_snapshot(snapshot(found, view, cell=cell))
    for size in SIZES:
        panel.resize(*size)
        QTest.qWait(0)
        for sheet in (panel.bars, panel.scatter, panel.strip):
            sheet.point(0)
        assert not panel.grab().isNull()


def test_without_shares_a_sentence_says_what_to_do(panel):
    assert panel.bars.message == EMPTY
    panel.show_snapshot(snapshot(step=0))
    assert panel.bars.message == EMPTY
    panel.show_snapshot(snapshot())
    assert panel.bars.message == COMING
    panel.show_snapshot(snapshot(vanilla(SHARES)))
    assert panel.bars.message == ""
    panel.show_snapshot(snapshot())
    assert panel.bars.message == ""  # the one before stays
    panel.clear()
    assert panel.bars.message == EMPTY
    assert panel.words.text() == ""


def test_every_cell_offers_what_can_be_seen_of_it():
    assert views_of(Settings().change(cell="vanilla")) == ("h",)
    assert views_of(Settings().change(cell="vanilla", activation="relu")) == ("silent",)
    assert views_of(Settings().change(cell="vanilla", leak=0.3)) == ("tanh a", "h")
    assert views_of(Settings().change(cell="gru")) == ("gates", "path", "h", "n")
    assert views_of(Settings().change(cell="lstm")) == ("gates", "path", "h", "g")


def test_a_change_of_the_cell_changes_what_is_shown_and_asked_for(panel, qtbot):
    panel.show_snapshot(snapshot(vanilla(SHARES)))
    assert not panel.view.isVisible()
    assert panel.stack.currentIndex() == 0
    with qtbot.waitSignal(panel.needs_changed):
        panel.show_snapshot(snapshot(GATES, cell="lstm"))
    assert panel.view.isVisible()
    assert panel.stack.currentWidget().isAncestorOf(panel.scatter)
    assert len(panel.scatter.heaps) > 64
    choose_view(panel, "path")
    assert panel.needs() == {request("path")}
    assert panel.paths.message == COMING
    panel.show_snapshot(snapshot(GATES, cell="lstm"))  # an answer to the question before
    assert panel.paths.message == COMING
    panel.show_snapshot(snapshot(PATHS, "path", cell="lstm"))
    assert panel.paths.message == ""
    panel.show_snapshot(snapshot(vanilla(SHARES)))
    assert panel.needs() == {request()}
    assert panel.stack.currentIndex() == 0
    assert panel.bars.message == ""


def test_the_saturation_of_another_layer_is_asked_for(panel, qtbot):
    with qtbot.waitSignal(panel.needs_changed):
        panel.show_snapshot(snapshot(vanilla(SHARES), layers=3))
    assert panel.needs() == {request(layer=2)}
    with qtbot.waitSignal(panel.needs_changed):
        panel.layer.setCurrentIndex(0)
    assert panel.needs() == {request(layer=0)}
    assert panel.bars.message == COMING


def test_every_unit_has_its_bar_or_shares_one_with_its_neighbours(panel):
    panel.show_snapshot(snapshot(vanilla(SHARES)))
    assert panel.bars.places == 64
    assert panel.bars.heights() == pytest.approx(SHARES)
    assert panel.bars.accessible_text(3) == f"unit 3: {100 * SHARES[3]:.0f} % of the time"
    many = np.zeros(4096)
    many[1234] = 0.5
    panel.show_snapshot(snapshot(vanilla(many)))
    assert panel.bars.places < 500
    place = int(np.argmax(panel.bars.heights()))
    assert panel.bars.accessible_text(place) == "unit 1234: 50 % of the time"


def test_units_at_the_same_place_share_a_mark_that_names_them(panel):
    left, right = np.array([0.0, 0.5, 0.5, math.nan]), np.array([1.0, 0.25, 0.25, 0.0])
    found = heaps(0, left, right)
    assert [heap.units for heap in found] == [(0,), (1, 2)]
    panel.show_snapshot(snapshot(cell="lstm"))
    panel.show_snapshot(snapshot(lstm(left, right, [1, 2, 4, 8]), cell="lstm"))
    assert panel.scatter.accessible_text(1) == "i of units 1, 2: shut 50 %, open 25 %"


def test_gates_stand_in_the_order_of_the_weights(panel):
    panel.show_snapshot(snapshot(cell="lstm"))
    panel.show_snapshot(snapshot(GATES, cell="lstm"))
    assert panel.scatter.gates == ("i", "f", "o")
    assert list(in_order({"z": SHARES, "r": SHARES})) == ["r", "z"]
    assert list(in_order({"x": SHARES, "a2": SHARES})) == ["x", "a2"]  # a cell of somebody else


def test_marks_of_different_gates_at_one_place_do_not_hide_each_other(panel):
    panel.show_snapshot(snapshot(cell="lstm"))
    panel.show_snapshot(snapshot(lstm([0.5], [0.2], [4]), cell="lstm"))
    spots = panel.scatter.spots()
    apart = np.abs(spots[:, None] - spots[None]).max(axis=2)[~np.eye(3, dtype=bool)]
    assert apart.min() >= 4


def test_the_median_horizon_stands_between_the_two_in_the_middle(panel):
    panel.show_snapshot(snapshot(cell="lstm"))
    panel.show_snapshot(snapshot(lstm([0] * 4, [0] * 4, [1, 10, 20, math.inf]), cell="lstm"))
    assert panel.strip.median == 15
    columns = panel.strip.columns(np.array([1, 10, 15, math.inf]))
    assert (np.diff(columns) > 0).all()
    assert columns[-1] <= panel.strip.width()
    assert panel.strip.accessible_text(3) == "unit 3: endless"


def test_a_path_without_a_number_is_explained(panel):
    panel.show_snapshot(snapshot(cell="lstm"))
    choose_view(panel, "path")
    panel.show_snapshot(snapshot(STRANGE["of a path without numbers"][2], "path", cell="lstm"))
    assert panel.paths.message == NOTHING_TO_DRAW


def test_nothing_is_painted_again_for_the_same_shares(panel):
    found = vanilla(SHARES)
    panel.show_snapshot(snapshot(found))
    panel.grab()
    kept = panel.bars._kept
    panel.show_snapshot(snapshot(found))
    panel.grab()
    assert panel.bars._kept is kept
    panel.show_snapshot(snapshot(replace(found)))
    panel.grab()
    assert panel.bars._kept is not kept


def test_the_saturation_panel_follows_both_themes(panel):
    panel.show_snapshot(snapshot(cell="lstm"))
    panel.show_snapshot(snapshot(GATES, cell="lstm"))
    for theme in (DARK, LIGHT):
        panel.set_theme(theme)
        for widget in (panel.scatter, panel.strip):
            assert widget.grab().toImage().pixelColor(1, 1).name() == theme.base


def test_everything_in_the_saturation_panel_has_a_name_and_a_way_for_the_keyboard(panel):
    named = (panel.bars, panel.scatter, panel.strip, panel.paths, panel.view, panel.layer)
    for widget in (*named, panel.words):
        assert widget.accessibleName()
    for widget in named:
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    for widget in (panel.bars, panel.scatter, panel.strip, panel.view, panel.layer):
        assert widget.toolTip()
    panel.show_snapshot(snapshot(vanilla(SHARES)))
    QTest.keyClick(panel.bars, Qt.Key.Key_Right)
    QTest.keyClick(panel.bars, Qt.Key.Key_Right)
    assert panel.bars.accessibleDescription().startswith("unit 1:")
    QTest.keyClick(panel.bars, Qt.Key.Key_Left)
    assert panel.bars.accessibleDescription().startswith("unit 0:")


def test_real_cells_are_drawn_in_every_view_one_after_the_other(panel):
    corpus = BUILTIN["hello"].load()
    for changes in (
        {"cell": "vanilla"},
        {"cell": "gru", "layers": 2},
        {"cell": "lstm"},
        {"cell": "vanilla", "activation": "relu"},
        {"cell": "lstm", "hidden": 1, "window": 1},
    ):
        trainer = Trainer(Settings().change(**{"hidden": 6, "window": 5, **changes}), corpus)
        next(trainer)
        panel.show_snapshot(trainer.snapshot())  # learns what there is to choose from
        for view in views_of(trainer.settings):
            choose_view(panel, view)
            panel.show_snapshot(trainer.snapshot(trainer.measure(panel.needs())))
            assert panel._found is not None
            page = {"gates": panel.scatter, "path": panel.paths}
            assert page.get(view, panel.bars).message == ""
            assert not panel.grab().isNull()
