"""A step that is broken off leaves all as it was, and is done again as if nothing had been."""

import numpy as np
import pytest
from lab.trainers import CORPUS, assert_same, make_run, make_trainer, through_a_file, train

from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.progress import Cancelled

TASKS = {"text": CORPUS, "adding": None, "first_element": None}
WATCHED = ("inputs", "targets")


def trainer_of(task, **changes):
    return make_trainer(TASKS[task], task=task, **changes)


def break_off_at(trainer, question):
    """Have the network asked after every part of its work, and stop at one question."""
    network, asked = trainer.network, 0
    whole = network.window

    def ask():
        nonlocal asked
        asked += 1
        if asked == question:
            raise Cancelled

    def window(*shape):
        unrolled, readout = whole(*shape)
        unrolled._slow, unrolled._at_once = True, 1
        return unrolled, readout

    network.window, network.pauses.ask = window, ask
    return lambda: asked


def let_go_on(trainer):
    trainer.network.pauses.ask = None
    del trainer.network.window


@pytest.mark.parametrize("state", ["carried", "reset"])
@pytest.mark.parametrize("task", list(TASKS))
@pytest.mark.parametrize("steps", [0, 3])
def test_a_step_that_is_broken_off_anywhere_leaves_everything(task, state, steps, tmp_path):
    changes = {"state": state} if task == "text" else {}
    trainer, other = (train(trainer_of(task, **changes), steps) for _ in range(2))
    questions = 2 + 2 * 2 * 3 if steps else 1
    for question in range(1, questions):
        break_off_at(trainer, question)
        with pytest.raises(Cancelled):
            next(trainer)
        let_go_on(trainer)
        assert_same(trainer, other)
    np.testing.assert_array_equal(trainer.sequence().inputs, other.sequence().inputs)
    np.testing.assert_array_equal(trainer.sequence().state.h, other.sequence().state.h)
    assert_same(through_a_file(trainer, tmp_path / "run.safetensors"), other)
    assert_same(train(trainer, 60), train(other, 60))


@pytest.mark.parametrize("task", list(TASKS))
def test_a_validation_that_is_broken_off_is_made_up_for(task):
    every = trainer_of(task).feed.every
    trainer, other = (train(trainer_of(task, steps=9999), every - 1) for _ in range(2))
    asked = break_off_at(trainer, 0)
    next(trainer)
    let_go_on(trainer)
    trainer = train(trainer_of(task, steps=9999), every - 1)
    break_off_at(trainer, asked())
    with pytest.raises(Cancelled):
        next(trainer)
    let_go_on(trainer)
    assert trainer.step == every
    assert_same(train(trainer, 5), train(other, 6))
    assert trainer.history.curve("validation_steps").tolist() == [0, every]


def test_the_moments_of_a_run_are_kept_once_whatever_is_broken_off():
    run = make_run()
    for _ in range(3):
        break_off_at(run.trainer, 1)
        with pytest.raises(Cancelled):
            next(run)
        let_go_on(run.trainer)
    train(run, 1)
    assert [kept.step for kept in run.past._kept] == [0]


def test_a_trainer_asks_while_its_network_is_made_and_not_of_itself_later():
    asked = []
    trainer = Trainer(Settings().change(hidden=64), CORPUS, lambda: asked.append(1))
    assert asked
    assert trainer.network.pauses.ask is None
