"""Interventions on a running network: their marks, their undo, and what is refused."""

import numpy as np
import pytest
from trainers import make_run

from rnnviz.core import weight_edits
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.network import Network
from rnnviz.lab.edits import ONE_GESTURE, UNDO_AT_MOST
from rnnviz.lab.interventions import LARGEST, REGISTRY, intervene
from rnnviz.lab.run import Run
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks.progress import Cancelled
from rnnviz.tasks.text import read_text

TEXT = "the tide comes in, the tide goes out again. " * 40


@pytest.fixture
def run():
    settings = Settings().change(cell="lstm", hidden=8, window=5, steps=1000)
    made = Run(Trainer(settings, read_text(TEXT, "tide")))
    for _ in range(10):
        next(made)
    return made


@pytest.mark.parametrize("name", REGISTRY)
def test_an_intervention_changes_the_network_and_leaves_a_mark(run, name):
    before = run.trainer.network.flat.copy()
    run.intervene(name)
    assert not np.array_equal(run.trainer.network.flat, before)
    (event,) = run.history.events
    assert event.step == 10
    assert event.text.startswith(REGISTRY[name].label)
    assert run.snapshot().events == (event,)


@pytest.mark.parametrize("name", REGISTRY)
def test_undo_brings_back_the_weights_and_the_optimizer(run, name):
    before = run.trainer.network.flat.copy()
    slots = {slot: array.copy() for slot, array in run.trainer.optimizer.state.items()}
    run.intervene(name)
    for _ in range(5):
        next(run)
    run.undo()
    np.testing.assert_array_equal(run.trainer.network.flat, before)
    for slot, array in slots.items():
        np.testing.assert_array_equal(run.trainer.optimizer.state[slot], array)
    assert run.trainer.optimizer.count == 10
    assert run.history.events[-1].text.startswith("undone: ")
    assert run.history.events[-1].step == 15
    assert next(run) == 16


def test_interventions_are_undone_in_reverse_order(run):
    run.intervene("spectral_radius", 2.0)
    between = run.trainer.network.flat.copy()
    run.intervene("orthogonal")
    assert run.snapshot().undo == "Orthogonal W_hh"
    run.undo()
    np.testing.assert_array_equal(run.trainer.network.flat, between)
    assert run.snapshot().undo == "Spectral radius 2"


def test_only_the_last_interventions_are_remembered(run):
    for _ in range(UNDO_AT_MOST + 3):
        run.intervene("identity")
    for _ in range(UNDO_AT_MOST):
        run.undo()
    with pytest.raises(Refusal, match="no intervention to undo"):
        run.undo()


def test_a_value_out_of_bounds_is_refused_and_changes_nothing(run):
    before = run.trainer.network.flat.copy()
    with pytest.raises(Refusal, match="between"):
        run.intervene("spectral_radius", -1.0)
    np.testing.assert_array_equal(run.trainer.network.flat, before)
    assert run.history.events == []


@pytest.mark.parametrize("name", ["spectral_radius", "sigma_1", "orthogonal"])
def test_what_would_take_minutes_is_refused(name):
    large = Network(CELLS["vanilla"](), 3, LARGEST + 1, 3)
    before = large.flat.copy()
    with pytest.raises(Refusal, match=r"1,281 units.*up to 1,280"):
        intervene(large, name, None)
    np.testing.assert_array_equal(large.flat, before)


def test_what_is_done_at_once_is_not_broken_off(run):
    def ask():
        raise Cancelled

    run.trainer.network.pauses.ask = ask
    run.intervene("orthogonal")
    assert len(run.history.events) == 1


def test_an_intervention_that_is_broken_off_changes_nothing(run, monkeypatch):
    monkeypatch.setattr(weight_edits, "AT_ONCE", 0)
    before, asked = run.trainer.network.flat.copy(), []

    def ask(_share):
        asked.append(1)
        if len(asked) == 4:
            raise Cancelled

    run.trainer.network.pauses.ask = ask
    with pytest.raises(Cancelled):
        run.intervene("orthogonal")
    np.testing.assert_array_equal(run.trainer.network.flat, before)
    assert run.history.events == []


