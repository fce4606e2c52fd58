"""Text to codes and back, with only what a saved run carries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import Coding, narrowest, normalise
from rnnviz.tasks.composing import in_form
from rnnviz.tasks.folding import NAMES, Folding


@given(st.text(min_size=1), st.sampled_from(NAMES))
def test_decoding_gives_back_the_folded_text(text, fold):
    folding = Folding.named(fold)
    folded = folding.fold(in_form(normalise(text), "NFC"))
    coding = Coding(tuple(sorted(set(folded))), folding)
    assert coding.decode(coding.encode(text)) == folded


@given(st.text(st.characters(exclude_categories=())))
def test_normalised_text_has_one_line_ending_and_can_be_written(text):
    assert "\r" not in normalise(text)
    normalise(text).encode("utf-8")


def test_unknown_symbols_are_named_in_order_with_the_way_out():
    coding = Coding(("a", "b"))
    with pytest.raises(Refusal, match=r"'é', 'x', U\+0007, 'y', 'z' and 1 more\. Leave them out"):
        coding.encode("aéx\ax\nayz".replace("\n", "") + "wé")


def test_an_empty_text_has_no_codes():
    coding = Coding(("a",))
    assert len(coding.encode("")) == 0
    assert coding.decode(coding.encode("")) == ""


def test_an_empty_vocabulary_knows_nothing():
    with pytest.raises(Refusal, match="'a'"):
        Coding(()).encode("a")


@pytest.mark.parametrize("vocabulary", [("b", "a"), ("a", "a"), ("ab",), ("",), (1,)])
def test_a_vocabulary_that_is_none_is_refused(vocabulary):
    with pytest.raises(Refusal, match="vocabulary"):
        Coding(vocabulary)


def test_codings_compare_by_what_they_hold():
    assert Coding(("a", "b"), Folding(case=True)) == Coding(("a", "b"), Folding(case=True))
    assert Coding(("a", "b")) != Coding(("a", "b"), Folding(case=True))


def test_another_texts_codes_are_recoded():
    coding = Coding(("a", "b", "c"))
    codes = np.array([1, 0, 1], np.uint8)
    assert coding.recode(codes, ("a", "c")).tolist() == [2, 0, 2]
    with pytest.raises(Refusal, match="'d'"):
        coding.recode(codes, ("a", "d"))


@pytest.mark.parametrize(("V", "size"), [(2, 1), (256, 1), (257, 2), (65536, 2), (65537, 4)])
def test_codes_are_as_narrow_as_the_alphabet_allows(V, size):
    assert narrowest(V).itemsize == size
