"""A run: what belongs to a training besides the trainer, which learns the same without it."""

from dataclasses import replace

from trainers import CORPUS, assert_same, make_run, make_trainer, train

from rnnviz.lab.run import EARLIER, Run
from rnnviz.lab.snapshot import Request


def test_a_run_learns_what_its_trainer_learns_alone():
    run = make_run()
    assert list(run) == list(range(1, 41))
    assert_same(run.trainer, train(make_trainer()))


def test_a_run_is_called_by_its_text_or_its_task():
    assert make_run().name == CORPUS.name
    drawn = make_run(None, task="adding")
    assert drawn.name == drawn.task.label
    assert drawn.corpus is None


def test_a_snapshot_of_a_run_is_its_trainers_and_says_whose_and_what_can_be_undone():
    run = train(make_run(), 3)
    alone = run.trainer.snapshot(rate=2.0)
    assert (alone.run, alone.undo) == (None, "")
    run.intervene("orthogonal")
    shown = run.snapshot(rate=2.0)
    assert (shown.run, shown.undo, shown.undo_step) == (run.id, "Orthogonal W_hh", 3)
    assert replace(alone, curves=shown.curves, samples=shown.samples) == replace(
        shown,
        run=None,
        undo="",
        undo_step=None,
        events=(),
        edits=(),
        moments=(),
        past_bytes=0,
        past_budget=0,
        name="",
    )


def test_runs_of_one_name_are_told_apart():
    first, second = make_run(), make_run()
    assert first.name == second.name
    assert first.id != second.id


def test_a_trainer_alone_marks_no_change_and_a_run_does():
    trainer, run = train(make_trainer(), 2), train(make_run(), 2)
    for one in (trainer, run):
        one.change(one.settings.change(clip="none"))
        assert one.settings.clip == "none"
    assert trainer.history.edits == []
    assert [edit.settings for edit in run.history.edits] == [{"clip": "none"}]
    assert len(run.history.events) == 1


def test_a_run_that_was_resumed_counts_as_saved_where_it_stands(tmp_path):
    trainer = train(make_trainer(), 5)
    run = Run(trainer, path=tmp_path / "run.safetensors")
    assert run.saved_step == run.step == 5
    next(run)
    assert (run.saved_step, run.step) == (5, 6)


def kept(run):
    request = Request(EARLIER, (("of", "decay"),))
    return [moment.step for moment in run.measure([request])[request]]


def test_a_run_at_its_goal_keeps_no_network_more():
    run = make_run(steps=1)
    run.trainer.goal = 0
    assert list(run) == []
    assert kept(run) == []
    run.trainer.goal = 1
    assert list(run) == [1]
    assert kept(run) == [0]
