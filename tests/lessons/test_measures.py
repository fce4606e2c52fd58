"""What lessons may expect: every measurement, its bounds, and what cannot be measured."""

import math
from itertools import pairwise

import numpy as np
import pytest
from lesson_trainers import drawn, on_numbers, on_text, on_verse

from rnnviz.lab.runs.source import from_builtin
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.lessons import measures
from rnnviz.lessons import word_measures as words
from rnnviz.lessons.check import judge
from rnnviz.lessons.step import Expectation
from rnnviz.refusal import Refusal
from rnnviz.tasks.folding import Folding


def test_an_expectation_that_is_not_met_fails_with_its_value():
    trainer = drawn()
    high = judge(trainer, Expectation("score", above=1.0))
    assert (high.passed, high.wanted) == (False, "above 1")
    assert high.value == measures.measure(trainer, "score")
    assert judge(trainer, Expectation("score", above=-1.0, below=2.0)).passed
    assert not judge(trainer, Expectation("diverged", equals=True)).passed
    assert judge(trainer, Expectation("diverged", equals=False)).passed


def test_nan_meets_no_expectation():
    trainer = drawn()
    assert math.isnan(measures.measure(trainer, "gradient norm"))
    assert not judge(trainer, Expectation("gradient norm", above=-1e9)).passed


@pytest.mark.parametrize(
    ("trainer", "what", "sentence"),
    [
        (drawn, "decay at 6", "no lag 6: the sequences have 6 steps"),
        (drawn, "real words", "for texts"),
        (drawn, "silent share", "for a ReLU"),
        (drawn, "keep horizon", "no gate that keeps the past"),
        (on_text, "score", "for tasks that draw"),
        (drawn, "missed of 8 windows", "no window's gradient is cut off"),
        (lambda: on_text(state="reset"), "missed of 2 windows", "no window's gradient is cut off"),
        (on_text, "missed of 2 windows", "Too little text stands before this window"),
        (drawn, "free error", "for numbers of your own"),
        (drawn, "free loss", "for tasks whose outputs are fed back"),
        (on_text, "forced score", "for tasks that write sign by sign"),
        (lambda: on_text(validation=0.0), "forced loss", "No text is held out"),
        (lambda: drawn(cell="gru"), "cell decay at 3", "a GRU has no memory c"),
        (lambda: drawn(cell="gru"), "sigma_1", "a GRU has one W_hh for each gate"),
        (lambda: drawn(cell="min_gru"), "spectral radius", "a minGRU has no W_hh"),
        (lambda: on_text(validation=0.0), "heldout", "Nothing is held out"),
    ],
)
def test_what_cannot_be_measured_fails_with_a_sentence(trainer, what, sentence):
    outcome = judge(trainer(), Expectation(what, above=-1e9))
    assert not outcome.passed
    assert sentence in outcome.value


@pytest.mark.parametrize("what", [name for name in measures.MEASURES if name != "diverged"])
def test_every_measure_gives_a_number_somewhere(what):
    name = what.replace("FEATURE", "vowels").replace("N", "2")
    texts = (on_text(), on_text(activation="relu"), on_text(cell="lstm"), on_verse())
    tried = (*texts, drawn(), drawn(task="reverse"), on_numbers())
    for trainer in tried:
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
    with pytest.raises(Refusal, match="'baseline' is not there"):
        measures.reference(trainer, "baseline", "score")


def test_a_sample_is_searched_for_whole_words():
    assert words.words_of("The cat, don't: naïve_3") == ["the", "cat", "don", "t", "naïve"]
    wanted = Expectation(measures.CONTAINS, equals="zebra")
    assert not judge(on_text(), wanted).passed


def test_the_networks_own_guess_is_compared_with_the_ends_of_words():
    trainer = on_verse()
    text = trainer.corpus.passage(trainer.settings.validation)
    network, state = trainer.network, trainer.network.zero_state(1)
    guesses, ends = [], []
    for symbol, after in pairwise(text):
        logits = network.forward(trainer.corpus.encode(symbol).astype(int)[:, None], state)[0, 0]
        p = np.exp(logits - logits.max()) / np.exp(logits - logits.max()).sum()
        if symbol.isalpha():
            known = zip(trainer.corpus.vocabulary, p, strict=True)
            guesses.append(sum(share for other, share in known if not other.isalpha()))
            ends.append(not after.isalpha())
    found = measures.measure(trainer, "word end network")
    assert found == pytest.approx(np.corrcoef(guesses, ends)[0, 1], abs=1e-5)


def test_more_of_the_best_units_are_never_less_apart_at_equal_letters():
    trainer = on_verse()
    one, three, five = (measures.measure(trainer, f"equal letters of {n}") for n in (1, 3, 5))
    assert 0 < one <= three <= five < 2
    signed = measures.measure(trainer, "equal letters")
    assert one == pytest.approx(signed) or signed < 0


def test_what_a_window_misses_is_measured_over_the_lengths_there_are():
    trainer = on_text()
    trainer.goal = 6
    list(trainer)
    found = [measures.measure(trainer, f"missed of {n} windows") for n in (2, 4)]
    assert all(0.0 < missed < 2.0 for missed in found)
    with pytest.raises(Refusal, match="no gradient over 3 windows here; there is over 2, 4"):
        measures.measure(trainer, "missed of 3 windows")


def test_a_lesson_on_passages_of_texts_measures_scores_and_nothing_of_writing_on():
    settings = Settings().change(task="which_text", hidden=5, batch=4, length=6)
    trainer = Trainer(settings, from_builtin("hello+sums").read(Folding(), None))
    next(trainer)
    assert measures.reference(trainer, "baseline", "score") == 0.5
    assert measures.why_unavailable(settings, "score") == ""
    assert "written on" in measures.why_unavailable(settings, "uniform")
