"""Reading files and pasted texts: joining, facts, progress, and each refusal with its reason."""

import math
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnnviz
from rnnviz.refusal import Refusal
from rnnviz.tasks.coding import normalise
from rnnviz.tasks.decoding import Cleaning
from rnnviz.tasks.folding import NAMES, Folding
from rnnviz.tasks.text import Cancelled, check_length, read_files, read_text

SOME_BYTES = st.one_of(
    st.binary(max_size=300),
    st.text().map(str.encode),
    st.text().map(lambda text: text.encode("utf-16")),
    st.text(st.characters(exclude_categories=())).map(
        lambda text: text.encode("utf-16", "surrogatepass")
    ),
)


def check_refusal(refusal, name):
    assert name in str(refusal)
    assert str(refusal).endswith(".")


@given(SOME_BYTES, st.sampled_from(NAMES))
def test_any_bytes_give_a_sound_corpus_or_a_refusal(read_bytes, data, fold):
    folding = Folding.named(fold)
    try:
        corpus = read_bytes(data, folding)
    except Refusal as refusal:
        check_refusal(refusal, "text.txt")
        return
    text = corpus.decode(corpus.codes)
    assert corpus.vocabulary == tuple(sorted(set(text)))
    assert corpus.counts.tolist() == [text.count(symbol) for symbol in corpus.vocabulary]
    assert corpus.encode(text).tolist() == corpus.codes.tolist()
    assert "\0" not in text
    assert "\r" not in text
    text.encode("utf-8")


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(NAMES))
def test_any_pasted_text_gives_a_sound_corpus_or_a_refusal(text, fold):
    try:
        corpus = read_text(text, "pasted", Folding.named(fold))
    except Refusal as refusal:
        check_refusal(refusal, "pasted")
        return
    cleaned = "".join(Cleaning().clean([normalise(text)]))
    assert corpus.encode(cleaned).tolist() == corpus.codes.tolist()
    assert corpus.decode(corpus.codes).encode("utf-8")


def test_the_corpus_says_what_it_is(read_bytes):
    corpus = read_bytes(b"abab\nabab\n", name="ab.txt")
    assert corpus.name == "ab.txt"
    assert Path(corpus.source).name == "ab.txt"
    assert corpus.files == (corpus.source,)
    assert (corpus.characters, corpus.alphabet) == (10, 3)
    assert corpus.codes.dtype == np.uint8
    assert corpus.preview(4) == "abab"
    assert corpus.warnings == ()
    assert corpus.entropy == pytest.approx(-0.2 * math.log(0.2) - 0.8 * math.log(0.4))


def test_codes_cannot_be_written_to(read_bytes):
    with pytest.raises(ValueError, match="read-only"):
        read_bytes(b"ab").codes[0] = 1


def test_the_fingerprint_is_that_of_the_folded_symbols(read_bytes):
    case = Folding.named("case")
    lower = read_text("abc\n", "typed").fingerprint
    assert read_bytes(b"ABC\r\n", case).fingerprint == lower
    assert read_bytes("abc\n".encode("utf-16")).fingerprint == lower
    assert read_bytes(b"abc").fingerprint != lower
    assert read_bytes(b"abd\n").fingerprint != lower


def test_wide_alphabets_take_wider_codes():
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 300)))
    corpus = read_text(text, "signs")
    assert corpus.codes.dtype == np.uint16
    assert corpus.decode(corpus.codes) == text
    assert corpus.warnings == ()


def test_several_files_are_joined_in_the_given_order(tmp_path):
    for name, data in {"b.txt": b"one", "a.txt": "zwö".encode("cp1252"), "c.txt": b"3\n"}.items():
        (tmp_path / name).write_bytes(data)
    corpus = read_files([tmp_path / "b.txt", str(tmp_path / "a.txt"), tmp_path / "c.txt"])
    assert corpus.decode(corpus.codes) == "one\nzwö\n3\n"
    assert corpus.name == "b.txt and 2 more"
    assert corpus.encoding == "UTF-8, Windows-1252"
    assert corpus.notes == ("3 files were joined in this order: b.txt, a.txt, c.txt.",)
    assert corpus.warnings == ()
    assert [Path(file).name for file in corpus.files] == ["b.txt", "a.txt", "c.txt"]


def test_many_files_are_not_all_named(tmp_path):
    paths = [tmp_path / f"{number:02}.txt" for number in range(12)]
    for path in paths:
        path.write_text("some text", encoding="utf-8")
    (note,) = read_files(paths).notes
    assert note.endswith("08.txt, 09.txt, and 2 more.")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty; choose"),
        (b"\xef\xbb\xbf", "is empty; choose"),
        (b" \n\t\r\n ", "only spaces and line ends; choose"),
        (b"aaaa", "one symbol, 'a', .* at least two"),
        (b"text\0text", "is not a text: .* Save its text"),
        (b"text\0" * 20_000, "is not a text: .* Save its text"),
        (bytes(range(1, 256)), "is not a text: .* Save its text"),
        (random.Random(0).randbytes(100_000), "is not a text: .* Save its text"),
        (b"\0", "is not a text: .* Save its text"),
    ],
    ids=["empty", "mark", "blank", "one", "zero", "zeros", "all", "noise", "only zero"],
)
def test_what_is_no_text_is_refused_with_name_reason_and_way_out(read_bytes, data, reason):
    with pytest.raises(Refusal, match=rf"^wrong\.txt .*{reason}"):
        read_bytes(data, name="wrong.txt")


