"""Going on from a moment: bit for bit what the run did, or with other settings from there."""

from itertools import product

import numpy as np
import pytest
from in_turn import in_turn
from trainers import assert_same, make_run, through_a_file, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab.past.fork import fork
from rnnviz.refusal import Refusal


def run_of(task, **changes):
    return make_run(**changes) if task == "text" else make_run(None, task=task, **changes)


@pytest.mark.parametrize(
    ("learned", "optimizer"), in_turn(product(["text", "copying"], CELLS), OPTIMIZERS), ids=str
)
def test_a_fork_without_changes_goes_on_as_the_run_did(learned, optimizer):
    task, cell = learned
    changes = {"cell": cell, "optimizer": optimizer, "layers": 2, "steps": 60}
    run = train(run_of(task, **changes))
    for step in (0, 1, 25):
        forked = fork(run, step)
        assert (forked.step, forked.settings) == (step, run.settings)
        assert_same(train(forked).trainer, run.trainer)
        assert forked.past.steps == run.past.steps


@pytest.mark.parametrize("task", ["text", "adding"])
def test_a_fork_of_a_fork_through_a_file_goes_on_as_the_run_did(task, tmp_path):
    run = train(run_of(task, steps=130))
    forked = train(fork(fork(run, 100), 40), 10)
    resumed = through_a_file(forked.trainer, tmp_path / "run.safetensors")
    assert_same(train(resumed), run.trainer)


def test_a_fork_leaves_the_run_and_has_a_past_and_curves_of_its_own():
    run = train(make_run(steps=100), 80)
    run.trainer.write()
    steps, curve = run.past.steps, run.history.curve("loss").copy()
    forked = fork(run, 40, run.settings.change(lr=0.5))
    assert forked.past.steps == tuple(step for step in steps if step <= 40)
    assert forked.kept_moment(7) is run.kept_moment(7)
    assert len(forked.history.curve("loss")) == 40
    train(forked)
    assert run.past.steps == steps
    np.testing.assert_array_equal(run.history.curve("loss"), curve)
    assert len(run.history.samples) == 1
    assert forked.history.samples == []
    assert not np.array_equal(forked.history.curve("loss")[40:80], curve[40:])
    assert forked.unsaved
    assert forked.id is not run.id


def test_other_settings_of_a_fork_are_an_edit_of_its_own():
    run = train(make_run(steps=60), 50)
    forked = fork(run, 40, run.settings.change(clip="none", steps=90))
    assert forked.trainer.goal == 90
    assert [(event.step, event.text) for event in forked.history.events] == [(40, "No clipping")]
    assert run.history.events == []
    other = train(make_run(steps=60), 40)
    other.change(other.settings.change(clip="none", steps=90))
    assert_same(train(forked).trainer, train(other).trainer)


@pytest.mark.parametrize(
    ("changes", "label"),
    [({"cell": "gru"}, "Cell"), ({"hidden": 9}, "Hidden units"), ({"fold": "case"}, "Fold")],
)
def test_settings_that_need_a_new_network_are_refused(changes, label):
    run = train(make_run(), 10)
    with pytest.raises(Refusal, match=f"^{label} can only change with a new network"):
        fork(run, 5, run.settings.change(**changes))


def test_a_moment_that_is_not_kept_cannot_be_gone_on_from():
    with pytest.raises(Refusal, match="is not kept"):
        fork(train(make_run(steps=60)), 52)


def test_what_could_be_undone_then_can_be_undone_in_a_fork():
    run = train(make_run(steps=60), 10)
    weights = run.trainer.network.flat.copy()
    run.intervene("orthogonal")
    train(run, 10)
    forked = fork(run, 15)
    forked.undo()
    np.testing.assert_array_equal(forked.trainer.network.flat, weights)
    assert run.edits.last is not None
    with pytest.raises(Refusal, match="no intervention"):
        fork(run, 10).undo()


@pytest.mark.parametrize("budget", [0, 10**9])
def test_undo_needs_no_budget(budget):
    run = make_run(cell="lstm", steps=60)
    run.past.set_budget(budget)
    train(run, 10)
    weights, slots = run.trainer.network.flat.copy(), dict(run.trainer.optimizer.state)
    slots = {name: slot.copy() for name, slot in slots.items()}
    run.intervene("keep_bias", 2.0)
    run.intervene("orthogonal")
    train(run, 10)
    run.past.set_budget(0)
    run.undo()
    run.undo()
    np.testing.assert_array_equal(run.trainer.network.flat, weights)
    for name, slot in slots.items():
        np.testing.assert_array_equal(run.trainer.optimizer.state[name], slot)


def test_undo_shares_the_past():
    run = train(make_run(cell="lstm", steps=60), 10)
    run.intervene("orthogonal")
    assert run.edits.last.flat is run.kept_moment(10).arrays["weights"]
