"""Panels that draw curves, with several runs of which one is in focus."""

from dataclasses import replace

import numpy as np
import pytest
from several import beside, measured, painted, show_all
from trainers import CORPUS, make_run, train

from rnnviz.gui.appearance.looks import colour_of, stripes_of
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels import panel_class
from rnnviz.gui.plotting.live_plot import Nearest
from rnnviz.lab.snapshot import Entry

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
CURVES = ("loss", "gradient_flow", "decay", "clipping")
NAMES = ["vanilla", "LSTM, bias 4", "GRU"]


@pytest.fixture
def make_panel(qtbot):
    def make(name):
        panel = panel_class(name)()
        qtbot.addWidget(panel)
        panel.resize(480, 330)
        with qtbot.waitExposed(panel):
            panel.show()
        return panel

    return make


@pytest.fixture(scope="module")
def runs():
    cells = ({"cell": "vanilla"}, {"cell": "lstm", "forget_bias": 4.0}, {"cell": "gru"})
    return [train(make_run(steps=120, window=12, batch=3, **cell), 120) for cell in cells]


@pytest.fixture(scope="module")
def solvers():
    settings = {"task": "copying", "length": 5, "steps": 60}
    return [train(make_run(None, cell=cell, **settings), 60) for cell in ("vanilla", "lstm", "gru")]


def plot_of(panel):
    return panel.norms if panel.name == "clipping" else panel.plot


def others_of(panel):
    if panel.name == "loss":
        return panel.means
    return panel.norms.others if panel.name == "clipping" else panel.others


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_run_is_drawn_in_its_look_under_its_name(make_panel, runs, name, theme):
    panel = make_panel(name)
    panel.set_theme(theme)
    show_all(panel, runs, names=NAMES, looks=[2, 0, 4])
    drawn = list(others_of(panel))
    assert [curve.label for curve in drawn] == NAMES[1:]
    assert [curve.look.stripes for curve in drawn] == [stripes_of(0), stripes_of(4)]
    for look in (2, 0, 4):
        assert painted(plot_of(panel), colour_of(look, theme)) > 60, look


def test_scores_of_the_same_task_are_drawn_over_each_other(make_panel, solvers, runs):
    panel = make_panel("task")
    show_all(panel, [*solvers, runs[0]], names=[*NAMES, "a text"])
    assert [curve.label for curve in panel.others] == NAMES[1:]
    assert panel.score.label == "vanilla"
    assert panel.words.toolTip().endswith(
        "1 other run is not drawn: it has no accuracy of this task."
    )
    for look in range(3):
        assert painted(panel.plot, colour_of(look, LIGHT)) > 60
    point = Nearest(next(iter(panel.others)), 0, 0, 50.0, 0.25)
    assert panel._read_out(point) == "LSTM, bias 4: accuracy 25\N{NO-BREAK SPACE}%, step 50"


@pytest.mark.parametrize("name", [*CURVES, "task"])
def test_when_the_others_go_it_is_as_if_they_had_not_been_there(make_panel, runs, solvers, name):
    some = solvers if name == "task" else runs
    alone, panel = make_panel(name), make_panel(name)
    show_all(panel, some)
    for one in (alone, panel):
        show_all(one, some[:1], names=[""])
        plot_of(one).restore()
    assert list(others_of(panel)) == []
    assert plot_of(panel).grab().toImage() == plot_of(alone).grab().toImage()


@pytest.mark.parametrize("name", [*CURVES, "task"])
def test_clearing_forgets_the_others(make_panel, runs, solvers, name):
    panel = make_panel(name)
    show_all(panel, solvers if name == "task" else runs)
    panel.clear()
    assert list(others_of(panel)) == []


@pytest.mark.parametrize("name", [*CURVES, "task"])
def test_runs_that_are_not_begun_have_ended_in_nan_or_differ_in_layers_are_no_trouble(
    make_panel, runs, name
):
    lost = train(make_run(layers=2, batch=3, cell="lstm"), 3)
    lost.trainer.network.flat[:] = np.nan
    panel = make_panel(name)
    show_all(panel, [runs[0], make_run(), lost, train(make_run(window=1), 3)])
    show_all(panel, [lost, runs[0], make_run()])
    show_all(panel, [make_run(), runs[0]])
    for size in ((200, 120), (330, 220), (1200, 800)):
        panel.resize(*size)
        assert not panel.grab().isNull()


def test_a_layer_that_the_others_lack_is_drawn_of_the_focus_alone(make_panel, runs):
    panel = make_panel("gradient_flow")
    deep = train(make_run(layers=2, batch=3), 20)
    show_all(panel, [deep, runs[0]])
    assert len(list(panel.others)) == 1
    panel.layer.setCurrentIndex(panel.layer.count() - 1)
    shown = measured([deep, runs[0]], panel)
    asked = set(shown.results)
    panel.show_snapshot(replace(shown, beside=(
        replace(shown.beside[0], results=dict.fromkeys(asked, "There is no layer 2.")),
    )))  # fmt: skip
    assert list(panel.others) == []
    assert panel.median.x.size > 0


