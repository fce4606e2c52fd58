"""A step that is broken off leaves all as it was, and is done again as if nothing had been."""

from contextlib import suppress

import numpy as np
import pytest
from lab.trainers import CORPUS, assert_same, make_run, make_trainer, through_a_file, train

from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.progress import Cancelled

TASKS = {"text": CORPUS, "adding": None, "first_element": None}


def trainer_of(task, **changes):
    return make_trainer(TASKS[task], task=task, **changes)


def break_off_at(trainer, question):
    """Have the network asked after every part of its work, and stop at one question."""
    network, asked = trainer.network, 0
    trainer.takes_long = True
    whole = network.window

    def ask(_share):
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


def questions_of_a_step(trainer):
    """How often the next step asks."""
    asked = break_off_at(trainer, 0)
    next(trainer)
    return asked()


@pytest.mark.parametrize("state", ["carried", "reset"])
@pytest.mark.parametrize("task", list(TASKS))
def test_a_step_that_is_broken_off_anywhere_leaves_everything(task, state, tmp_path):
    changes = {"state": state} if task == "text" else {}
    trainer, other, third = (train(trainer_of(task, **changes), 3) for _ in range(3))
    questions = questions_of_a_step(third)
    assert questions > 10
    for question in range(1, questions + 1):
        break_off_at(trainer, question)
        with pytest.raises(Cancelled):
            next(trainer)
        let_go_on(trainer)
        assert_same(trainer, other)
    np.testing.assert_array_equal(trainer.sequence().inputs, other.sequence().inputs)
    np.testing.assert_array_equal(trainer.sequence().state.h, other.sequence().state.h)
    assert_same(through_a_file(trainer, tmp_path / "run.safetensors"), other)
    assert_same(train(trainer, 20), train(other, 20))


@pytest.mark.parametrize("task", list(TASKS))
def test_a_first_step_that_is_broken_off_anywhere_comes_again(task):
    trainer, other, third = (trainer_of(task) for _ in range(3))
    for question in range(1, questions_of_a_step(third) + 1):
        break_off_at(trainer, question)
        with suppress(Cancelled):
            next(trainer)
            pytest.fail("the step went on")
        let_go_on(trainer)
        np.testing.assert_array_equal(trainer.network.flat, other.network.flat)
        if trainer.history.curve("validation_steps").size:  # the rest is asked of the step alone
            break
    assert_same(train(trainer, 20), train(other, 20))


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
    assert run.past.steps == (0, 1)


def test_a_trainer_asks_while_its_network_is_made_and_not_of_itself_later():
    asked = []
    trainer = Trainer(Settings().change(hidden=64), CORPUS, lambda _share: asked.append(1))
    assert asked
    assert trainer.network.pauses.ask is None
