"""What is expected after every character: probabilities, surprise, and what was written on."""

import numpy as np
import pytest
from trainers import CORPUS, make_trainer, train

from rnnviz.core.numerics import softmax
from rnnviz.lab.snapshot import Request
from rnnviz.lab.validation import text_loss
from rnnviz.probes import REGISTRY
from rnnviz.probes.hidden_units import LONGEST
from rnnviz.probes.next_character import MOST, NO_TEXT, NextCharacter, likeliest
from rnnviz.tasks import DRAWN
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.text import read_text

PROBE = REGISTRY["next_character"]
PHRASE = "bad cafe\nhead"


def measured(network, sequence, **options) -> NextCharacter:
    found = PROBE.measure(network, sequence, {"phrase": PHRASE} | options)
    assert isinstance(found, NextCharacter), found
    return found


def by_reading_one_by_one(network, codes):
    """softmax (T, V) of the outputs of `network.forward` after each symbol."""
    state = network.zero_state(1)
    rows = [network.forward(np.array([[code]]), state)[0, 0].copy() for code in codes]
    return softmax(np.array(rows)), rows[-1]


def test_probabilities_and_losses_are_those_of_the_forward_pass(network, sequence):
    codes = sequence.coding.encode(PHRASE).astype(int)
    p, last = by_reading_one_by_one(network, codes)
    found = measured(network, sequence)
    assert found.symbols == tuple(PHRASE)
    K = min(MOST, network.outputs)
    order = np.argsort(-p, axis=1)[:, :K]
    np.testing.assert_array_equal(found.likeliest, order)
    np.testing.assert_allclose(found.p, np.take_along_axis(p, order, 1), rtol=0, atol=1e-14)
    true = p[range(len(codes) - 1), codes[1:]]
    np.testing.assert_array_equal(found.targets, codes[1:])
    np.testing.assert_allclose(found.p_true, true, rtol=0, atol=1e-14)
    np.testing.assert_allclose(found.losses, -np.log(true), rtol=0, atol=1e-13)
    np.testing.assert_allclose(found.bits, -np.log2(true), rtol=0, atol=1e-13)
    np.testing.assert_allclose(found.logits, last, rtol=0, atol=1e-13)
    for t, rank in enumerate(found.ranks):
        assert np.argsort(-p[t])[rank] == codes[t + 1]


def test_the_mean_surprise_is_what_evaluate_says_of_the_same_text(network, sequence):
    codes = sequence.coding.encode(PHRASE)
    found = measured(network, sequence)
    assert found.losses.mean() == pytest.approx(text_loss(network, codes), abs=1e-13)


@pytest.mark.parametrize("cell", ["vanilla", "lstm"])
def test_a_trained_network_in_float32_is_as_surprised_as_evaluate_says(cell):
    trainer = train(make_trainer(cell=cell, layers=2, hidden=16, steps=60))
    text = CORPUS.preview(700)
    request = Request("next_character", (("phrase", text),))
    found = trainer.measure([request])[request]
    expected = text_loss(trainer.network, CORPUS.encode(text))
    assert found.losses.mean(dtype=float) == pytest.approx(expected, rel=1e-6)


def test_a_loss_is_exact_where_the_true_symbol_is_nearly_certain():
    trainer = make_trainer(hidden=4)
    network = trainer.network
    network.flat[...] = 0.0
    code = int(CORPUS.encode("e")[0])
    network.parameters["decoder.bias"][code] = 30.0
    request = Request("next_character", (("phrase", "ee"),))
    found = trainer.measure([request])[request]
    V = CORPUS.alphabet
    assert found.losses[0] == pytest.approx((V - 1) * np.exp(-30.0), rel=1e-5)


def test_what_was_written_on_is_read_without_folding(network, sequence):
    found = measured(network, sequence, written="  ab")
    assert "".join(found.symbols) == PHRASE + "  ab"
    assert found.written == 4
    whole = sequence.coding.encode(PHRASE).tolist() + sequence.coding.encode("ab").tolist()
    assert found.targets[-2:].tolist() == whole[-2:]
    assert len(found.losses) == len(found.symbols) - 1


def test_what_another_alphabet_wrote_is_refused(network, sequence):
    answer = PROBE.measure(network, sequence, {"phrase": "ab", "written": "aß"})
    assert answer == "The symbol 'ß' was written by a network of another alphabet; write on anew."


def test_one_symbol_is_followed_by_none_that_is_known(network, sequence):
    found = measured(network, sequence, phrase="a")
    assert found.losses.shape == found.targets.shape == found.ranks.shape == (0,)
    assert found.p.shape == (1, min(MOST, network.outputs))
    assert found.is_finite


@pytest.mark.parametrize("phrase", ["bad zebra", "'"])
def test_refusals_are_those_of_the_hidden_units(network, sequence, phrase):
    answer = PROBE.measure(network, sequence, {"phrase": phrase})
    assert isinstance(answer, str)
    assert answer == REGISTRY["hidden_units"].measure(network, sequence, {"phrase": phrase})


def test_a_very_long_phrase_is_cut(network, sequence):
    assert len(measured(network, sequence, phrase="a" * (LONGEST + 9)).symbols) == LONGEST


@pytest.mark.parametrize("task", list(DRAWN))
def test_a_task_without_texts_says_so(task):
    request = Request("next_character")
    assert make_trainer(None, task=task).measure([request])[request] == NO_TEXT


def test_weights_that_are_no_numbers_are_known_for_it(network, sequence):
    network.flat[...] = np.nan
    with np.errstate(all="ignore"):
        assert not measured(network, sequence).is_finite


def test_the_likeliest_come_first_and_of_equal_ones_the_lower_code():
    p = np.array([[0.1, 0.4, 0.1, 0.4], [0.25, 0.25, 0.25, 0.25], [0.0, 0.1, 0.2, 0.7]])
    assert likeliest(p, 2).tolist() == [[1, 3], [0, 1], [3, 2]]
    assert likeliest(p, 4).tolist() == [[1, 3, 0, 2], [0, 1, 2, 3], [3, 2, 1, 0]]


def test_a_number_that_is_none_comes_last():
    assert likeliest(np.array([[np.nan, 0.2, 0.5]]), 3).tolist() == [[2, 1, 0]]


def test_the_sign_for_rare_symbols_is_told():
    corpus = read_text("abcabcabd" * 40 + "xyz", "rare", Folding(symbols=4))
    trainer = make_trainer(corpus)
    request = Request("next_character", (("phrase", "abz"),))
    found = trainer.measure([request])[request]
    assert corpus.coding.sign is not None
    assert found.never == corpus.coding.sign
