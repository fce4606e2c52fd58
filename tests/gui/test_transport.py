"""The transport: what its buttons, its slider and its readouts say in every state."""

import dataclasses
import itertools
import math

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.controls.transport import FULL, Transport, speed_at, speed_label
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.builtin import BUILTIN

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(scope="module")
def trained():
    """A snapshot of a real training of 30 steps."""
    trainer = Trainer(Settings(hidden=8, steps=30), BUILTIN["hello"].load())
    for _ in trainer:
        pass
    return trainer.snapshot(rate=12_345.6)


@pytest.fixture
def transport(qtbot):
    owner = QObject()
    actions = [QAction(name, owner) for name in ("Run", "One step", "Start over")]
    transport = Transport(*actions)
    transport.kept = owner
    qtbot.addWidget(transport)
    transport.resize(900, 40)
    transport.show()
    return transport


def enabled(transport):
    return [b.isEnabled() for b in (transport.run, transport.step, transport.restart)]


@pytest.mark.parametrize(
    ("state", "run", "buttons"),
    [
        ("empty", "Run", [False, False, False]),
        ("ready", "Run", [True, True, False]),
        ("running", "Pause", [True, True, True]),
        ("paused", "Run", [True, True, True]),
        ("finished", "Run", [True, True, True]),
        ("diverged", "Run", [False, False, True]),
        ("failed", "Run", [False, False, True]),
    ],
)
def test_each_state_offers_what_is_possible(transport, state, run, buttons):
    transport.show_state(state)
    assert transport.run.text() == run
    assert enabled(transport) == buttons


def test_the_slider_goes_from_one_step_a_second_to_full_speed(transport, qtbot):
    speeds = []
    transport.speed_changed.connect(speeds.append)
    transport.speed.setValue(0)
    transport.speed.setValue(FULL - 1)
    transport.speed.setValue(FULL)
    assert speeds == [1.0, pytest.approx(1000.0), None]
    assert transport.speed_label.text() == "full speed"


def test_speeds_rise_evenly_on_a_log_scale():
    steps = [speed_at(position) for position in range(FULL)]
    ratios = {round(b / a, 6) for a, b in itertools.pairwise(steps)}
    assert len(ratios) == 1
    assert speed_label(1.0) == "1 step/s"
    assert speed_label(2.5) == "2.5 steps/s"
    assert speed_label(1000.0) == "1,000 steps/s"


def test_slower_and_faster_move_the_slider(transport):
    transport.slower()
    assert transport.speed.value() < FULL
    transport.faster()
    transport.faster()
    assert transport.speed.value() == FULL


def test_the_readouts_give_step_rate_mean_loss_and_held_out_loss(transport, trained):
    transport.show_state("running")
    transport.resize(1100, 40)
    transport.show_snapshot(trained)
    transport.show_state("running")
    held_out = trained.curves.validation_loss[-1]
    assert transport.readouts["step"].text() == "step 30 of 30"
    assert transport.readouts["rate"].text() == "12,346 characters/s"
    assert transport.readouts["loss"].text() == f"{trained.smoothed:.3f} nats, mean of 3 steps"
    assert transport.readouts["held out"].text() == f"held out {held_out:.2f} at step 0"


def test_what_there_is_no_room_for_is_left_out_and_comes_back(transport, trained):
    transport.show_state("running")
    transport.show_snapshot(trained)
    for width, told in ((1300, 4), (700, 3), (620, 2), (560, 2)):
        transport.resize(width, 40)
        QTest.qWait(20)
        texts = {name: label.text() for name, label in transport.readouts.items()}
        needed = sum(map(transport.fontMetrics().horizontalAdvance, texts.values()))
        assert texts["step"] == "step 30 of 30"
        assert texts["loss"].startswith(f"{trained.smoothed:.3f} nats")
        assert sum(map(bool, texts.values())) <= told
        assert needed < width
        assert transport.minimumSizeHint().width() <= max(width, 560)
        for label in transport.readouts.values():
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
    transport.resize(1300, 40)
    assert all(label.text() for label in transport.readouts.values())


def test_text_changes_at_most_twice_a_second_while_training_runs(transport, trained):
    transport.show_state("running")
    transport.show_snapshot(dataclasses.replace(trained, step=2))
    first = transport.readouts["step"].text()
    transport.show_snapshot(dataclasses.replace(trained, step=3))
    assert transport.readouts["step"].text() == first
    transport.show_state("paused")
    assert transport.readouts["step"].text() == "step 3 of 30"


def test_the_goal_is_the_trainings_own(transport, trained):
    transport.show_state("paused")
    transport.show_snapshot(dataclasses.replace(trained, step=31, goal=45))
    assert transport.readouts["step"].text() == "step 31 of 45"


def test_a_diverged_loss_is_no_number(transport, trained):
    transport.show_state("diverged")
    transport.show_snapshot(dataclasses.replace(trained, smoothed=math.nan, diverged=True))
    assert transport.readouts["loss"].text() == "loss is not a number"


def test_icons_follow_the_look(transport):
    seen = []
    for theme in (LIGHT, DARK):
        transport.set_theme(theme)
        picture = transport.step.icon().pixmap(24).toImage()
        opaque = [picture.pixelColor(x, 12) for x in range(24)]
        seen.append({c.name() for c in opaque if c.alpha() == 255})
    assert seen == [{LIGHT.text}, {DARK.text}]
