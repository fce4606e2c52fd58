"""National encodings are read as what they are, or asked about; never learned as garbage."""

import os
import subprocess
import sys
import time

import pytest
from legacy_texts import CHINESE, CLEAR, FRENCH, GERMAN, KOREAN, POLISH, RUSSIAN, UNCLEAR

from rnnviz.refusal import Refusal
from rnnviz.tasks.decoding import Wish
from rnnviz.tasks.decoding.names import LABELS, codec_named
from rnnviz.tasks.decoding.question import UnclearEncoding
from rnnviz.tasks.text import read_files


def text_of(corpus):
    return corpus.decode(corpus.codes)


def outcome(read_bytes, data, text):
    """Whether it was read, or asked about with the right encoding offered, or neither."""
    try:
        return "read" if text_of(read_bytes(data)) == text else "garbage"
    except UnclearEncoding as asked:
        fitting = [codec for codec in asked.codecs if data.decode(codec, "replace") == text]
        return "asked" if fitting else "asked in vain"


@pytest.mark.parametrize(("text", "codec"), CLEAR)
def test_what_is_clear_is_read(read_bytes, text, codec):
    assert len(text) >= 500
    assert outcome(read_bytes, text.encode(codec), text) == "read"


@pytest.mark.parametrize(("text", "codec"), UNCLEAR)
def test_what_is_not_clear_is_asked_about_with_the_right_one_among_the_offers(
    read_bytes, text, codec
):
    assert outcome(read_bytes, text.encode(codec), text) == "asked"


@pytest.mark.parametrize(("text", "codec"), [*CLEAR, *UNCLEAR])
@pytest.mark.parametrize("kind", ["verse", "short", "capitals"])
def test_verse_short_texts_and_capitals_are_no_garbage(read_bytes, text, codec, kind):
    words = text.split()
    lines = [" ".join(words[start : start + 5]) for start in range(0, len(words), 5)]
    text = {"verse": "\n".join(lines), "short": text[:150], "capitals": text.upper()}[kind]
    data = text.encode(codec, "ignore")
    assert outcome(read_bytes, data, data.decode(codec)) in ("read", "asked")


def test_a_guess_is_told_with_what_it_may_be_instead(read_bytes):
    corpus = read_bytes(RUSSIAN.encode("koi8-r"))
    assert corpus.encoding == "KOI8-R, Russian"
    assert corpus.encodings == ("koi8-r",)
    assert corpus.could_be[0] == "koi8-r"
    assert "cp1251" in corpus.could_be


def test_the_question_names_candidates_with_previews_and_the_flag(read_bytes):
    with pytest.raises(UnclearEncoding) as asked:
        read_bytes(FRENCH.encode("mac-roman"), name="hiver.txt")
    words = str(asked.value)
    assert words.startswith("hiver.txt does not say in which encoding it is")
    assert "mac-roman (“" in words
    assert words.endswith("choose with --encoding NAME.")
    assert "gela, le boulanger prêta" in asked.value.preview("mac-roman").replace("\n", " ")


def test_each_file_is_decoded_by_itself(tmp_path):
    parts = {"a.txt": (RUSSIAN, "koi8-r"), "b.txt": (POLISH, "utf-8"), "c.txt": (KOREAN, "cp949")}
    for name, (text, codec) in parts.items():
        (tmp_path / name).write_bytes(text.encode(codec))
    corpus = read_files([tmp_path / name for name in parts])
    assert text_of(corpus) == "\n".join(text for text, _ in parts.values())
    assert corpus.encodings == ("koi8-r", "utf-8", "cp949")
    assert corpus.encoding == "KOI8-R, Russian, UTF-8, EUC-KR, Korean"


def test_a_named_encoding_is_taken(tmp_path):
    path = tmp_path / "hiver.txt"
    path.write_bytes(FRENCH.encode("mac-roman"))
    corpus = read_files([path], wish=Wish(("mac-roman",)))
    assert text_of(corpus) == FRENCH
    assert (corpus.encodings, corpus.could_be) == (("mac-roman",), ())


def test_a_named_encoding_that_does_not_fit_is_refused_with_the_place(tmp_path):
    path = tmp_path / "hiver.txt"
    path.write_bytes(FRENCH.encode("cp1252"))
    with pytest.raises(Refusal, match=r"hiver\.txt is not in UTF-8 \(utf-8\): .* from byte 9 on"):
        read_files([path], wish=Wish(("utf-8",)))


