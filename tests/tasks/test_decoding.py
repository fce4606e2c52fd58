"""Every encoding and line ending that people's files have."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.refusal import Refusal
from rnnviz.tasks.decoding import file_pieces
from rnnviz.tasks.decoding.question import UnclearEncoding

TEXT = "Naïve café, “quoted” — 5 €\nsecond line\n"
PLAIN = "Is it thy will thy image\nshould keep open\n"


def text_of(corpus):
    return corpus.decode(corpus.codes)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode("utf-8"), "UTF-8"),
        (TEXT.encode("utf-8-sig"), "UTF-8 with byte order mark"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "UTF-16 LE with byte order mark"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16 BE with byte order mark"),
        (TEXT.encode("utf-16-le"), "UTF-16 LE"),
        (TEXT.encode("utf-16-be"), "UTF-16 BE"),
        (b"\xff\xfe\0\0" + TEXT.encode("utf-32-le"), "UTF-32 with byte order mark"),
    ],
)
def test_each_encoding_of_unicode_is_found_and_read(read_bytes, data, name):
    corpus = read_bytes(data)
    assert text_of(corpus) == TEXT
    assert corpus.encoding == name


def test_another_alphabet_in_utf_16_without_a_mark_is_found(read_bytes):
    text = "Все счастливые семьи похожи друг на друга.\n"
    assert text_of(read_bytes(text.encode("utf-16-le"))) == text
    assert text_of(read_bytes(text.encode("utf-16-be"))) == text


def test_bytes_that_windows_1252_lacks_are_asked_about(read_bytes):
    with pytest.raises(UnclearEncoding) as asked:
        read_bytes(("naïve " * 10 + "\x81\n").encode("latin-1"))
    assert "iso8859-1" in asked.value.codecs


def test_symbols_beyond_the_basic_plane_are_one_character_each(read_bytes):
    for data in ("a😀b😀".encode(), "a😀b😀".encode("utf-16")):
        assert read_bytes(data).vocabulary == ("a", "b", "😀")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le"])
def test_each_line_ending_becomes_a_newline(read_bytes, ending, codec):
    assert text_of(read_bytes(PLAIN.replace("\n", ending).encode(codec))) == PLAIN


def test_mixed_line_endings_become_newlines(read_bytes):
    assert text_of(read_bytes(b"a\r\nb\rc\nd\r\r\ne")) == "a\nb\nc\nd\n\ne"


def test_a_cut_last_character_is_left_out_with_a_warning(read_bytes):
    corpus = read_bytes("Привет, мир\r".encode() + "ж".encode()[:1], name="cut.txt")
    assert text_of(corpus) == "Привет, мир\n"
    assert corpus.encoding == "UTF-8"
    assert corpus.warnings == ("The last character of cut.txt is cut off and was left out.",)


def test_an_odd_byte_after_utf_16_is_left_out_with_a_warning(read_bytes):
    corpus = read_bytes(PLAIN.encode("utf-16") + b"x")
    assert text_of(corpus) == PLAIN
    assert len(corpus.warnings) == 1


def test_a_last_accent_is_windows_1252_and_not_a_cut_character(read_bytes):
    corpus = read_bytes((PLAIN * 4 + "un café").encode("cp1252"))
    assert text_of(corpus).endswith("un café")
    assert corpus.encoding == "Windows-1252"


def test_a_late_accent_decides_the_encoding_of_the_whole(read_bytes):
    data = (PLAIN * 10_000 + "é!").encode("cp1252")
    assert len(data) > file_pieces.PIECE
    corpus = read_bytes(data)
    assert corpus.encoding == "Windows-1252"
    assert text_of(corpus).endswith("\né!")


def test_damaged_utf_16_is_refused(read_bytes):
    with pytest.raises(Refusal, match="is not a text"):
        read_bytes(b"\xff\xfea\0\x00\xdca\0b\0")


@given(
    st.text(st.sampled_from("ab é€😀\r\n"), min_size=1).map(lambda text: "x" + text + "y"),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]),
    st.integers(1, 9),
)
def test_the_size_of_the_pieces_changes_nothing(read_bytes, text, codec, piece):
    data = text.encode(codec)
    whole = read_bytes(data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_pieces, "PIECE", piece)
        pieces = read_bytes(data)
    assert text_of(pieces) == text_of(whole)
    assert pieces.fingerprint == whole.fingerprint
    assert pieces.vocabulary == whole.vocabulary


def test_a_few_damaged_bytes_do_not_turn_utf_8_into_another_encoding(read_bytes):
    sound = TEXT.encode("utf-8") * 5
    corpus = read_bytes(sound + b"\xff!" + sound + b"\xe9", name="damaged.txt")
    assert corpus.encoding == "UTF-8"
    assert text_of(corpus) == TEXT * 5 + "\ufffd!" + TEXT * 5 + "\ufffd"
    (warning,) = corpus.warnings
    assert "damaged.txt is UTF-8 with 2 damaged bytes" in warning
    assert f"the first at offset {len(sound)}:" in warning


def test_one_damaged_byte_behind_a_mark_is_told_alike(read_bytes):
    corpus = read_bytes(b"\xef\xbb\xbf" + TEXT.encode("utf-8") * 2 + b"\xffend")
    assert text_of(corpus) == TEXT * 2 + "\ufffdend"
    assert "1 damaged byte, at offset" in corpus.warnings[0]


def outcome(read_bytes, data):
    """What is known of a text, or why it is none."""
    try:
        corpus = read_bytes(data)
    except Refusal as refusal:
        return str(refusal)
    return corpus.encoding, corpus.warnings, text_of(corpus)


@given(
    st.lists(st.sampled_from(["é", "€", "ab", "😀"]), min_size=30),
    st.lists(st.tuples(st.integers(0, 200), st.sampled_from([b"\xff", b"\xc3", b"\xe2\x82"]))),
    st.integers(1, 9),
)
def test_damage_is_counted_alike_in_pieces_of_any_size(read_bytes, symbols, damage, size):
    data = "".join(["x", *symbols, "y"]).encode()
    for place, bad in damage:
        data = data[:place] + bad + data[place:]
    whole = outcome(read_bytes, data)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file_pieces, "PIECE", size)
        assert outcome(read_bytes, data) == whole
