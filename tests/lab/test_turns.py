"""Runs in turn: each learns what it learns alone, and all get the same steps or seconds."""

from types import SimpleNamespace

import pytest
from lab.test_broken_off import break_off_at, let_go_on, questions_of_a_step
from lab.trainers import assert_same, make_run, material_for, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.turns import Shared, Turns
from rnnviz.tasks import REGISTRY as TASKS
from rnnviz.tasks.progress import Cancelled

LOST = {"activation": "relu", "optimizer": "sgd", "lr": 10.0, "clip": "none", "layers": 3}


def runs_of(*changes, task="text", steps=12):
    corpus = material_for(task)
    return [make_run(corpus, task=task, **{"steps": steps} | one) for one in changes]


def order_of(turns):
    """Which run, by its place, made each step."""
    return [turns.runs.index(run) for run in turns]


@pytest.mark.parametrize("by", ["steps", "time"])
@pytest.mark.parametrize("task", list(TASKS))
def test_every_run_learns_what_it_learns_alone(task, by):
    changes = [{"cell": cell} for cell in CELLS]
    racing, alone = (runs_of(*changes, task=task, steps=6) for _ in range(2))
    for run in Turns(racing, by):
        run.trainer.measure([])
    for run, other in zip(racing, alone, strict=True):
        assert_same(run.trainer, train(other).trainer)


def test_steps_are_made_in_the_order_of_the_runs():
    assert order_of(Turns(runs_of({}, {"seed": 1}, {"seed": 2}, steps=3))) == [0, 1, 2] * 3


def test_a_run_that_reaches_its_goal_drops_out():
    turns = Turns(runs_of({"steps": 1}, {"steps": 3}, {"steps": 2}))
    assert order_of(turns) == [0, 1, 2, 1, 2, 1]
    assert turns.over
    assert next(turns, None) is None


def test_runs_that_were_trained_before_make_as_many_steps_as_the_others():
    first, second = runs_of({}, {})
    train(first, 4)
    turns = Turns([first, second])
    assert [turns.runs.index(next(turns)) for _ in range(4)] == [0, 1, 0, 1]


def test_a_run_that_diverges_drops_out_and_the_others_go_on():
    lost, other = runs_of(LOST, {"cell": "gru"}, steps=30)
    order = order_of(Turns([lost, other]))
    assert lost.trainer.diverged
    assert order.count(1) == other.step == 30
    assert order.count(0) == lost.step < 30


class Clocked:
    """Stands for a run each of whose steps takes the same time."""

    def __init__(self, each, before=0.0):
        self.each, self.step, self.id = each, 0, object()
        self.trainer = SimpleNamespace(seconds=before, over=False)

    def __next__(self):
        self.step += 1
        self.trainer.seconds += self.each
        return self.step


def test_by_time_all_get_the_same_seconds_and_the_faster_more_steps():
    slow, fast = Clocked(0.25), Clocked(0.0625, before=5.0)
    for _ in Turns([slow, fast], "time", 1.0):
        assert abs(slow.trainer.seconds - (fast.trainer.seconds - 5.0)) <= 0.25
    assert (slow.step, slow.trainer.seconds) == (4, 1.0)
    assert (fast.step, fast.trainer.seconds) == (16, 6.0)


def test_seconds_that_are_no_multiple_of_a_step_are_filled():
    one, other = Clocked(0.25), Clocked(0.375)
    turns = Turns([one, other], "time", 0.5)
    assert [turns.runs.index(run) for run in turns] == [0, 1, 0, 1]
    assert other.trainer.seconds == 0.75


