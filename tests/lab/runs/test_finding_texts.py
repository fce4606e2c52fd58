"""Where a resumed run finds its text: its place, beside the run under any system's name, within."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from trainers import assert_same, make_corpus, make_trainer, train

from rnnviz.lab.runs.carried_text import LARGEST, packed, unpacked
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.runs.misfit import Misfit
from rnnviz.lab.runs.sources import check_unchanged, find_text, from_files, from_run
from rnnviz.refusal import Refusal
from rnnviz.tasks.folding import NAMES, Folding
from rnnviz.tasks.text import read_files, read_text

WAY_OUT = "Bring it."
TEXT = "The Sea is OLD and grey; the moon, again. " * 30
ELSEWHERE = [
    *(r"C:\Users\me\Documents\plain.txt", r"\\server\share\texts\plain.txt", "D:/plain.txt"),
    *("/home/me/plain.txt", "/Users/me/a b/plain.txt", r"texts\plain.txt", "texts/plain.txt"),
]


@pytest.fixture
def text_file(tmp_path):
    path = tmp_path / "plain.txt"
    path.write_text(TEXT)
    return path


def saved(corpus, folder, **more):
    """A run on that corpus as read from its file."""
    trainer = train(make_trainer(corpus, window=4), 3)
    save_run(trainer, folder / "run.safetensors", **more)
    return load_run(folder / "run.safetensors")


def found(run):
    source, corpus = find_text(run, WAY_OUT)
    assert corpus.fingerprint == run.corpus["fingerprint"]
    run.resume(corpus)
    return source, corpus


@pytest.mark.parametrize("place", ELSEWHERE)
def test_a_text_is_found_beside_the_run_whatever_system_named_it(text_file, tmp_path, place):
    corpus = replace(read_files([text_file]), files=(place,))
    source, _ = found(saved(corpus, tmp_path, text_at_most=0))
    assert source.files == (str(text_file),)


def test_a_text_is_found_in_the_folder_beside_the_run_that_windows_named(text_file, tmp_path):
    below = tmp_path / "texts"
    below.mkdir()
    corpus = replace(read_files([text_file]), files=(r"texts\plain.txt",))
    text_file.rename(below / "plain.txt")
    assert found(saved(corpus, tmp_path, text_at_most=0))[0].files == (str(below / "plain.txt"),)


def test_several_texts_of_another_system_are_found_beside_the_run(tmp_path):
    names = ["a.txt", "b.txt"]
    for name in names:
        (tmp_path / name).write_text(f"{name} {TEXT}")
    paths = [str(tmp_path / name) for name in names]
    corpus = replace(read_files(paths), files=(r"C:\t\a.txt", r"C:\t\b.txt"))
    assert found(saved(corpus, tmp_path, text_at_most=0))[0].files == tuple(paths)


@pytest.mark.parametrize("place", [*ELSEWHERE[:2], "\\\\server\\share", "C:\\", "\0", "/", "//"])
def test_a_text_that_is_nowhere_is_refused_with_a_sentence(text_file, tmp_path, place):
    corpus = replace(read_files([text_file]), files=(place,))
    text_file.unlink()
    run = saved(corpus, tmp_path, text_at_most=0)
    with pytest.raises(Refusal, match=r"run\.safetensors needs the text .* Bring it\."):
        find_text(run, WAY_OUT)


def test_a_run_carries_its_text_and_says_that_it_goes_on_with_that(text_file, tmp_path):
    run = saved(read_files([text_file]), tmp_path)
    assert found(run)[0].files == (str(text_file),)
    text_file.write_text("quite another text by now " * 40)
    source, corpus = found(run)
    assert source.label == "plain.txt"
    (warning,) = corpus.warnings
    assert f"{text_file} is another text by now. run.safetensors goes on with the" in warning
    text_file.unlink()
    assert f"{text_file} is not there." in found(run)[1].warnings[0]


def test_a_run_that_goes_on_with_its_carried_text_is_saved_like_any_other(text_file, tmp_path):
    run = saved(read_files([text_file]), tmp_path)
    text_file.unlink()
    _, corpus = found(run)
    save_run(train(run.resume(corpus), 2), tmp_path / "again.safetensors")
    again = load_run(tmp_path / "again.safetensors")
    assert again.corpus == run.corpus
    assert_same(again.resume(found(again)[1]), train(run.resume(corpus), 2))


def test_a_large_text_is_not_carried(tmp_path):
    corpus = make_corpus()
    assert "text" in saved(corpus, tmp_path, text_at_most=corpus.characters).arrays
    assert "text" not in saved(corpus, tmp_path, text_at_most=corpus.characters - 1).arrays
    larger = read_text("ab" * (LARGEST // 2 + 1), "long")
    assert packed(larger, 10 * LARGEST) is None


@given(text=st.text(min_size=2, max_size=300), fold=st.sampled_from(NAMES))
def test_any_text_comes_out_of_its_packing_as_it_went_in(text, fold):
    try:
        corpus = read_text(text, "any", Folding.named(fold))
    except Refusal:
        return
    about = {"name": "any", "source": "s", "files": ["f"], "characters": corpus.characters}
    out = unpacked(packed(corpus), about | {"fingerprint": corpus.fingerprint}, corpus.coding)
    np.testing.assert_array_equal(out.codes, corpus.codes)
    assert (out.vocabulary, out.folding) == (corpus.vocabulary, corpus.folding)
    assert (out.name, out.files, out.source) == ("any", ("f",), "s")


def test_a_carried_text_that_is_damaged_another_or_a_bomb_is_a_misfit():
    corpus, other = make_corpus(), make_corpus(repeats=39)
    about = {"name": "sea", "source": "", "files": []}
    about |= {"characters": corpus.characters, "fingerprint": corpus.fingerprint}
    good = packed(corpus)
    assert unpacked(good, about, corpus.coding).fingerprint == corpus.fingerprint
    bomb = packed(read_text("ab" * 1_000_000, "bomb"), LARGEST)
    for wrong in (good[:-9], good[:0], good[::-1].copy(), packed(other), bomb):
        with pytest.raises(Misfit, match="carries"):
            unpacked(wrong, about, corpus.coding)
    for characters in (0, 1, 10**12):
        with pytest.raises(Misfit, match="carries"):
            unpacked(good, about | {"characters": characters}, corpus.coding)
    with pytest.raises(Misfit, match="another"):
        unpacked(good, about | {"fingerprint": "0" * 64}, corpus.coding)


def test_a_damaged_carried_text_is_told_where_no_other_is_found(text_file, tmp_path):
    run = saved(read_files([text_file]), tmp_path)
    text_file.unlink()
    run.arrays["text"][-6:] = 0
    with pytest.raises(Refusal, match=r"The text it carries is damaged\. Bring it\."):
        find_text(run, WAY_OUT)


def test_a_carried_text_can_be_folded_further_but_not_back(text_file, tmp_path):
    corpus = read_files([text_file], Folding.named("case"))
    run = saved(corpus, tmp_path)
    source = from_run(run, corpus)
    assert source.read(Folding.named("case"), None).fingerprint == corpus.fingerprint
    expected = read_text(TEXT, "plain.txt", Folding.named("letters"))
    assert source.read(Folding.named("letters"), None).fingerprint == expected.fingerprint
    with pytest.raises(Refusal, match=r"run\.safetensors carries plain\.txt only as it was"):
        source.read(Folding.named("none"), None)


def test_a_file_that_changed_after_it_was_learned_is_noticed_and_named(text_file):
    source = from_files([str(text_file)])
    learned = source.read(Folding.named("letters"), None)
    check_unchanged(source, learned)
    text_file.touch()
    check_unchanged(source, learned)
    text_file.write_text(TEXT + "more")
    with pytest.raises(Refusal, match=r"plain\.txt was changed on disk .* open plain\.txt again"):
        check_unchanged(source, learned)
