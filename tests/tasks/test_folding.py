"""Folding is a function of each character, apart from runs of spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.refusal import Refusal
from rnnviz.tasks.folding import NAMES, Folding
from rnnviz.tasks.text import read_files

LETTERS = Folding.named("letters")


@pytest.mark.parametrize("name", NAMES)
def test_a_folding_keeps_the_name_it_was_asked_for_by(name):
    assert Folding.named(name).name == name


def test_an_unknown_folding_is_refused_with_the_choices():
    with pytest.raises(Refusal, match="none, case, letters"):
        Folding.named("upper")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Shall I\ncompare", "shall i\ncompare"),
        ("beauty's \u2018rose\u2019", "beautys rose"),
        ("fire--my", "fire my"),
        ("\ta  b\f", " a b "),
        ("\u00c9t\u00e9, na\u00efve", "ete naive"),
        ("e\u0301t\u0065\u0301", "ete"),
        ("Stra\u00dfe \u00c6on \ufb01n \u0141\u00f3d\u017a", "strasse aeon fin lodz"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("1984 \u6f22\u5b57 x", " x"),
    ],
)
def test_letters_folds_to_plain_letters_space_and_newline(text, folded):
    assert LETTERS.fold(text) == folded


def test_case_folds_capitals_and_nothing_else():
    assert Folding.named("case").fold("É, Σ'ΟΣ 1\t") == "é, σ'οσ 1\t"


@given(st.text())
def test_letters_leaves_only_letters_space_and_newline(text):
    assert set(LETTERS.fold(text)) <= set("abcdefghijklmnopqrstuvwxyz \n")


@given(st.text(), st.sampled_from(NAMES))
def test_folding_twice_changes_nothing_more(text, name):
    folding = Folding.named(name)
    assert folding.fold(folding.fold(text)) == folding.fold(text)


@given(st.lists(st.text(st.sampled_from("aÉΣ '-\n€")), max_size=6), st.sampled_from(NAMES))
def test_a_text_in_pieces_folds_like_the_whole(pieces, name):
    folding = Folding.named(name)
    folded = ""
    for piece in pieces:
        folded += folding.fold(piece, folded[-1:])
    assert folded == folding.fold("".join(pieces))


def test_the_description_counts_what_was_folded(read_bytes):
    corpus = read_bytes("It's É--Ok".encode(), LETTERS)
    assert corpus.preview(20) == "its e ok"
    assert corpus.folded == (
        "Capitals made small: 2; other characters replaced or dropped: 4; "
        "the text is now 2 characters shorter."
    )
    assert read_bytes(b"it  is ok", LETTERS).folded == "The text is now 1 character shorter."


def test_nothing_is_said_where_nothing_was_folded(read_bytes):
    assert read_bytes(b"plain text\n", LETTERS).folded == ""
    assert read_bytes(b"Plain Text\n").folded == ""


def test_the_sonnets_fold_to_28_symbols(shared_data):
    corpus = read_files([shared_data("sonnets.txt")], LETTERS)
    assert "".join(corpus.vocabulary) == "\n abcdefghijklmnopqrstuvwxyz"