def test_what_is_left_of_the_seconds_stays_where_one_goes_or_another_is_looked_at():
    one, other, third = Clocked(0.25), Clocked(0.125), Clocked(0.5, before=3.0)
    for run in (one, other, third):
        run.entry = SimpleNamespace(shared=Shared("time", 2.0))
    turns = Turns(()).then([one, other, third], whole=True)
    for _ in range(7):
        next(turns)
    turns = turns.then([third], whole=False)  # alone it is in no race
    assert [next(turns).id for _ in range(9)] == [third.id] * 9
    other.trainer.seconds += 1.0
    turns = turns.then([one, other], whole=True)
    for _ in turns:
        pass
    assert (one.trainer.seconds, other.trainer.seconds) == (2.0, 3.0)
    turns.begin()  # for as many seconds again
    turns = turns.then([one], whole=True)
    for _ in turns:
        pass
    assert one.trainer.seconds == 4.0


@pytest.mark.parametrize("by", ["steps", "time"])
def test_a_step_that_is_broken_off_is_made_at_the_next_call(by):
    changes = ({"cell": "lstm"}, {"cell": "vanilla"})
    racing, alone = runs_of(*changes), runs_of(*changes)
    questions = questions_of_a_step(make_run(steps=12, cell="lstm").trainer)
    turns = Turns(racing, by)
    for question in (2, questions // 2):
        break_off_at(racing[0].trainer, question)
        with pytest.raises(Cancelled):
            for _ in turns:
                pass
        let_go_on(racing[0].trainer)
    for _ in turns:
        pass
    for run, other in zip(racing, alone, strict=True):
        assert_same(run.trainer, train(other).trainer)


def test_a_step_counts_although_its_validation_is_broken_off():
    racing, alone = runs_of({}, {"seed": 1}, steps=260), runs_of({}, {"seed": 1}, steps=260)
    turns = Turns(racing)
    for _ in range(2 * 249):
        next(turns)
    estimate = racing[0].trainer.feed.estimate

    def urgent(_network):
        raise Cancelled

    racing[0].trainer.feed.estimate = urgent
    assert next(turns) is racing[0]
    assert racing[0].step == 250
    racing[0].trainer.feed.estimate = estimate
    for _ in turns:
        pass
    for run, other in zip(racing, alone, strict=True):
        assert_same(run.trainer, train(other).trainer)


def test_steps_and_seconds_are_counted_anew_when_the_turns_begin_again():
    first, second = runs_of({}, {})
    turns = Turns([first, second])
    train(first, 4)
    turns.begin()
    assert [turns.runs.index(next(turns)) for _ in range(4)] == [0, 1, 0, 1]


def test_a_turn_may_last_for_some_time():
    one, other, slow = Clocked(0.25), Clocked(0.5), Clocked(2.0)
    turns = Turns([one, other, slow], "steps", 4.0, turn=1.0)
    order = [turns.runs.index(run) for run in turns]
    assert order == [0] * 4 + [1] * 2 + [2] + [2] + [1] * 2 + [0] * 4 + [1] * 4 + [0] * 8


@pytest.mark.parametrize("turn", [0.0, 0.001, 10.0])
def test_whatever_a_turn_lasts_each_run_learns_what_it_learns_alone(turn):
    changes = ({"steps": 7}, {"cell": "lstm"}, {"steps": 9})
    racing, alone = runs_of(*changes), runs_of(*changes)
    for _ in Turns(racing, turn=turn):
        pass
    for run, other in zip(racing, alone, strict=True):
        assert_same(run.trainer, train(other).trainer)


def test_a_step_of_a_long_turn_that_is_broken_off_is_made_at_the_next_call():
    first, second = runs_of({}, {"seed": 1})
    turns = Turns([first, second], turn=10.0)
    next(turns)
    break_off_at(first.trainer, 2)
    with pytest.raises(Cancelled):
        next(turns)
    let_go_on(first.trainer)
    assert [turns.runs.index(run) for run in turns] == [0] * 11 + [1] * 12


def test_turns_of_one_run_are_that_run():
    (run,), (alone,) = runs_of({}), runs_of({})
    steps = [one.step for one in Turns([run])]
    assert steps == list(range(1, 13))
    assert_same(run.trainer, train(alone).trainer)
