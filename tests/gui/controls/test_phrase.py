"""What is read when nobody has typed a phrase."""

import pytest

from rnnviz.gui.controls.phrase import default_phrase
from rnnviz.tasks.text import Folding, read_text


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Now shall i compare thee mop", "shall i compare"),
        ("17+25=42\n3+4=7\n" * 9, "17+25=42\n3+4=7\n17+25=42"),
        ("hello" * 90, "hello" * 4 + "hell"),
        ("\n\nThe quick brown fox jumped over a dog", "The quick brown fox"),
        ("a b\n", "a b"),
        (" \n" * 50 + "x", " \n" * 12),
    ],
)
def test_the_first_words_are_read_where_the_alphabet_lacks_the_usual_phrase(text, phrase):
    corpus = read_text(text, "text")
    assert default_phrase(corpus) == phrase
    assert corpus.decode(corpus.encode(phrase)) == phrase


def test_folding_is_taken_into_account():
    corpus = read_text("SHALL I COMPARE", "text", Folding.named("letters"))
    assert default_phrase(corpus) == "shall i compare"


def test_a_phrase_of_rare_symbols_is_not_known():
    text = "Now shall i compare thee mop " * 9
    few = read_text(text, "text", Folding.named("none", 5))
    assert default_phrase(few) == few.decode(few.encode("Now shall i compare thee"))
    assert default_phrase(read_text(text, "text", Folding.named("none", 50))) == "shall i compare"
