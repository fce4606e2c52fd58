"""What fails beside the training is told once and costs no step; what is broken off is no fault."""

import pytest
from trainers import assert_same, make_run, make_trainer, train

from rnnviz.lab.beside import Beside
from rnnviz.log_file import log_path
from rnnviz.tasks.progress import Cancelled


def fail(*_):
    raise MemoryError("a made-up lack")


def test_what_fails_is_told_until_it_succeeds_again():
    beside, told = Beside(), []
    beside.tell = lambda failure, error: told.append((failure, type(error)))

    def attempt(part):
        with beside("It could not be done"):
            part()

    for part in (fail, fail, list, fail):
        attempt(part)
    assert told == [("It could not be done", MemoryError)] * 2


@pytest.mark.parametrize("wish", [Cancelled, KeyboardInterrupt])
def test_a_wish_to_end_passes_through_and_is_not_told(wish):
    beside, told = Beside(), []
    beside.tell = lambda *words: told.append(words)
    with pytest.raises(wish), beside("It could not be done"):
        raise wish
    assert told == []


def test_what_nobody_is_told_of_is_in_the_log():
    with Beside()("It could not be done"):
        fail()
    words = log_path().read_text(encoding="utf-8")
    assert "It could not be done because" in words
    assert "a made-up lack" in words


@pytest.mark.parametrize("task", ["text", "adding"])
def test_a_training_whose_validations_fail_learns_the_same(monkeypatch, task):
    trainer, other = (make_trainer(task=task, steps=300) for _ in range(2))
    monkeypatch.setattr(trainer.feed, "estimate", fail)
    train(trainer, 260)
    assert not trainer.history.curve("validation_steps").size
    train(other, 260)
    assert other.history.curve("validation_steps").size
    assert (trainer.network.flat == other.network.flat).all()


def test_a_run_whose_early_networks_cannot_be_kept_learns_the_same(monkeypatch):
    run, other = make_run(), make_run()
    monkeypatch.setattr(run.past, "keep", fail)
    assert_same(train(run, 20).trainer, train(other, 20).trainer)
