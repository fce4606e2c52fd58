"""The free running panel: two curves, their words and unit, and why there are none."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.captions.loss_units import snapshot_in
from rnnviz.gui.appearance.theme import DARK
from rnnviz.gui.panels.free_running import COMING, EMPTY, FreeRunningPanel
from rnnviz.lab.free_running import NOT_FED_BACK
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.builtin import BUILTIN

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only


@pytest.fixture
def panel(qtbot):
    panel = FreeRunningPanel()
    qtbot.addWidget(panel)
    panel.resize(480, 330)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def trained(task, steps=3):
    settings = Settings().change(task=task, hidden=4, batch=2, steps=steps)
    trainer = Trainer(settings, BUILTIN["verse"].load() if task == "text" else None)
    for _ in trainer:
        pass
    return trainer


def snapshot_of(panel, trainer):
    return trainer.snapshot(trainer.measure(panel.needs()))


@pytest.mark.parametrize("task", ["text", "reverse", "number_words", "noisy_sine"])
def test_both_losses_are_drawn_from_one_start(panel, task):
    panel.set_theme(DARK)
    panel.show_snapshot(snapshot_of(panel, trained(task)))
    forced, free = panel.forced, panel.free
    assert forced.x.size == free.x.size > 1
    assert forced.x[0] == 1
    assert forced.y[0] == pytest.approx(free.y[0], rel=1e-5)
    assert not panel.plot.message
    assert " with true inputs, " in panel.words.text()
    assert not panel.grab().isNull()


def test_losses_follow_the_unit_that_is_chosen(panel):
    snapshot = snapshot_of(panel, trained("text"))
    panel.show_snapshot(snapshot)
    nats = panel.free.y.copy()
    panel.show_snapshot(snapshot_in(snapshot, "bits"))
    np.testing.assert_allclose(panel.free.y, nats / np.log(2.0), rtol=1e-6)
    assert panel.plot.axes[1].title == "bits per character"
    assert "bits per character with true inputs" in panel.words.text()


def test_a_task_that_feeds_nothing_back_says_so_and_the_next_one_is_drawn(panel):
    assert panel.plot.message == EMPTY
    panel.show_snapshot(snapshot_of(panel, trained("adding")))
    assert panel.plot.message == NOT_FED_BACK
    panel.clear()
    snapshot = snapshot_of(panel, trained("reverse"))
    panel.show_snapshot(replace(snapshot, results={}))
    assert panel.plot.message == COMING
    panel.show_snapshot(snapshot)
    assert not panel.plot.message


def test_what_is_no_number_is_said(panel):
    trainer = trained("text")
    trainer.network.flat[...] = np.nan
    with np.errstate(all="ignore"):
        panel.show_snapshot(snapshot_of(panel, trainer))
    assert "no longer finite" in panel.plot.message
