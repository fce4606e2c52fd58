"""Whatever stands in a text file: it is a text of known symbols, or refused by its name."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rnnviz.refusal import Refusal
from rnnviz.tasks.folding import NAMES, Folding
from rnnviz.tasks.text import read_files, read_text

FUZZ = settings.get_profile("fuzz")
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "cp1251"]
ENCODINGS += ["koi8-r", "shift_jis", "gb18030", "euc-kr", "utf-7"]
MARKS = [b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"\0", b"\r"]
words = st.text(max_size=60) | st.text("the quick brown fox\n", min_size=1, max_size=200)
encoded = st.tuples(words, st.sampled_from(ENCODINGS), st.sampled_from([1, 1, 1, 3000])).map(
    lambda parts: (parts[0] * parts[2]).encode(parts[1], "ignore")
)


@st.composite
def contents(draw):
    """Bytes of a text in some encoding, whole, cut, joined or damaged."""
    content = draw(encoded | st.binary(max_size=120))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(content)))
        other = draw(st.sampled_from(MARKS) | encoded | st.binary(max_size=9))
        content = content[:start] + other + content[start + draw(st.integers(0, 9)) :]
    return content


def is_sound(corpus):
    """Every code has its symbol, and they come back."""
    assert len(corpus.codes)
    assert int(corpus.codes.max()) < len(corpus.vocabulary)
    assert list(corpus.vocabulary) == sorted(set(corpus.vocabulary))
    assert corpus.counts.sum() == len(corpus.codes)
    assert len(corpus.fingerprint) == 64


@FUZZ
@given(st.lists(contents(), min_size=1, max_size=3), st.sampled_from(NAMES), st.booleans())
def test_files_are_a_text_or_are_refused(bounded, files, fold, to_learn):
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.txt") for number in range(len(files))]
        for path, content in zip(paths, files, strict=True):
            path.write_bytes(content)
        try:
            with bounded(sum(map(len, files))):
                corpus = read_files(paths, Folding.named(fold), to_learn=to_learn)
        except Refusal as refusal:
            assert ".txt" in str(refusal)
            return
        is_sound(corpus)


@FUZZ
@given(st.text(max_size=200) | st.text(st.characters(categories=["Cs", "Cc", "Co", "Mn", "L"])))
def test_a_pasted_text_is_one_or_is_refused(bounded, text):
    try:
        with bounded(len(text)):
            corpus = read_text(text, "pasted text")
    except Refusal as refusal:
        assert "pasted text" in str(refusal)
        return
    is_sound(corpus)
