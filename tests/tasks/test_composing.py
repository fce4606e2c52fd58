"""One form of Unicode's for what can be written in several ways, also piece by piece."""

import time
import tracemalloc
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.composing import AS_IT_IS, SLICE, Composing, form_of, in_form
from rnnviz.tasks.decoding import PIECE
from rnnviz.tasks.folding import NAMES, Folding
from rnnviz.tasks.text import read_files, read_text

MARKS = "e\u0301\u0323a\u0308 \u1100\u1161\u11a8한\u0928\u093cé漢\n"
WORDS = "Café, naïve, Ärger, Việt Nam, 한글, Å\n"
pieces_of_text = st.lists(st.text(st.sampled_from(MARKS), max_size=8))


def decomposed(text):
    return unicodedata.normalize("NFD", text)


@given(pieces_of_text)
@example(["\u0301", "\u0301", "\u0323"])  # marks with no letter before them, out of their order
def test_a_text_in_pieces_is_composed_as_a_whole_one_is(pieces):
    assert "".join(Composing().compose(pieces)) == unicodedata.normalize("NFC", "".join(pieces))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_text_in_slices_is_composed_as_a_whole_one_is(form):
    for start in range(6):
        text = "x" * start + MARKS * SLICE
        assert in_form(text, form) == unicodedata.normalize(form, text)


def test_every_symbol_that_becomes_one_with_another_is_known_to():
    found = set()
    for point in range(0x110000):
        parts = unicodedata.decomposition(chr(point)).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            found.add(chr(int(parts[1], 16)))
    assert len(found) > 80
    for second in found | set(decomposed("한글값")[1:2]):
        assert form_of([second]) != "NFC" or second.isascii(), hex(ord(second))


def test_both_forms_of_a_text_are_one_text_and_the_changed_one_says_so():
    composed, apart = read_text(WORDS, "a"), read_text(decomposed(WORDS), "b")
    assert composed.fingerprint == apart.fingerprint
    assert composed.notes == ()
    (note,) = apart.notes
    fewer = len(decomposed(WORDS)) - len(WORDS)
    assert note.startswith("b had characters that can be written in more than one way")
    assert f"NFC: {fewer} characters fewer" in note


@pytest.mark.parametrize("at", range(-2, 3))
def test_a_mark_at_the_edge_of_a_piece_finds_its_letter(tmp_path, at):
    text = "x" * (PIECE + at - 1) + "e\u0301" + "y" * 10
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    corpus = read_files([tmp_path / "a.txt"])
    assert corpus.vocabulary == ("x", "y", "é")
    assert corpus.characters == len(text) - 1


@pytest.mark.parametrize("fold", NAMES)
def test_primes_are_looked_up_in_the_same_form(fold):
    coding = read_text(decomposed(WORDS), "b", Folding.named(fold)).coding
    for prime in ("é", "Café 한", WORDS):
        assert coding.encode(prime).tolist() == coding.encode(decomposed(prime)).tolist()


@pytest.mark.parametrize("learned", [WORDS, decomposed(WORDS)])
def test_a_text_that_was_learned_as_it_was_takes_primes_in_either_form(learned):
    as_before = Folding(form=AS_IT_IS)
    corpus = read_text(learned, "old", as_before)
    assert corpus.decode(corpus.codes) == learned
    assert corpus.notes == ()
    for prime in ("Café", decomposed("Café")):
        assert learned.startswith(corpus.decode(corpus.encode(prime)))
    with pytest.raises(Refusal, match="never seen: 'ö'"):
        Coding(tuple(sorted(set(WORDS))), as_before).encode("o\u0308")


def test_marks_without_end_take_no_time_without_end():
    text = "a" + "\u0301\u0323" * 100_000
    started = time.perf_counter()
    read_text(text, "marks")
    assert time.perf_counter() - started < 5  # 50 times as long if they were sorted at once


def test_plain_ascii_is_not_copied():
    text = "the sea is old and grey\n" * 200_000
    pieces = [text[start : start + PIECE] for start in range(0, len(text), PIECE)]
    tracemalloc.start()
    for piece, composed in zip(pieces, Composing().compose(pieces), strict=True):
        assert composed is piece
    assert tracemalloc.get_traced_memory()[1] < 10_000
    tracemalloc.stop()