def test_an_encoding_for_what_is_unclear_leaves_clear_files_alone(tmp_path):
    (tmp_path / "a.txt").write_bytes(RUSSIAN.encode("koi8-r"))
    (tmp_path / "b.txt").write_bytes(FRENCH.encode("mac-roman"))
    wish = Wish(unclear=("mac-roman",))
    corpus = read_files([tmp_path / "a.txt", tmp_path / "b.txt"], wish=wish)
    assert text_of(corpus) == f"{RUSSIAN}\n{FRENCH}"


def test_a_clear_guess_is_asked_about_where_that_is_wanted(tmp_path):
    (tmp_path / "a.txt").write_bytes(RUSSIAN.encode("koi8-r"))
    with pytest.raises(UnclearEncoding) as asked:
        read_files([tmp_path / "a.txt"], wish=Wish(ask=True))
    assert asked.value.codecs[0] == "koi8-r"


def test_a_few_damaged_bytes_in_a_guessed_encoding_are_told(read_bytes):
    data = (CHINESE * 3).encode("gb18030") + b"\xff" + CHINESE.encode("gb18030")
    corpus = read_bytes(data, name="mill.txt")
    assert text_of(corpus).count("\ufffd") == 1
    assert "mill.txt is GB18030 with 1 damaged byte" in corpus.warnings[0]


@pytest.mark.parametrize(
    "code", ["a + b", "x+y", "i++; j+=1", "+49 30 1234567", "C++ and +1", "k+abcdefgh-", "1+1=2"]
)
def test_source_code_and_numbers_are_no_utf_7(read_bytes, code):
    text = f"some code: {code}\n" * 40
    assert text_of(read_bytes(text.encode())) == text


def test_one_plus_before_a_name_is_no_utf_7(read_bytes):
    text = "the only sum here is x+BDA and nothing else\n"
    assert text_of(read_bytes(text.encode())) == text
    assert text_of(read_bytes(b"one caf+AOk- and no more\n")) == "one café and no more\n"


@pytest.mark.parametrize("codec", ["koi8-r", "cp1251", "gb18030", "utf-16-le", "utf-7"])
def test_a_large_file_takes_hardly_longer_than_its_reading(tmp_path, codec):
    path = tmp_path / "large.txt"
    text = CHINESE if codec == "gb18030" else RUSSIAN
    path.write_bytes((text * (4_000_000 // len(text))).encode(codec))
    started = time.process_time()
    corpus = read_files([path])
    guessed = time.process_time() - started
    started = time.process_time()
    read_files([path], wish=Wish(corpus.encodings))
    known = time.process_time() - started
    assert guessed < 2 * known + 1.0


def test_reading_utf_8_loads_no_guesser(tmp_path):
    path = tmp_path / "plain.txt"
    path.write_text(GERMAN, encoding="utf-8")
    code = (
        "import sys; from rnnviz.tasks.text import read_files; read_files([sys.argv[1]]);"
        "print(*(n for n in sys.modules if 'charset' in n or 'decoding.guess' in n))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, env=os.environ
    )
    assert (run.returncode, run.stdout.strip()) == (0, ""), run.stderr


@pytest.mark.parametrize(
    ("name", "codec"),
    [("windows-1251", "cp1251"), ("KOI8-R", "koi8-r"), ("Latin1", "iso8859-1"), ("UTF8", "utf-8")],
)
def test_an_encoding_is_known_by_all_its_names(name, codec):
    assert codec_named(name) == codec


@pytest.mark.parametrize("name", ["koi8", "winows-1251", "rot13", "base64", "", "\0", "й", "idna"])
def test_a_name_that_is_none_is_refused_with_names_that_are(name):
    with pytest.raises(Refusal, match=r"There is no encoding .* cp1252"):
        codec_named(name)


def test_a_misspelled_encoding_is_answered_with_the_nearest():
    with pytest.raises(Refusal, match=r"did you mean .*koi8-r"):
        codec_named("koi-8r")


def test_every_encoding_has_the_name_that_python_has_for_it():
    assert [codec_named(codec) for codec in LABELS] == list(LABELS)
