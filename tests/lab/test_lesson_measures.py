"""What lessons may expect: every measurement, its bounds, and what cannot be measured."""

import math

import numpy as np
import pytest
from lesson_trainers import drawn, on_text

from rnnviz.lab import lesson_measures as measures
from rnnviz.lab.lesson import Expectation
from rnnviz.lab.lesson_check import judge
from rnnviz.refusal import Refusal


def test_an_expectation_that_is_not_met_fails_with_its_value():
    trainer = drawn()
    high = judge(trainer, Expectation("score", above=1.0))
    assert (high.passed, high.wanted) == (False, "above 1")
    assert high.value == measures.take(trainer, "score")
    assert judge(trainer, Expectation("score", above=-1.0, below=2.0)).passed
    assert not judge(trainer, Expectation("diverged", equals=True)).passed
    assert judge(trainer, Expectation("diverged", equals=False)).passed


def test_nan_meets_no_expectation():
    trainer = drawn()
    assert math.isnan(measures.take(trainer, "gradient norm"))
    assert not judge(trainer, Expectation("gradient norm", above=-1e9)).passed


@pytest.mark.parametrize(
    ("trainer", "what", "sentence"),
    [
        (drawn, "decay at 6", "no lag 6: the sequences have 6 steps"),
        (drawn, "real words", "for texts"),
        (drawn, "silent share", "for a ReLU"),
        (drawn, "keep horizon", "for a gated cell"),
        (lambda: drawn(cell="gru"), "sigma_1", "a gated cell has one W_hh for each gate"),
        (lambda: on_text(validation=0.0), "heldout", "Nothing is held out"),
    ],
)
def test_what_cannot_be_measured_fails_with_a_sentence(trainer, what, sentence):
    outcome = judge(trainer(), Expectation(what, above=-1e9))
    assert not outcome.passed
    assert sentence in outcome.value


@pytest.mark.parametrize("what", [name for name in measures.MEASURES if name != "diverged"])
def test_every_measure_gives_a_number_somewhere(what):
    name = what.replace("N", "3")
    for trainer in (on_text(), on_text(activation="relu"), on_text(cell="lstm"), drawn()):
        trainer.goal = 3
        list(trainer)
        outcome = judge(trainer, Expectation(name, above=-1e9))
        if outcome.passed:
            assert isinstance(outcome.value, float)
            return
    pytest.fail(f"{name} is measurable nowhere")


def test_reference_lines_have_their_values():
    trainer = on_text()
    assert measures.reference(trainer, "uniform", "heldout") == pytest.approx(math.log(5))
    assert measures.reference(trainer, "1-gram", "heldout") < math.log(5)
    assert measures.reference(drawn(), "baseline", "score") == 0.5
    assert measures.reference(drawn(), "baseline", "heldout") == pytest.approx(math.log(2))
    with pytest.raises(Refusal, match="no 'baseline'"):
        measures.reference(trainer, "baseline", "score")


def test_a_sample_is_searched_for_whole_words():
    assert measures.words_of("The cat, don't: naïve_3") == ["the", "cat", "don", "t", "naïve"]
    wanted = Expectation(measures.CONTAINS, equals="zebra")
    assert not judge(on_text(), wanted).passed


def test_the_best_correlation_finds_the_unit_that_follows():
    wanted = np.array([0, 1, 1, 0, 1, 0], bool)
    h = np.stack([np.ones(6), 1.0 - 2.0 * wanted, np.arange(6.0)], axis=1)
    assert measures.best_correlation(h, wanted) == pytest.approx(1.0)
