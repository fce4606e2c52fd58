"""Watching: snapshots, probes, samples and validation change nothing that is learned."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from in_turn import in_turn
from trainers import assert_same, make_trainer, train

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab.snapshot import Request
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.progress import Cancelled

REQUESTS = [
    *(Request(name) for name in PROBES),
    Request("hidden_units", (("phrase", "the sea"), ("layer", 0))),
    Request("hidden_units", (("phrase", "UNKNOWN"),)),
    Request("gradient_flow", (("mode", "summed"), ("layer", 0))),
]


def watch(trainer):
    """Everything a window may ask for between two steps."""
    trainer.snapshot(trainer.measure(REQUESTS), rate=1.0)
    trainer.write()
    trainer.feed.estimate(trainer.network)
    trainer.sequence()


@pytest.mark.parametrize(("cell", "optimizer"), in_turn(CELLS, OPTIMIZERS))
def test_a_run_that_is_watched_at_every_step_is_the_same_run(cell, optimizer):
    settings = {"cell": cell, "optimizer": optimizer, "layers": 2, "steps": 8}
    watched, alone = make_trainer(**settings), train(make_trainer(**settings))
    watch(watched)
    for _ in watched:
        watch(watched)
    assert len(watched.history.samples) == 9
    assert_same(watched, alone)


@pytest.mark.parametrize("task", list(DRAWN))
def test_a_drawn_task_that_is_watched_at_every_step_is_the_same_run(task):
    watched, alone = (make_trainer(None, task=task, steps=6) for _ in range(2))
    train(alone)
    watch(watched)
    for _ in watched:
        watch(watched)
    assert_same(watched, alone)


def test_watching_after_other_window_shapes_changes_nothing():
    watched, alone = make_trainer(cell="lstm"), train(make_trainer(cell="lstm"))
    for step in watched:
        phrase = "the sea is old"[: 1 + step % 13]
        watched.measure([Request("hidden_units", (("phrase", phrase),))])
    assert_same(watched, alone)


def test_a_snapshot_does_not_change_while_training_goes_on():
    trainer = train(make_trainer(), 5)
    trainer.write()
    snapshot = trainer.snapshot(trainer.measure(REQUESTS))
    before = {name: getattr(snapshot.curves, name).copy() for name in trainer.history.arrays()}
    units = snapshot.results[REQUESTS[-3]].h.copy()
    train(trainer)
    trainer.write()
    assert snapshot.step == 5
    assert len(snapshot.samples) == 1
    for name, values in before.items():
        np.testing.assert_array_equal(getattr(snapshot.curves, name), values)
    np.testing.assert_array_equal(snapshot.results[REQUESTS[-3]].h, units)


def test_nobody_can_change_a_snapshot():
    trainer = train(make_trainer(), 5)
    snapshot = trainer.snapshot(trainer.measure(REQUESTS))
    with pytest.raises(FrozenInstanceError):
        snapshot.step = 7
    for name in ("loss", "steps", "lr", "validation_loss"):
        with pytest.raises(ValueError, match="read-only"):
            getattr(snapshot.curves, name)[:] = 0
    with pytest.raises(AttributeError):
        snapshot.samples.append(None)


def test_a_snapshot_holds_what_was_asked_for_and_nothing_else():
    trainer = train(make_trainer(), 5)
    assert dict(trainer.snapshot().results) == {}
    snapshot = trainer.snapshot(trainer.measure(REQUESTS))
    assert set(snapshot.results) == set(REQUESTS)
    assert isinstance(snapshot.results[REQUESTS[-2]], str)
    assert snapshot.results[REQUESTS[-3]].symbols == tuple("the sea")


def test_a_snapshot_tells_where_the_training_stands():
    trainer = train(make_trainer(), 7)
    snapshot = trainer.snapshot(rate=123.0)
    assert (snapshot.step, snapshot.characters) == (7, 7 * 16)
    assert snapshot.loss == pytest.approx(trainer.history.curve("loss")[-1], rel=1e-6)
    assert snapshot.smoothed == pytest.approx(trainer.history.curve("smoothed")[-1], rel=1e-6)
    assert snapshot.lr == trainer.learning_rate()
    assert snapshot.chars_per_second == 123.0
    assert snapshot.settings == trainer.settings
    assert not snapshot.diverged


def test_before_the_first_step_the_first_window_is_shown():
    trainer = make_trainer()
    shown = trainer.sequence().inputs.copy()
    trainer.measure(REQUESTS)
    next(trainer)
    np.testing.assert_array_equal(trainer.sequence().inputs, shown)


def test_samples_depend_on_seed_and_step_and_not_on_those_before():
    often, once = make_trainer(), make_trainer()
    for _ in often:
        often.write()
    train(once)
    assert once.write() == often.write()
    train(once, 0)
    assert once.write().text == once.write().text
    other = train(make_trainer(seed=1))
    assert other.write().text != once.write().text


def test_a_sample_follows_its_settings():
    trainer = train(make_trainer(prime="the ", sample_length=33, temperature=0.5))
    sample = trainer.write()
    assert (sample.step, sample.prime, sample.temperature) == (40, "the ", 0.5)
    assert len(sample.text) == 33
    assert set(sample.text) <= set(trainer.corpus.vocabulary)
    assert sample.loss == trainer.smoothed
    assert trainer.history.samples == [sample]


def test_a_prime_that_the_alphabet_lacks_is_refused():
    trainer = make_trainer(prime="QUEUE")
    with pytest.raises(Refusal, match="'Q'"):
        trainer.write()
    assert trainer.history.samples == []


def test_a_sample_that_is_given_up_is_not_kept_and_changes_nothing():
    trainer, shares = train(make_trainer(sample_length=50)), []
    with pytest.raises(Cancelled):
        trainer.write(lambda share: share < 0.5)
    assert trainer.history.samples == []
    whole = trainer.write(lambda share: not shares.append(share))
    assert whole == trainer.write()
    assert len(shares) == 50
