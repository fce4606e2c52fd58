"""Reverse the word: what is read and wanted, and that a score is that of what is written alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.lab.choosing_feed import feed_for
from rnnviz.lab.fed_back_feed import FedBackFeed, written_alone
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks.reverse import SIGN, Reverse

TASK = Reverse()


@given(st.integers(2, 30), st.integers(1, 9), st.integers(2, 26), st.integers(0, 1000))
def test_a_word_and_a_sign_are_read_then_what_was_wanted_before(T, B, letters, seed):
    task = Reverse(letters=letters)
    inputs, targets, fresh = task.batch(np.random.default_rng(seed), T, B)
    assert fresh
    assert inputs.shape == (task.steps(T), B)
    np.testing.assert_array_equal(inputs[:T], targets[::-1])
    assert (inputs[T] == SIGN).all()
    np.testing.assert_array_equal(inputs[T + 1 :], targets[:-1])
    assert targets.max() < letters


@pytest.mark.parametrize("options", [{"letters": 27}, {"letters": 1}, {"length": 1}])
def test_an_impossible_option_is_refused(options):
    with pytest.raises(Refusal, match="must lie between"):
        Reverse(**options)


@pytest.fixture(scope="module")
def trainer():
    settings = Settings().change(task="reverse", length=3, hidden=16, batch=16, lr=1e-2, steps=150)
    trainer = Trainer(settings, None)
    for _ in trainer:
        pass
    return trainer


def test_the_score_is_that_of_a_network_that_reads_its_own_letters(trainer):
    """Found once more, a letter at a time, through nothing but the network's forward pass."""
    feed, network = trainer.feed, trainer.network
    assert isinstance(feed, FedBackFeed)
    inputs, targets, _ = feed.unseen()
    state = network.zero_state(inputs.shape[1])
    outputs = network.forward(inputs[:4], state)[-1]
    right = []
    for t in range(3):
        letters = outputs.argmax(axis=-1)
        right.append(letters == targets[t])
        outputs = network.forward(letters[None], state)[0]
    score = feed.estimate(network).score
    assert score == pytest.approx(np.mean(right))
    assert 0.1 < score < 0.99
    assert feed.forced_score(network) != score


def test_what_is_written_alone_is_what_it_read(trainer):
    batch = trainer.feed.unseen()
    read = written_alone(trainer.network, batch)
    outputs = trainer.network.forward(read, trainer.network.zero_state(256))[3:]
    np.testing.assert_array_equal(read[:4], batch.inputs[:4])
    np.testing.assert_array_equal(read[4:], outputs[:-1].argmax(axis=-1))


def test_the_example_has_what_was_written_alone_and_after_the_true_letters(trainer):
    example = trainer.feed.describe(trainer.network, 1)
    assert example.went_in == example.wanted[::-1] + "|"
    assert len(example.came_out) == len(example.forced) == 3
    assert example.came_out[0] == example.forced[0]


def test_a_task_that_feeds_nothing_back_has_a_plain_feed():
    assert not isinstance(feed_for(Settings().change(task="copying"), None), FedBackFeed)
