"""The losses of several runs in one plot, each in its colour and dash, and told by name."""

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from several import beside, painted

from rnnviz.captions import losses
from rnnviz.gui.appearance.looks import colour_of, stripes_of
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.panels.loss import LossPanel
from rnnviz.gui.plotting.live_plot import Nearest
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, Event, Snapshot, TaskFacts

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
TEXT = TaskFacts("text", "Text", "", losses.NATS_PER_CHARACTER, ("uniform", 3.3))
SINE = TaskFacts("noisy_sine", "Sine", "", losses.SQUARED_ERROR, ("mean", 0.5))


@pytest.fixture
def panel(qtbot):
    panel = LossPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def run(count=400, level=2.0, task=TEXT, per_second=100.0, noise=0.1, **changes):
    steps = np.arange(1, count + 1)
    fall = level + 1.2 * np.exp(-steps / 60)
    later = steps[99::100]
    drawn = {
        "steps": steps,
        "characters": 25 * steps,
        "seconds": (steps / per_second).astype(np.float32),
        "loss": fall + noise * np.sin(steps * 2.4),
        "smoothed": fall,
        "validation_steps": later,
        "validation_characters": 25 * later,
        "validation_seconds": (later / per_second).astype(np.float32),
        "validation_loss": np.full(later.size, level + 0.3),
    }
    curves = Curves(**{part.name: drawn.get(part.name, np.zeros(0)) for part in fields(Curves)})
    made = Snapshot(
        step=count, characters=25 * count, loss=level, smoothed=level, lr=0.01,
        chars_per_second=1e5, settings=Settings(), task=task, curves=curves, samples=(), goal=count,
    )  # fmt: skip
    return replace(made, **changes)


def labels(panel):
    return [curve.label for curve in (panel.raw, panel.smoothed, panel.validation)]


def test_one_run_is_drawn_as_ever(panel):
    panel.show_snapshot(run())
    before = panel.grab().toImage()
    assert labels(panel) == ["training", losses.MEAN, "validation"]
    panel.show_snapshot(beside(run(), run(300, 1.5)))
    assert panel.grab().toImage() != before
    panel.show_snapshot(run())
    assert labels(panel) == ["training", losses.MEAN, "validation"]
    assert list(panel.means) == list(panel.held_out) == []
    panel.plot.restore()
    assert panel.grab().toImage() == before


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_each_run_has_its_colour_and_its_dash(panel, theme):
    panel.set_theme(theme)
    panel.show_snapshot(beside(run(), *(run(level=level) for level in (1.8, 1.6, 1.4))))
    for look in range(4):
        assert painted(panel.plot, colour_of(look, theme)) > 80, look
    assert [curve.look.stripes for curve in panel.means] == [stripes_of(n) for n in (1, 2, 3)]
    assert panel.smoothed.look.stripes == ()


def test_the_legend_has_names_of_runs_and_nothing_else(panel):
    panel.show_snapshot(beside(run(), run(level=1.7), names=["vanilla", "LSTM, bias 4"]))
    assert labels(panel) == ["", "vanilla", ""]
    assert [curve.label for curve in panel.means] == ["LSTM, bias 4"]
    assert [curve.label for curve in panel.held_out] == [""]


def test_a_run_without_a_name_is_this_one(panel):
    panel.show_snapshot(beside(run(), run(), names=["", "LSTM"]))
    assert panel.smoothed.label == "this run"


def test_a_run_alone_keeps_the_look_that_the_list_shows(panel):
    panel.show_snapshot(run(look=1))
    assert panel.smoothed.look.stripes == stripes_of(1)
    assert labels(panel) == ["training", losses.MEAN, "validation"]
    assert painted(panel.plot, colour_of(1, LIGHT)) > 150
    assert painted(panel.plot, colour_of(0, LIGHT)) == 0


def test_a_name_and_a_look_that_change_are_followed(panel):
    panel.show_snapshot(beside(run(), run(), names=["a", "b"]))
    panel.show_snapshot(beside(run(), run(), names=["a", "c"], looks=[0, 4]))
    (curve,) = panel.means
    assert (curve.label, curve.look.stripes) == ("c", stripes_of(4))


def test_a_run_that_is_hidden_leaves_the_plot(panel):
    shown = beside(run(), run(level=1.8), run(level=1.6), looks=[0, 1, 3])
    panel.show_snapshot(shown)
    first = next(iter(panel.means))
    panel.show_snapshot(replace(shown, beside=shown.beside[:1]))
    assert list(panel.means) == [first]
    assert painted(panel.plot, colour_of(3, LIGHT)) == 0


def test_clearing_forgets_the_others_too(panel):
    panel.show_snapshot(beside(run(), run()))
    panel.clear()
    assert list(panel.means) == list(panel.held_out) == []


