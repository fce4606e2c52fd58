"""As many symbols as one wants to keep, and one sign for the others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.refusal import Refusal
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.ngrams import heldout_losses
from rnnviz.tasks.rare_symbols import SIGN
from rnnviz.tasks.text import read_text

TEXT = (
    "the sea is old and the moon is grey; a quick fox jumps over it, and a lazy dog sleeps.\n" * 3
)


def few(text, symbols, fold="none"):
    return read_text(text, "few", Folding.named(fold, symbols))


@given(st.text("abcdefgh" + SIGN, min_size=1), st.integers(2, 10))
def test_the_most_frequent_are_kept_and_the_rest_becomes_the_sign(text, symbols):
    if len(set(text)) == 1:
        return
    corpus = few(text, symbols)
    own = sorted(set(text) - {SIGN}, key=lambda s: (-text.count(s), s))
    kept = set(own[:symbols])
    expected = "".join(s if s in kept else SIGN for s in text)
    assert corpus.decode(corpus.codes) == expected
    assert corpus.vocabulary == tuple(sorted(set(expected)))
    assert corpus.counts.tolist() == [expected.count(s) for s in corpus.vocabulary]
    again = few(expected, symbols)
    assert (again.fingerprint, again.vocabulary) == (corpus.fingerprint, corpus.vocabulary)


def test_it_is_said_how_much_of_the_text_is_touched():
    corpus = few(TEXT, 10)
    touched = sum(s == SIGN for s in corpus.decode(corpus.codes)) / len(TEXT)
    (note,) = corpus.notes
    assert note == (
        f"The 10 most frequent of {len(set(TEXT))} symbols are kept; the others, {touched:.1%} of "
        f"the text, became one sign, {SIGN}, which samples never write."
    )
    assert few(TEXT, len(set(TEXT))).notes == ()


def test_symbols_are_counted_after_folding():
    assert few("AAAaaabbb c" * 5, 2, "case").vocabulary == ("a", "b", SIGN)


def test_unknown_symbols_are_the_signs_where_there_is_one():
    corpus = few(TEXT, 10)
    sign = corpus.coding.sign
    assert corpus.vocabulary[sign] == SIGN
    assert corpus.encode("例z").tolist() == [sign, sign]
    assert corpus.coding.recode(np.array([0, 1]), ("e", "例")).tolist() == [
        corpus.vocabulary.index("e"),
        sign,
    ]
    for whole in (few(TEXT, 500), read_text(TEXT + SIGN, "whole")):
        with pytest.raises(Refusal, match="never seen: '例'"):
            whole.encode("例")


def test_ngrams_and_what_is_held_out_are_those_of_the_text_with_the_sign():
    corpus = few(TEXT, 8)
    same = read_text(corpus.decode(corpus.codes), "same")
    losses = [heldout_losses(*one.split(0.2), one.alphabet) for one in (corpus, same)]
    assert losses[0] == losses[1]


@pytest.mark.parametrize(("wanted", "less"), [((None,), True), ((9,), False), ((11,), True)])
def test_less_can_be_given_up_only_by_reading_again(wanted, less):
    assert Folding.named("none", *wanted).gives_up_less(Folding.named("none", 10)) is less
    assert not Folding.named("none", *wanted).gives_up_less(Folding.named("none"))
