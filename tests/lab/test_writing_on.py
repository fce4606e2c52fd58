"""Writing on: the sample of the prime when it goes straight on, and what rules and undoing do."""

import numpy as np
import pytest
from trainers import CORPUS, make_trainer, train

from rnnviz.core.numerics import softmax
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Request
from rnnviz.lab.writing_on import Rule, WritingOn, expected, log_p_of_written

PHRASE = "the sea "


@pytest.fixture(scope="module")
def trainer():
    return train(make_trainer(hidden=16, steps=60, prime=PHRASE, sample_length=30))


def found(trainer, written):
    request = Request("next_character", (("phrase", PHRASE), ("written", written)))
    return trainer.measure([request])[request]


def write(trainer, count, rule, writing=None):
    writing = writing or WritingOn()
    for _ in range(count):
        writing.write(found(trainer, writing.text), rule, trainer.settings.seed, trainer.step)
    return writing


@pytest.mark.parametrize(("temperature", "top_k"), [(0.8, None), (1.5, 4), (0.3, 1)])
def test_straight_on_it_writes_the_sample_of_that_prime(trainer, temperature, top_k):
    trainer.settings = trainer.settings.change(temperature=temperature, top_k=top_k)
    sample = trainer.write()
    assert sample.prime == PHRASE
    assert write(trainer, 30, Rule.of(trainer.settings, greedy=False)).text == sample.text


def test_greedy_is_beam_search_of_width_one(trainer):
    request = Request("beam_search", (("phrase", PHRASE), ("width", 1), ("length", 20)))
    tree = trainer.measure([request])[request]
    writing = write(trainer, 20, Rule.of(Settings(), greedy=True))
    assert writing.text == tree.best.text
    assert log_p_of_written(found(trainer, writing.text)) == pytest.approx(
        tree.best.log_p, rel=1e-5
    )


def test_what_is_taken_back_is_drawn_anew(trainer):
    writing = write(trainer, 5, Rule(temperature=5.0))
    five, ends = writing.text, set()
    for _ in range(20):
        writing.take_back()
        assert writing.text == five[:4]
        ends.add(write(trainer, 1, Rule(temperature=5.0), writing).text[-1])
    assert len(ends) > 1


def test_taken_back_to_nothing_it_begins_as_at_first(trainer):
    writing = write(trainer, 3, Rule(temperature=2.0))
    text = writing.text
    for _ in range(5):
        writing.take_back()
    assert writing.text == ""
    assert write(trainer, 3, Rule(temperature=2.0), writing).text == text
    writing.begin_anew()
    assert writing.text == ""


def test_chances_before_and_after_are_those_of_temperature_and_top_k(trainer):
    now = found(trainer, "")
    z = now.logits.astype(float)
    np.testing.assert_allclose(expected(now), softmax(z), atol=1e-12)
    np.testing.assert_allclose(Rule(0.5).chances(now), softmax(z / 0.5), atol=1e-12)
    some = Rule(0.5, 3).chances(now)
    assert np.count_nonzero(some) == 3
    assert some.sum() == pytest.approx(1.0)
    greedy = Rule(0.5, 3, greedy=True).chances(now)
    assert greedy[z.argmax()] == 1.0
    assert len(greedy) == CORPUS.alphabet


def test_nothing_written_is_certain(trainer):
    assert log_p_of_written(found(trainer, "")) == 0.0