def test_runs_with_another_unit_are_not_drawn_and_that_is_said(panel):
    panel.show_snapshot(beside(run(), run(task=SINE), run(level=1.5)))
    assert len(list(panel.means)) == 1
    assert panel.missing.isVisible()
    told = "1 other run is not drawn: its loss is not in nats per character."
    assert panel.missing.toolTip() == told
    panel.show_snapshot(beside(run(), run(level=1.5)))
    assert not panel.missing.isVisible()


def test_the_axes_take_in_the_longest_and_the_highest_run(panel):
    panel.show_snapshot(beside(run(100, 2.0), run(900, 6.0), run(300, 0.7)))
    x, y = panel.plot.view.ranges
    assert x == (0.0, 900.0)
    assert y[0] < 0.7
    assert y[1] > 6.0
    panel.log.setChecked(True)
    assert 10 ** panel.plot.view.ranges[1][0] < 0.7
    assert 10 ** panel.plot.view.ranges[1][1] > 6.0


def test_by_seconds_a_fast_run_ends_sooner(panel):
    panel.show_snapshot(beside(run(per_second=100), run(per_second=20)))
    panel.against.setCurrentIndex(panel.against.findData(losses.SECONDS))
    (slow,) = panel.means
    assert panel.smoothed.x[-1] == pytest.approx(4.0)
    assert slow.x[-1] == pytest.approx(20.0)
    assert panel.plot.view.ranges[0] == (0.0, 20.0)
    assert panel.plot.axes[0].title == "seconds of training"


def test_by_seconds_a_mark_stands_where_its_step_was_done(panel):
    events = (Event(0, 0, "start"), Event(50, 1250, "orthogonal"))
    panel.show_snapshot(run(events=events))
    assert [mark.x for mark in panel.plot.marks] == [0, 50]
    panel.against.setCurrentIndex(panel.against.findData(losses.INPUTS))
    assert [mark.x for mark in panel.plot.marks] == [0, 1250]
    panel.against.setCurrentIndex(panel.against.findData(losses.SECONDS))
    assert [mark.x for mark in panel.plot.marks] == pytest.approx([0, 0.5])


def test_the_axis_of_seconds_ends_soon_after_the_goal_and_stays(panel):
    panel.against.setCurrentIndex(panel.against.findData(losses.SECONDS))
    ends = set()
    for count in range(20, 400, 7):
        panel.show_snapshot(run(count, per_second=100 + count % 5, goal=400))
        ends.add(panel.plot.view.ranges[0][1])
    assert len(ends) <= 2
    assert max(ends) <= 6.0


def test_the_readout_says_whose_loss_it_is(panel, monkeypatch):
    panel.show_snapshot(beside(run(), run(level=1.5), names=["vanilla", "LSTM"]))
    read = panel._read_out
    (mean,), (dots,) = panel.means, panel.held_out
    assert read(Nearest(mean, 0, 0, 300.0, 1.5)) == (
        "LSTM: mean of 30 steps 1.50 (2.16 bits), step 300"
    )
    assert read(Nearest(dots, 0, 0, 300.0, 1.8)).startswith("LSTM: validation 1.80")
    assert read(Nearest(panel.smoothed, 0, 0, 20.0, 2.0)).startswith("vanilla: mean of 2 steps")
    assert read(Nearest(panel.raw, 0, 0, 20.0, 2.0)).startswith("vanilla: training 2.00")
    panel.show_snapshot(run())
    assert read(Nearest(panel.raw, 0, 0, 20.0, 2.0)).startswith("training 2.00")


def test_runs_that_are_lost_or_not_begun_are_no_trouble(panel):
    lost = run(level=math.nan)
    panel.show_snapshot(beside(run(), lost, run(0, math.nan)))
    panel.show_snapshot(beside(lost, run(), run(0, math.nan)))
    panel.show_snapshot(beside(run(0, math.nan), run()))
    assert painted(panel.plot, colour_of(1, LIGHT)) > 150
    for size in ((200, 120), (1200, 800)):
        panel.resize(*size)
        assert not panel.grab().isNull()


def test_the_noise_of_the_focus_does_not_bury_a_run_that_has_ended(panel):
    """The focus grows over what has settled: that is painted again above it."""
    ended = run(1000, 2.4)
    panel.show_snapshot(beside(run(2, goal=1000, noise=0.8), ended))
    for count in range(10, 1001, 10):
        panel.show_snapshot(beside(run(count, goal=1000, noise=0.8), ended))
        panel.plot.grab()
    grown = painted(panel.plot, colour_of(1, LIGHT))
    panel.plot.redraw()
    assert grown > 0.9 * painted(panel.plot, colour_of(1, LIGHT)) > 100