def test_a_cell_without_gates_refuses_a_keep_bias():
    made = Run(Trainer(Settings().change(hidden=8, window=5), read_text(TEXT, "tide")))
    with pytest.raises(Refusal, match="no gate that keeps the past"):
        made.intervene("keep_bias", 2.0)


def switch(run, **changes):
    run.change(run.settings.change(**changes))


def marks(run):
    return [(event.step, event.text) for event in run.history.events]


def test_other_clipping_is_marked_and_undone_in_its_turn(run):
    run.intervene("orthogonal")
    weights = run.trainer.network.flat.copy()
    switch(run, clip="value", clip_threshold=0.5)
    next(run)
    snapshot = run.snapshot()
    assert (snapshot.undo, snapshot.undo_step) == ("Clipping by value at 0.5", None)
    trained = run.trainer.network.flat.copy()
    run.undo()
    np.testing.assert_array_equal(run.trainer.network.flat, trained)
    assert (run.settings.clip, run.settings.clip_threshold) == ("norm", 100.0)
    assert (run.snapshot().undo, run.snapshot().undo_step) == ("Orthogonal W_hh", 10)
    run.undo()
    assert not np.array_equal(run.trainer.network.flat, weights)
    assert marks(run) == [
        (10, "Orthogonal W_hh"),
        (10, "Clipping by value at 0.5"),
        (11, "undone: Clipping by value at 0.5"),
        (11, "undone: Orthogonal W_hh, back to step 10"),
    ]


def test_undone_clipping_leaves_what_else_was_changed_meanwhile(run):
    switch(run, clip="none")
    switch(run, lr=0.5)
    run.undo()
    assert (run.settings.clip, run.settings.lr) == ("norm", 0.5)


def test_a_drag_through_many_thresholds_leaves_one_mark_and_one_way_back(run):
    for threshold in np.linspace(5.0, 1.0, 40):
        switch(run, clip_threshold=threshold)
    for threshold in (0.9, 0.8, 0.7):
        next(run)
        switch(run, clip_threshold=threshold)
    assert marks(run) == [(13, "Clipping by norm at 0.7")]
    run.undo()
    assert run.settings.clip_threshold == Settings().clip_threshold
    assert run.snapshot().undo == ""


def test_clipping_that_comes_back_at_once_leaves_no_mark(run):
    switch(run, clip="none")
    switch(run, clip="norm")
    assert marks(run) == []
    assert run.snapshot().undo == ""


def test_later_and_other_edits_keep_marks_of_their_own(run):
    switch(run, clip_threshold=1.0)
    for _ in range(ONE_GESTURE + 1):
        next(run)
    switch(run, clip_threshold=2.0)
    run.intervene("identity")
    switch(run, clip_threshold=3.0)
    assert len(marks(run)) == 4


@pytest.mark.parametrize("changes", [{"lr": 0.5}, {"temperature": 0.1}, {"steps": 7}], ids=str)
def test_other_settings_are_not_marked(run, changes):
    switch(run, **changes)
    assert marks(run) == []


def test_a_threshold_that_does_nothing_and_a_run_without_steps_have_no_marks():
    made = Run(Trainer(Settings().change(hidden=8, window=5), read_text(TEXT, "tide")))
    switch(made, clip="none")
    assert marks(made) == []
    assert made.history.edits == []
    next(made)
    switch(made, clip_threshold=1.0)
    assert marks(made) == []


def test_the_marks_are_kept_in_the_file(run, tmp_path):
    run.intervene("sigma_1", 1.5)
    switch(run, clip="none", lr=0.02)
    run.undo()
    save_run(run.trainer, tmp_path / "run.safetensors")
    resumed = load_run(tmp_path / "run.safetensors").resume(run.corpus)
    assert resumed.history.events == run.history.events
    assert resumed.history.edits == run.history.edits
    assert len(resumed.history.edits) == 3


def test_before_the_first_step_a_changed_network_is_looked_at_anew():
    run = make_run(cell="vanilla")
    run.trainer.look()
    first = run.snapshot().smoothed
    run.intervene("spectral_radius", 50.0)
    assert not run.trainer.looked
    run.trainer.look()
    assert run.snapshot().smoothed != first
    run.undo()
    run.trainer.look()
    assert run.snapshot().smoothed == first
    assert list(run.history.curve("validation_steps")) == [0]
