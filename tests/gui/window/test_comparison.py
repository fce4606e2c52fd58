"""A second run beside the first in a panel: chosen, followed, measured, and gone with its run."""

from dataclasses import replace

import numpy as np
import pytest
from several import KEYS, beside
from trainers import CORPUS, make_run, train

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels import panel_class
from rnnviz.gui.window.comparison import Comparison
from rnnviz.gui.window.docks import PanelDocks
from rnnviz.lab.panels import PANELS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
COMPARABLE = [name for name, kind in PANELS.items() if kind.comparable]
NAMES = ["vanilla", "LSTM, bias 4", "deep GRU"]


@pytest.fixture(scope="module")
def runs():
    made = [
        train(make_run(cell="vanilla", batch=3), 20),
        train(make_run(cell="lstm", batch=3), 20),
        train(make_run(cell="gru", layers=2, batch=3), 20),
    ]
    for run in made:
        run.trainer.write()
    return made


@pytest.fixture
def make_docks(qtbot):
    def make(name, size=(700, 400)):
        docks = PanelDocks({name: PANELS[name]})
        qtbot.addWidget(docks)
        docks.set_theme(LIGHT)
        docks.show_corpus(CORPUS, ())
        docks.resize(*size)
        with qtbot.waitExposed(docks):
            docks.show()
        return docks

    return make


def show(docks, runs, **told):
    """Show the docks these runs, each with what is wanted of it."""
    asked = None
    while asked != docks.wanted():
        asked = docks.wanted()
        with np.errstate(all="ignore"):
            focus = runs[0].snapshot(runs[0].measure(asked.focus))
            others = [
                run.snapshot(run.measure(asked.of_other(KEYS[place])))
                for place, run in enumerate(runs[1:], start=1)
            ]
        keyed = [replace(one, run=KEYS[place]) for place, one in enumerate((focus, *others))]
        docks.show_snapshot(beside(*keyed, names=told.get("names", NAMES)))


def comparison_of(docks):
    (dock,) = docks.docks
    return dock, dock.findChild(Comparison)


def compare_with(docks, place):
    _, comparison = comparison_of(docks)
    comparison.chooser.setCurrentIndex(place)
    comparison.chooser.activated.emit(place)
    return comparison


@pytest.mark.parametrize("name", COMPARABLE)
def test_one_run_has_the_place_to_itself(make_docks, runs, qtbot, name):
    docks = make_docks(name)
    show(docks, runs[:1])
    dock, comparison = comparison_of(docks)
    assert dock.second is None
    assert comparison.findChildren(type(comparison)) == []
    qtbot.waitUntil(lambda: dock.panel.size() == comparison.contentsRect().size())
    alone = panel_class(name)()
    qtbot.addWidget(alone)
    alone.show_corpus(CORPUS, ())
    alone.resize(dock.panel.size())
    alone.show()
    with np.errstate(all="ignore"):
        alone.show_snapshot(runs[0].snapshot(runs[0].measure(alone.needs())))
    assert alone.needs() == dock.panel.needs()


@pytest.mark.parametrize("name", COMPARABLE)
@pytest.mark.parametrize("size", [(340, 300), (700, 400), (300, 700)])
def test_a_second_run_is_shown_beside_the_first_and_measured_for_it(make_docks, runs, name, size):
    docks = make_docks(name, size)
    show(docks, runs)
    comparison = compare_with(docks, 1)
    dock, _ = comparison_of(docks)
    show(docks, runs)
    first, second = dock.panel, dock.second
    assert type(second) is type(first)
    assert second.isVisible()
    assert first.isVisible()
    assert docks.wanted().of == {KEYS[1]: second.needs()}
    assert comparison.run is KEYS[1]
    areas = [part.size() for part in (first, second)]
    assert abs(areas[0].width() - areas[1].width()) < 40
    assert min(areas[0].width(), areas[1].width()) >= 140
    assert min(areas[0].height(), areas[1].height()) >= 90
    own = " (axes of its own)" if name == "spectrum" else ""
    assert comparison._other_title.name.toolTip() == NAMES[1] + own
    assert comparison._title.name.toolTip() == NAMES[0]
    assert not docks.grab().isNull()


def test_only_other_runs_bring_the_chooser_and_it_goes_with_them(make_docks, runs):
    docks = make_docks("spectrum")
    show(docks, runs)
    _, comparison = comparison_of(docks)
    assert comparison.chooser.isVisible()
    offered = [comparison.chooser.itemText(place) for place in range(comparison.chooser.count())]
    assert offered[1:] == NAMES[1:]
    show(docks, runs[:1])
    assert not comparison.chooser.isVisible()
    show(docks, runs[:2], names=["vanilla", "renamed"])
    assert comparison.chooser.itemText(1) == "renamed"


