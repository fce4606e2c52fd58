"""What is measured beside steps: the first window's loss, and the held-out one now and then."""

import numpy as np
import pytest
from trainers import assert_same, make_trainer, material_for, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.refusal import Refusal
from rnnviz.tasks import REGISTRY as TASKS
from rnnviz.tasks.progress import Cancelled

every_cell = pytest.mark.parametrize("cell", list(CELLS))


@pytest.mark.parametrize("changes", [{}, {"activation": "relu", "init": "gaussian"}], ids=str)
def test_the_loss_before_the_first_step_is_measured(changes):
    trainer = make_trainer(steps=1, **changes)
    assert np.isnan(trainer.snapshot().loss)
    trainer.look()
    shown = trainer.snapshot()
    trainer.look()
    assert shown.loss == shown.smoothed == trainer.snapshot().loss
    assert shown.curves.validation_steps.tolist() == [0]
    assert shown.curves.validation_loss[0] == pytest.approx(
        trainer.feed.estimate(trainer.network).loss
    )
    next(trainer)
    assert trainer.history.curve("loss")[0] == pytest.approx(shown.loss, rel=1e-6)
    assert trainer.history.curve("validation_steps").tolist() == [0]


@pytest.mark.parametrize("task", list(TASKS))
@every_cell
def test_looking_before_the_first_step_changes_nothing_that_is_learned(cell, task):
    corpus = material_for(task)
    looked, straight = (make_trainer(corpus, cell=cell, task=task) for _ in range(2))
    looked.look()
    assert looked.snapshot().loss > 0
    assert len(looked.snapshot().curves.validation_loss) == 1
    assert_same(train(looked), train(straight))


def test_a_look_that_is_broken_off_is_taken_again():
    broken, straight = make_trainer(steps=5), make_trainer(steps=5)
    asked = []

    def refuse():
        asked.append(None)
        raise Cancelled

    estimate, broken.feed.estimate = broken.feed.estimate, lambda network: refuse()
    with pytest.raises(Cancelled):
        broken.look()
    assert len(broken.snapshot().curves.validation_loss) == 0
    broken.feed.estimate = estimate
    broken.look()
    assert asked
    assert len(broken.snapshot().curves.validation_loss) == 1
    assert_same(train(broken), train(straight))


def test_a_network_that_gives_no_numbers_has_an_infinite_loss():
    trainer = make_trainer()
    trainer.network.flat[:] = np.nan
    with pytest.raises(Refusal, match="no longer finite numbers, so it cannot write"):
        trainer.write()
    assert trainer.smoothed == np.inf
    assert not trainer.history.samples


def test_validation_is_measured_at_the_start_and_every_so_often():
    trainer = train(make_trainer(steps=600))
    steps = trainer.history.curve("validation_steps")
    assert steps[0] == 0
    assert len(steps) > 2
    assert set(np.diff(steps)) == {steps[1]}
    assert steps[-1] + steps[1] > 600
    np.testing.assert_array_equal(trainer.history.curve("validation_characters"), steps * 16)
    losses = trainer.history.curve("validation_loss")
    assert losses[0] > losses[1] > 0


def test_without_held_out_text_there_is_no_validation():
    trainer = train(make_trainer(validation=0.0))
    assert len(trainer.history.curve("validation_loss")) == 0