def test_the_same_results_are_not_drawn_again(make_panel, runs, monkeypatch):
    frames = []
    for name in ("gradient_flow", "decay"):
        panel = make_panel(name)
        shown = measured(runs, panel)
        panel.show_snapshot(shown)
        frames.clear()
        monkeypatch.setattr(panel.plot, "refresh", lambda: frames.append(1))
        panel.show_snapshot(replace(shown))
        assert frames == []
        renamed = (replace(shown.beside[0], name="renamed"), *shown.beside[1:])
        panel.show_snapshot(replace(shown, beside=renamed))
        assert frames == [1]


def test_decay_compares_the_runs_in_words_and_leaves_earlier_moments_out(make_panel, runs):
    panel = make_panel("decay")
    show_all(panel, runs, names=NAMES)
    assert all(curve.x.size == 0 for curve in (*panel.earlier, panel.fitted))
    told = panel.words.toolTip()
    assert "back there is left" in told
    assert all(f" in {name}" in told for name in NAMES)
    assert "In focus: " in told


def test_the_readout_of_gradients_says_whose_they_are(make_panel, runs):
    panel = make_panel("gradient_flow")
    show_all(panel, runs, names=NAMES)
    other = next(iter(panel.others))
    assert panel._read_out(Nearest(other, 0, 0, 0.0, float(other.y[0]))).startswith(
        "LSTM, bias 4: 0 back"
    )
    assert panel._read_out(Nearest(panel.median, 0, 0, 0.0, 1.0)).startswith("vanilla: 0 back")


def test_norms_of_several_runs_are_lines_through_their_noise(make_panel, runs):
    panel = make_panel("clipping")
    show_all(panel, runs, names=NAMES)
    assert panel.norms.norm.look.weight == "pale"
    assert panel.norms.mean.label == "vanilla"
    other = next(iter(panel.norms.others))
    assert 0 < other.x.size <= 120
    assert panel.norms._read_norm(Nearest(other, 0, 0, 40.0, 2.0)).startswith("LSTM, bias 4: norm")
    panel.resize(700, 500)
    assert "Lines are geometric means" in panel.words.toolTip()


def test_norms_of_a_paused_focus_follow_the_others(make_panel, runs):
    panel = make_panel("clipping")
    growing = train(make_run(steps=200), 10)
    panel.show_snapshot(beside(runs[0].snapshot(), growing.snapshot()))
    (other,) = panel.norms.others
    assert other.x[-1] == 10
    train(growing, 50)
    panel.show_snapshot(beside(runs[0].snapshot(), growing.snapshot()))
    assert other.x[-1] == 60


def test_the_corpus_may_come_before_and_after(make_panel, runs):
    panel = make_panel("loss")
    panel.show_corpus(CORPUS, (2.0, 1.5))
    show_all(panel, runs)
    panel.show_corpus(CORPUS, (2.0,))
    assert len(list(panel.means)) == 2


def of_one_race(runs, names):
    """Have runs be of one race, those of one name with several seeds."""
    for run, name in zip(runs, names, strict=True):
        run.entry = Entry(runs[0].id, name, runs[0].settings)
        run.look = names.index(name)


def test_the_seeds_of_a_contestant_are_one_curve_and_a_band(make_panel, runs):
    panel = make_panel("loss")
    seeds = [train(make_run(steps=120, window=12, batch=3, seed=seed), 120) for seed in (1, 2)]
    of_one_race([*runs, *seeds], ["a", "b", "c", "a", "b"])
    show_all(panel, [*runs, *seeds], names=["a", "b", "c", "a", "b"], looks=[0, 1, 2, 0, 1])
    drawn = sorted(curve.label for curve in (panel.smoothed, *panel.means))
    assert drawn == ["a, mean of 2 seeds", "b, mean of 2 seeds", "c"]
    first, _ = panel.bands.extremes
    losses = [run.history.curve("smoothed") for run in (runs[0], seeds[0])]
    assert first[:2] == pytest.approx((np.min(losses), np.max(losses)))
    assert painted(panel.plot, colour_of(0, LIGHT)) > 50
    (table,) = panel.data()
    unit, names = "nats per character", [name for name, _ in table.columns]
    assert len(set(names)) == len(names)
    assert {f"a, 2 seeds from: {unit}", f"b, 2 seeds to: {unit}", f"c, validation: {unit}"} <= {
        *names
    }
    panel.clear()
    assert panel.bands.extremes == []


def test_the_scores_of_several_seeds_are_one_curve_and_a_band(make_panel, solvers):
    panel = make_panel("task")
    of_one_race(solvers, ["a", "b", "a"])
    show_all(panel, solvers, names=["a", "b", "a"], looks=[0, 1, 0])
    assert panel.score.label == "a, mean of 2 seeds"
    assert [curve.label for curve in panel.others] == ["b"]
    assert len(panel.bands.extremes) == 1
