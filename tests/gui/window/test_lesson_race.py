"""A lesson with contestants in the window: they race, and one of them is in focus."""

import numpy as np
import pytest
from windows import PATIENCE

from rnnviz.lab.trainer import Trainer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
LESSON = """+++
title = "Race"
corpus = "hello"
panels = [["loss"], ["decay"]]
settings = { hidden = 6, window = 8 }

[[runs]]
name = "vanilla"
set = { cell = "vanilla" }
[[runs]]
name = "lstm"
set = { cell = "lstm" }

[[steps]]
restart = true
[[steps]]
run = 30
[[steps]]
set = { lr = 0.001 }
focus = "lstm"
run = 40
[[steps]]
set = { forget_bias = 4.0 }
run = 10
[[steps]]
set = { task = "first_element", length = 12 }
intervene = { name = "orthogonal" }
run = 20
+++
Two.
## Untrained
{vanilla smoothed:.2f}
## Both
{vanilla smoothed:.2f} and {lstm smoothed:.2f}
## The other
{smoothed:.2f}
## Anew
{lstm forget_bias}
## A task
{vanilla score:.2f} and {lstm score:.2f}
"""


@pytest.fixture
def lesson(window, tmp_path, qtbot):
    (tmp_path / "mine.md").write_text(LESSON)
    window.open_and_save.open_paths((str(tmp_path / "mine.md"),))
    qtbot.waitUntil(lambda: not window.lesson.player.playing, timeout=PATIENCE)
    return window.lesson


@pytest.fixture
def do(lesson, qtbot):
    def one(index):
        lesson.view.turn_to(index)
        lesson.view.do.click()
        qtbot.waitUntil(lambda: not lesson.player.playing, timeout=PATIENCE)
        assert lesson.player.done == index

    return one


def field(window):
    """The runs of the lesson by their names."""
    runs = window.session.runs
    return {run.entry.name: run for run in runs.race_of(runs.focus)}


def losses_alone(run, *stages):
    """The losses of the same network alone, with the settings that it has up to each step."""
    trainer = Trainer(stages[0][0], run.corpus)
    for settings, steps in stages:
        trainer.change(settings)
        while trainer.step < steps:
            next(trainer)
    return trainer.history.curve("loss")


def test_all_runs_of_a_lesson_are_there_when_it_is_open_the_first_in_focus(window, lesson):
    runs = field(window)
    assert list(runs) == ["vanilla", "lstm"]
    assert window.session.runs.focus is runs["vanilla"]
    assert all(run.shown and run.step == 0 for run in runs.values())
    assert len(window.session.runs) == 2
    assert "…" not in lesson.view.text.toPlainText()


def test_they_train_together_and_each_as_alone(window, lesson, do):
    do(1)
    for run in field(window).values():
        assert run.step == 30
        alone = losses_alone(run, (run.settings, 30))
        np.testing.assert_array_equal(run.history.curve("loss"), alone)
    named = {name: f"{run.trainer.smoothed:.2f}" for name, run in field(window).items()}
    lesson.view.reveal.click()
    words = lesson.view.text.toPlainText()
    assert f"{named['vanilla']} and {named['lstm']}" in words


def test_what_a_step_sets_acts_in_all_and_its_focus_is_shown(window, lesson, do, qtbot):
    do(1)
    before = {name: run.settings for name, run in field(window).items()}
    do(2)
    runs = field(window)
    assert window.session.runs.focus is runs["lstm"]
    qtbot.waitUntil(lambda: window.session.snapshot().run is runs["lstm"].id, timeout=PATIENCE)
    for name, run in runs.items():
        assert (run.step, run.settings.lr) == (40, 0.001)
        alone = losses_alone(run, (before[name], 30), (run.settings, 40))
        np.testing.assert_array_equal(run.history.curve("loss"), alone)
    assert f"{runs['lstm'].trainer.smoothed:.2f}" in lesson.view.text.toPlainText()


def test_what_one_needs_a_new_network_for_begins_all_anew_in_the_same_focus(window, do):
    for index in (1, 2):
        do(index)
    first = field(window)
    do(3)
    runs = field(window)
    assert not set(first.values()) & set(runs.values())
    assert [run.step for run in runs.values()] == [10, 10]
    assert window.session.runs.focus is runs["lstm"]
    assert runs["lstm"].settings.forget_bias == 4.0
    assert not any(run.shown for run in first.values())


def test_by_hand_the_run_in_focus_is_changed(window, do):
    do(4)
    runs = field(window)
    edits = {name: len(run.history.edits) for name, run in runs.items()}
    assert edits == {"vanilla": 0, "lstm": 1}
    assert [run.step for run in runs.values()] == [20, 20]
    alone = losses_alone(runs["vanilla"], (runs["vanilla"].settings, 20))
    np.testing.assert_array_equal(runs["vanilla"].history.curve("loss"), alone)


def test_a_closed_lesson_brings_back_the_run_from_before(window, tmp_path, qtbot):
    window.session.open_builtin("hello")
    qtbot.waitUntil(lambda: window.session.state == "ready", timeout=PATIENCE)
    window.session.run(5)
    qtbot.waitUntil(lambda: window.session.state == "paused", timeout=PATIENCE)
    before = window.session.runs.focus
    (tmp_path / "mine.md").write_text(LESSON)
    window.open_and_save.open_paths((str(tmp_path / "mine.md"),))
    qtbot.waitUntil(lambda: not window.lesson.player.playing, timeout=PATIENCE)
    assert not before.shown
    window.lesson.close()
    qtbot.waitUntil(lambda: window.session.runs.focus is before, timeout=PATIENCE)
    assert [run for run in window.session.runs if run.shown] == [before]