def test_a_text_that_folding_leaves_empty_is_refused(read_bytes):
    with pytest.raises(Refusal, match=r"Nothing is left of sums\.txt .* another folding"):
        read_bytes(b"1+1=2\n2+2=4\n", Folding.named("letters"), name="sums.txt")


def test_one_bad_file_among_several_is_named(tmp_path):
    (tmp_path / "good.txt").write_bytes(b"good")
    (tmp_path / "bad.txt").write_bytes(b"")
    with pytest.raises(Refusal, match=r"^bad\.txt is empty"):
        read_files([tmp_path / "good.txt", tmp_path / "bad.txt"])


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "poems").mkdir()
    with pytest.raises(Refusal, match=r"^poems is a folder; drop the text files in it"):
        read_files([tmp_path / "poems"])


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(Refusal, match=r"^nowhere\.txt is not there; check"):
        read_files([tmp_path / "nowhere.txt"])


@pytest.mark.parametrize("name", ["a\0b.txt", "x" * 5000, "\udcff.txt", ""])
def test_an_impossible_name_is_refused(name):
    with pytest.raises(Refusal) as refusal:
        read_files([name])
    str(refusal.value).encode("utf-8")


def test_a_name_in_no_encoding_is_shown_with_question_marks(tmp_path):
    path = tmp_path / os.fsdecode(b"caf\xe9.txt")
    try:
        path.write_bytes(b"text")
    except OSError:
        pytest.skip("this file system only takes names in UTF-8")
    assert read_files([path]).name == "caf?.txt"


def test_no_file_at_all_is_refused():
    with pytest.raises(Refusal, match="name at least one"):
        read_files([])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_device_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Refusal, match="pipe is a pipe"):
        read_files([tmp_path / "pipe"])


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("name", ["mem", "status", "pagemap"])
def test_what_the_system_makes_while_it_is_read_is_not_waited_for(tmp_path, name):
    (tmp_path / "link.txt").symlink_to(f"/proc/self/{name}")
    with pytest.raises(Refusal, match=f"{name} is made by the system while it is read; save its"):
        read_files([f"/proc/self/{name}"])
    with pytest.raises(Refusal, match=r"link\.txt is made by the system"):
        read_files([tmp_path / "link.txt"])


def test_an_unreadable_file_is_refused_with_the_systems_reason(tmp_path, monkeypatch):
    def denied(*_, **__):
        raise PermissionError(13, "Permission denied")

    (tmp_path / "mine.txt").write_text("a text")
    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(Refusal, match=r"mine\.txt cannot be read \(Perm.+\); check its perm"):
        read_files([tmp_path / "mine.txt"])


def test_a_file_beyond_the_limit_is_refused_unread(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate((1 << 30) + 1)  # a hole, which takes no room on the disk
    with pytest.raises(Refusal, match=r"huge\.txt: over 1 GB"):
        read_files([path])


def test_progress_grows_from_nothing_to_one(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"some text\n" * 100_000)
    shares = []
    read_files([path], progress=lambda share: shares.append(share) or True)
    assert len(shares) > 8
    assert shares == sorted(shares)
    assert shares[0] > 0
    assert shares[-1] == pytest.approx(1)


@pytest.mark.parametrize("calls", [1, 5, 9])
def test_progress_can_cancel_at_any_moment(tmp_path, calls):
    path = tmp_path / "long.txt"
    path.write_bytes(b"some text\n" * 100_000)
    answers = iter([True] * (calls - 1) + [False])
    with pytest.raises(Cancelled):
        read_files([path], progress=lambda share: next(answers))


@pytest.mark.parametrize(("validation", "held_out"), [(0, 0), (0.1, 10), (0.5, 50)])
def test_the_end_of_the_text_is_held_out(validation, held_out):
    corpus = read_text("abcdefghij" * 10 + "k", "letters")
    train, heldout = corpus.split(validation)
    assert len(heldout) == held_out
    assert np.concatenate([train, heldout]).tolist() == corpus.codes.tolist()
    assert np.shares_memory(train, corpus.codes)


@pytest.mark.parametrize("validation", [-0.1, 1, math.nan])
def test_an_impossible_validation_share_is_refused(validation):
    with pytest.raises(Refusal, match="validation share"):
        read_text("ab", "short").split(validation)


def test_a_text_shorter_than_two_windows_is_refused():
    corpus = read_text("ab" * 25, "short")
    check_length(corpus, window=25, validation=0)
    with pytest.raises(Refusal, match=r"short has 50 characters and .* at most 25"):
        check_length(corpus, window=26, validation=0)
    with pytest.raises(
        Refusal, match=r"10% of them held out .* the 45 that are left .* at most 22"
    ):
        check_length(corpus, window=25, validation=0.1)


MEASURE = """
import resource, sys
from rnnviz.tasks.text import read_files
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
corpus = read_files([sys.argv[1]])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, corpus.codes.nbytes)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="ru_maxrss is in KB on Linux only")
@pytest.mark.parametrize("line", ["to be or not to be", "“to be” — or not"])
def test_reading_takes_less_than_three_times_the_file_in_memory(tmp_path, line):
    path = tmp_path / "large.txt"
    text = f"{line}\n" * (30_000_000 // len(line))
    path.write_text(text, encoding="utf-8")
    command = [sys.executable, "-c", MEASURE, str(path)]
    above = Path(rnnviz.__file__).parents[1]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=above)
    kilobytes, held = map(int, done.stdout.split())
    assert held == len(text)
    assert kilobytes * 1024 < 3 * path.stat().st_size
