"""A moment of the past is shown as it was: all panels, curves and samples, to the last bit."""

from dataclasses import replace

import numpy as np
import pytest
from in_turn import in_turn
from same import REQUESTS, difference
from trainers import assert_same, make_run, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab import history
from rnnviz.lab.history import SECONDS
from rnnviz.lab.run import EARLIER
from rnnviz.lab.snapshot import Request
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN

ALL = (*REQUESTS, Request(EARLIER, (("of", "decay"),)))


def run_of(task="text", **changes):
    if task == "text":
        return make_run(**changes)
    return make_run(None, task=task, **changes)


def looked_at(run, at=None):
    """The whole snapshot of a run, now or then, but for what tells the two apart."""
    shown = run.snapshot(run.measure(ALL, at), at=at)
    facts = vars(shown).copy()
    for name in (
        "run",
        "moments",
        "present",
        "later",
        "undo",
        "undo_step",
        "past_bytes",
    ):
        facts.pop(name)
    untimed = dict.fromkeys(SECONDS)  # which no two runs have alike
    facts["curves"] = replace(facts["curves"], **untimed)
    facts["results"] = dict(facts["results"])
    facts["earlier"] = [
        [moment for moment in facts["results"].pop(asked) if moment.step <= shown.step]
        for asked in ALL
        if asked.probe == EARLIER
    ]
    return facts


@pytest.mark.parametrize(("cell", "task"), in_turn(CELLS, ["text", "adding", "first_element"]))
def test_step_100_of_many_is_what_a_fresh_run_of_100_steps_is(task, cell):
    changes = {"cell": cell, "layers": 2, "steps": 260}
    old, fresh = run_of(task, **changes), run_of(task, **changes)
    train(fresh, 100)
    train(old, 130)
    looked_at(old, 100)  # while it trains
    train(old)
    assert difference(looked_at(old, 100), looked_at(fresh)) == ""


@pytest.mark.parametrize("task", ["text", "copying"])
def test_every_moment_is_what_was_there_then(task):
    run, then = run_of(task, cell="lstm", steps=30), {}
    run.trainer.look()
    then[0] = looked_at(run)
    for step in run:
        if step % 7 == 0:
            run.trainer.write()
        then[step] = looked_at(run)
    sampled = [step for step in run.past.steps if step % 7]  # a sample comes after the moment
    assert len(sampled) > 20
    for step in sorted(sampled, key=lambda step: step * 7 % 11):
        assert difference(looked_at(run, step), then[step]) == "", step


@pytest.mark.parametrize("task", ["text", "adding"])
def test_the_past_network_writes_what_it_wrote_then(task):
    run = train(run_of(task, steps=130), 100)
    written = run.trainer.write()
    train(run)
    assert run.at(100).write() == written
    assert run.history.samples == [written]


def test_looking_back_changes_nothing_that_is_learned():
    watched, alone = make_run(steps=60), train(make_run(steps=60))
    for step in watched:
        looked_at(watched, watched.past.steps[step * 5 % len(watched.past.steps)])
        watched.at(0).write()
    assert_same(watched.trainer, alone.trainer)
    assert watched.history.samples == []


def test_the_settings_and_marks_are_those_of_then():
    run = train(make_run(steps=90), 20)
    run.change(run.settings.change(lr=0.02, clip="none"))
    train(run, 20)
    run.intervene("orthogonal")
    train(run, 20)
    before, between, after = (run.snapshot(at=step) for step in (20, 40, 60))
    assert [shown.settings.clip for shown in (before, between, after)] == ["norm", "none", "none"]
    assert [len(shown.events) for shown in (before, between, after)] == [0, 1, 2]
    assert [len(shown.edits) for shown in (before, between, after)] == [0, 1, 2]
    assert (before.present, before.step, run.snapshot().present) == (60, 20, None)
    assert 41 in run.past.steps


def test_curves_that_were_thinned_since_end_where_they_did(monkeypatch):
    monkeypatch.setattr(history, "MOST", 64)
    run = train(make_run(steps=200))
    curves = run.at(100).history.curves()
    np.testing.assert_array_equal(curves.steps, np.arange(4, 101, 4))
    whole = train(make_run(steps=100)).history.curves()
    np.testing.assert_array_equal(curves.loss, whole.loss[whole.steps % 4 == 0])
    assert curves.steps.base is not None


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_what_is_shown_of_the_past_cannot_be_changed(optimizer):
    run = train(make_run(optimizer=optimizer), 10)
    kept = run.kept_moment(5)
    for name, array in kept.arrays.items():
        if not name.startswith("window.") or "state" in name:
            assert not array.flags.writeable, name
    with pytest.raises(ValueError, match="read-only"):
        run.snapshot(at=5).curves.loss[0] = 0.0


def test_a_step_that_is_not_kept_is_refused():
    run = train(make_run(steps=60))
    assert 52 not in run.past.steps
    with pytest.raises(Refusal, match="step 52 is not kept"):
        run.at(52)


def test_the_ghost_serves_for_all_moments_and_can_be_forgotten():
    run = train(make_run(), 10)
    first = run.at(3)
    assert run.at(7) is first
    assert first.step == 7
    run.forget_ghost()
    assert run.at(7) is not first


@pytest.mark.parametrize("task", list(DRAWN))
def test_every_task_is_shown_as_it_was(task):
    run = train(run_of(task, steps=40), 12)
    then = looked_at(run)
    train(run)
    assert difference(looked_at(run, 12), then) == ""
