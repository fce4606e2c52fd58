"""Interventions on a running network: their marks, their undo, and what is refused."""

import numpy as np
import pytest

from rnnviz.lab.edits import ONE_GESTURE, UNDO_AT_MOST
from rnnviz.lab.interventions import REGISTRY
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks.text import read_text

TEXT = "the tide comes in, the tide goes out again. " * 40


@pytest.fixture
def trainer():
    settings = Settings().change(cell="lstm", hidden=8, window=5, steps=1000)
    made = Trainer(settings, read_text(TEXT, "tide"))
    for _ in range(10):
        next(made)
    return made


@pytest.mark.parametrize("name", REGISTRY)
def test_an_intervention_changes_the_network_and_leaves_a_mark(trainer, name):
    before = trainer.network.flat.copy()
    trainer.intervene(name)
    assert not np.array_equal(trainer.network.flat, before)
    (event,) = trainer.history.events
    assert event.step == 10
    assert event.text.startswith(REGISTRY[name].label)
    assert trainer.snapshot().events == (event,)


@pytest.mark.parametrize("name", REGISTRY)
def test_undo_brings_back_the_weights_and_the_optimizer(trainer, name):
    before = trainer.network.flat.copy()
    slots = {slot: array.copy() for slot, array in trainer.optimizer.state.items()}
    trainer.intervene(name)
    for _ in range(5):
        next(trainer)
    trainer.undo()
    np.testing.assert_array_equal(trainer.network.flat, before)
    for slot, array in slots.items():
        np.testing.assert_array_equal(trainer.optimizer.state[slot], array)
    assert trainer.optimizer.count == 10
    assert trainer.history.events[-1].text.startswith("undone: ")
    assert trainer.history.events[-1].step == 15
    assert next(trainer) == 16


def test_interventions_are_undone_in_reverse_order(trainer):
    trainer.intervene("spectral_radius", 2.0)
    between = trainer.network.flat.copy()
    trainer.intervene("orthogonal")
    assert trainer.snapshot().undo == "Orthogonal W_hh"
    trainer.undo()
    np.testing.assert_array_equal(trainer.network.flat, between)
    assert trainer.snapshot().undo == "Spectral radius 2"


def test_only_the_last_interventions_are_remembered(trainer):
    for _ in range(UNDO_AT_MOST + 3):
        trainer.intervene("identity")
    for _ in range(UNDO_AT_MOST):
        trainer.undo()
    with pytest.raises(Refusal, match="no intervention to undo"):
        trainer.undo()


def test_a_value_out_of_bounds_is_refused_and_changes_nothing(trainer):
    before = trainer.network.flat.copy()
    with pytest.raises(Refusal, match="between"):
        trainer.intervene("spectral_radius", -1.0)
    np.testing.assert_array_equal(trainer.network.flat, before)
    assert trainer.history.events == []


def test_a_cell_without_gates_refuses_a_keep_bias():
    made = Trainer(Settings().change(hidden=8, window=5), read_text(TEXT, "tide"))
    with pytest.raises(Refusal, match="no gate that keeps the past"):
        made.intervene("keep_bias", 2.0)


def switch(trainer, **changes):
    trainer.change(trainer.settings.change(**changes))


def marks(trainer):
    return [(event.step, event.text) for event in trainer.history.events]


def test_other_clipping_is_marked_and_undone_in_its_turn(trainer):
    trainer.intervene("orthogonal")
    weights = trainer.network.flat.copy()
    switch(trainer, clip="value", clip_threshold=0.5)
    next(trainer)
    snapshot = trainer.snapshot()
    assert (snapshot.undo, snapshot.undo_step) == ("Clipping by value at 0.5", None)
    trained = trainer.network.flat.copy()
    trainer.undo()
    np.testing.assert_array_equal(trainer.network.flat, trained)
    assert (trainer.settings.clip, trainer.settings.clip_threshold) == ("norm", 5.0)
    assert (trainer.snapshot().undo, trainer.snapshot().undo_step) == ("Orthogonal W_hh", 10)
    trainer.undo()
    assert not np.array_equal(trainer.network.flat, weights)
    assert marks(trainer) == [
        (10, "Orthogonal W_hh"),
        (10, "Clipping by value at 0.5"),
        (11, "undone: Clipping by value at 0.5"),
        (11, "undone: Orthogonal W_hh, back to step 10"),
    ]


def test_undone_clipping_leaves_what_else_was_changed_meanwhile(trainer):
    switch(trainer, clip="none")
    switch(trainer, lr=0.5)
    trainer.undo()
    assert (trainer.settings.clip, trainer.settings.lr) == ("norm", 0.5)


def test_a_drag_through_many_thresholds_leaves_one_mark_and_one_way_back(trainer):
    for threshold in np.linspace(5.0, 1.0, 40):
        switch(trainer, clip_threshold=threshold)
    for threshold in (0.9, 0.8, 0.7):
        next(trainer)
        switch(trainer, clip_threshold=threshold)
    assert marks(trainer) == [(13, "Clipping by norm at 0.7")]
    trainer.undo()
    assert trainer.settings.clip_threshold == 5.0
    assert trainer.snapshot().undo == ""


def test_clipping_that_comes_back_at_once_leaves_no_mark(trainer):
    switch(trainer, clip="none")
    switch(trainer, clip="norm")
    assert marks(trainer) == []
    assert trainer.snapshot().undo == ""


def test_later_and_other_edits_keep_marks_of_their_own(trainer):
    switch(trainer, clip_threshold=1.0)
    for _ in range(ONE_GESTURE + 1):
        next(trainer)
    switch(trainer, clip_threshold=2.0)
    trainer.intervene("identity")
    switch(trainer, clip_threshold=3.0)
    assert len(marks(trainer)) == 4


@pytest.mark.parametrize("changes", [{"lr": 0.5}, {"temperature": 0.1}, {"steps": 7}], ids=str)
def test_other_settings_are_not_marked(trainer, changes):
    switch(trainer, **changes)
    assert marks(trainer) == []


def test_a_threshold_that_does_nothing_and_a_run_without_steps_have_no_marks():
    made = Trainer(Settings().change(hidden=8, window=5), read_text(TEXT, "tide"))
    switch(made, clip="none")
    assert marks(made) == []
    assert made.history.edits == []
    next(made)
    switch(made, clip_threshold=1.0)
    assert marks(made) == []


def test_the_marks_are_kept_in_the_file(trainer, tmp_path):
    trainer.intervene("sigma_1", 1.5)
    switch(trainer, clip="none", lr=0.02)
    trainer.undo()
    save_run(trainer, tmp_path / "run.safetensors")
    resumed = load_run(tmp_path / "run.safetensors").resume(trainer.corpus)
    assert resumed.history.events == trainer.history.events
    assert resumed.history.edits == trainer.history.edits
    assert len(resumed.history.edits) == 3
