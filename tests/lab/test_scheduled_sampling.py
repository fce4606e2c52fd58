"""Scheduled sampling: what is replaced, what it is learned on, and that a run resumes exactly."""

import numpy as np
import pytest
from trainers import material_for

from rnnviz.lab.scheduled_sampling import ScheduledSampling
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks import REGISTRY

CASES = {
    "text": {"window": 12},
    "noisy_sine": {"length": 12},
    "numbers": {"length": 12},
    "reverse": {"length": 4},
    "number_words": {"length": 9},
}


def trainer_of(task, **changes):
    changes = {"hidden": 8, "batch": 5, "steps": 12, **CASES[task], **changes}
    settings = Settings().change(task=task, **changes)
    return Trainer(settings, material_for(task))


def trained(task, **changes):
    trainer = trainer_of(task, **changes)
    for _ in trainer:
        pass
    return trainer


@pytest.mark.parametrize("task", CASES)
def test_the_share_of_replaced_inputs_is_the_setting_and_the_reading_part_stays(task):
    trainer = (
        trainer_of(task, batch=200, length=20) if task != "text" else trainer_of(task, batch=2)
    )
    truly = trainer.feed.peek()
    sampling = ScheduledSampling(trainer.network, trainer.feed.fed_back)
    state = trainer.network.zero_state(trainer.settings.batch)
    every = trainer.settings.change(own_outputs=1.0)
    read = sampling.applied(truly, state, every, 3).inputs
    first = len(truly.inputs) - len(truly.targets) + 1
    np.testing.assert_array_equal(read[:first], truly.inputs[:first])
    outputs = trainer.network.forward(read, state.copy())
    if trainer.feed.fed_back == "number":
        np.testing.assert_allclose(read[first:], outputs[first - 1 : -1], atol=1e-5)
    elif trainer.feed.fed_back == "likeliest":
        np.testing.assert_array_equal(read[first:], outputs[first - 1 : -1].argmax(axis=-1))
    if task == "noisy_sine":  # where a replaced one is another one
        some = sampling.applied(truly, state, trainer.settings.change(own_outputs=0.3), 3).inputs
        assert (some[first:] != truly.inputs[first:]).mean() == pytest.approx(0.3, abs=0.03)


@pytest.mark.parametrize("task", CASES)
def test_without_own_outputs_a_window_is_the_very_same(task):
    trainer = trainer_of(task)
    batch = trainer.feed.peek()
    state = trainer.network.zero_state(trainer.settings.batch)
    sampling = ScheduledSampling(trainer.network, trainer.feed.fed_back)
    assert sampling.applied(batch, state, trainer.settings, 0) is batch


@pytest.mark.parametrize("task", CASES)
def test_a_run_learns_on_what_it_read_and_comes_to_the_same_again(task):
    one, other = (trained(task, own_outputs=0.5) for _ in range(2))
    np.testing.assert_array_equal(one.network.flat, other.network.flat)
    plain = trained(task)
    assert (one.network.flat != plain.network.flat).any()
    assert one.batch.inputs.shape == plain.batch.inputs.shape
    np.testing.assert_array_equal(one.batch.targets, plain.batch.targets)
    assert (one.batch.inputs != plain.batch.inputs).any()


def test_the_share_acts_from_the_next_step_on():
    trainer = trainer_of("reverse")
    next(trainer)
    trainer.change(trainer.settings.change(own_outputs=1.0))
    next(trainer)
    assert (trainer.batch.inputs[5:] != trainer.batch.targets[:-1]).any()


@pytest.mark.parametrize("name", list(REGISTRY))
def test_only_tasks_that_feed_back_have_the_row(name):
    has = "own_outputs" in Settings().change(task=name).rows()
    assert has == (REGISTRY[name].fed_back is not None)


def test_a_share_beyond_all_is_refused():
    with pytest.raises(Refusal, match="Own outputs must lie between 0 and 1"):
        Settings().change(own_outputs=1.5)