def test_it_is_one_panel_again_when_its_run_is_no_longer_shown(make_docks, runs):
    docks = make_docks("triangle")
    show(docks, runs)
    comparison = compare_with(docks, 2)
    show(docks, runs)
    dock, _ = comparison_of(docks)
    assert dock.second is not None
    wanted = []
    docks.requests_changed.connect(wanted.append)
    show(docks, runs[:2])
    assert dock.second is None
    assert comparison.chooser.currentIndex() == 0
    assert wanted[-1].of == {}


def test_choosing_nobody_ends_it_and_another_run_takes_its_place(make_docks, runs):
    docks = make_docks("spectrum")
    show(docks, runs)
    compare_with(docks, 1)
    show(docks, runs)
    dock, comparison = comparison_of(docks)
    second = dock.second
    compare_with(docks, 2)
    show(docks, runs)
    assert dock.second is second
    assert docks.wanted().of.keys() == {KEYS[2]}
    compare_with(docks, 0)
    assert dock.second is None
    assert docks.wanted().of == {}
    assert comparison.run is None


def test_the_second_follows_what_is_chosen_in_the_first(make_docks, runs):
    docks = make_docks("hidden_units", (900, 500))
    show(docks, runs)
    compare_with(docks, 1)
    dock, _ = comparison_of(docks)
    show(docks, runs)
    dock.panel.phrase.setText("the moon")
    dock.panel.which.setCurrentIndex(1)
    dock.panel.units.setText("2, 3")
    show(docks, runs)
    assert dock.second.chosen() == dock.panel.chosen()
    assert not dock.second.phrase.isVisible()
    assert dock.panel.phrase.isVisible()


def test_a_layer_and_a_gate_are_followed_where_the_other_has_them(make_docks, runs):
    docks = make_docks("spectrum", (900, 500))
    order = [runs[2], runs[0], runs[1]]
    show(docks, order)
    compare_with(docks, 1)
    dock, _ = comparison_of(docks)
    show(docks, order)
    dock.panel.layer.setCurrentIndex(0)
    show(docks, order)
    assert dock.second.layer.currentIndex() == 0
    dock.panel.gate.setCurrentIndex(0)
    show(docks, order)
    assert dock.second.gate.count() == 1
    deep = [runs[1], runs[2]]
    show(docks, deep)


def test_both_triangles_have_one_scale_of_colours(make_docks, runs):
    docks = make_docks("triangle", (900, 500))
    show(docks, runs)
    compare_with(docks, 1)
    dock, _ = comparison_of(docks)
    show(docks, runs)
    scales = {(one.map.scale.low, one.map.scale.high) for one in (dock.panel, dock.second)}
    assert len(scales) == 1


def test_both_maps_of_units_without_bounds_have_one_scale_of_colours(make_docks):
    docks = make_docks("hidden_units", (900, 500))
    pair = [train(make_run(cell="vanilla", activation="relu", seed=seed), 20) for seed in (1, 2)]
    pair[1].trainer.network.flat *= 3
    show(docks, pair)
    compare_with(docks, 1)
    dock, _ = comparison_of(docks)
    show(docks, pair)
    assert dock.panel.map.scale == dock.second.map.scale


def test_the_second_follows_the_look_and_the_text_and_forgets_with_the_first(make_docks, runs):
    docks = make_docks("samples")
    show(docks, runs)
    compare_with(docks, 1)
    show(docks, runs)
    docks.set_theme(DARK)
    dock, _ = comparison_of(docks)
    assert dock.second.theme is DARK
    docks.show_corpus(CORPUS, ())
    assert not dock.second.controls.isVisible()
    assert dock.second.view.sample is not None
    docks.clear()
    assert dock.second.view.sample is None


def test_a_second_panel_that_fails_says_so_in_the_place_of_both(make_docks, runs, monkeypatch):
    docks = make_docks("spectrum")
    show(docks, runs)
    compare_with(docks, 1)
    dock, _ = comparison_of(docks)

    def fail(*_args):
        raise ZeroDivisionError

    monkeypatch.setattr(dock.second, "show_snapshot", fail)
    show(docks, runs)
    assert dock.has_failed
    assert dock.second is None
    assert docks.wanted().of == {}


def test_other_panels_have_no_chooser(make_docks, runs):
    docks = make_docks("loss")
    show(docks, runs)
    assert docks.docks[0].findChild(Comparison) is None
