"""Texts on the command line: several files, standard input, few symbols, either form of accents."""

import io
import os
import unicodedata

import numpy as np
import pytest

from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.rare_symbols import SIGN
from rnnviz.tasks.text import read_files

SMALL = ("--hidden", 6, "--window", 6, "--steps", 10, "--json")
ACCENTS = "Été à la mer, où l’été est né: café, naïveté.\n" * 10
SEA = "the sea is old and grey and the moon goes over it; a quick fox jumps, lazy dogs sleep\n" * 9


@pytest.fixture
def files(here):
    for name, text in {"a.txt": "one and two\n" * 9, "b.txt": ACCENTS, "sea.txt": SEA}.items():
        (here / name).write_text(text, encoding="utf-8", newline="")
    return here


@pytest.fixture
def standard_input(monkeypatch):
    """Has the program read these bytes from standard input."""

    def give(data):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="ascii"))

    return give


def test_several_files_are_joined_in_the_given_order(rnnviz, files):
    answer = rnnviz("train", "b.txt", "a.txt", *SMALL, "--out", "run.safetensors")
    assert answer.code == 0, answer.err
    assert "2 files were joined in this order: b.txt, a.txt." in answer.err
    run = load_run(files / "run.safetensors")
    assert run.corpus["fingerprint"] == read_files(["b.txt", "a.txt"]).fingerprint
    assert rnnviz("train", "--resume", "run.safetensors", "b.txt", "a.txt", *SMALL).code == 0
    answer = rnnviz("train", "--resume", "run.safetensors", "a.txt", "b.txt", *SMALL)
    assert answer.code == 2
    assert "not the same text" in answer.err


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("a.txt", "verse"), "verse is a built-in text, which stands alone"),
        (("a.txt", "no.txt"), "There is no file 'no.txt'"),
        (("-", "-"), "can be read only once"),
    ],
)
def test_what_cannot_be_joined_is_refused(rnnviz, files, names, words):
    answer = rnnviz("train", *names, *SMALL)
    assert answer.code == 2
    assert words in answer.err


def test_a_run_does_not_overwrite_any_of_its_texts(rnnviz, files):
    (files / "a.safetensors").write_text(SEA)
    answer = rnnviz("train", "b.txt", "a.safetensors", *SMALL, "--out", "a.safetensors")
    assert answer.code == 2
    assert "--out would overwrite the text a.safetensors" in answer.err


def test_a_text_in_standard_input_is_learned_as_from_a_file(rnnviz, files, standard_input):
    standard_input(ACCENTS.encode("utf-16"))
    piped = rnnviz("train", "-", *SMALL, "--out", "run.safetensors")
    assert piped.code == 0, piped.err
    assert piped.json["loss"] == rnnviz("train", "b.txt", *SMALL).json["loss"]
    about = load_run(files / "run.safetensors").corpus
    assert (about["name"], about["source"]) == ("standard input", "standard input")
    assert (about["files"], about["encodings"]) == ([], [])
    assert rnnviz("train", "--resume", "run.safetensors", *SMALL).code == 0  # it carries the text


def test_standard_input_is_joined_with_files(rnnviz, files, standard_input):
    standard_input(ACCENTS.encode())
    answer = rnnviz("train", "a.txt", "-", *SMALL, "--out", "run.safetensors")
    assert "joined in this order: a.txt, standard input." in answer.err
    about = load_run(files / "run.safetensors").corpus
    assert about["fingerprint"] == read_files(["a.txt", "b.txt"]).fingerprint
    assert about["source"] == f"{files / 'a.txt'}, standard input"


def test_a_resumed_run_finds_its_text_in_standard_input(rnnviz, files, standard_input):
    rnnviz("train", "b.txt", *SMALL, "--out", "run.safetensors")
    for data, code in ((ACCENTS, 0), (SEA, 2)):
        standard_input(data.encode())
        assert rnnviz("train", "-", "--resume", "run.safetensors", *SMALL).code == code


def test_evaluate_reads_standard_input(rnnviz, files, standard_input):
    rnnviz("train", "b.txt", *SMALL, "--out", "run.safetensors")
    standard_input(ACCENTS.encode())
    piped = rnnviz("evaluate", "run.safetensors", "-", "--json")
    assert piped.json == rnnviz("evaluate", "run.safetensors", "b.txt", "--json").json


@pytest.mark.parametrize("data", [b"", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"])
def test_a_standard_input_that_is_no_text_is_refused_by_its_name(rnnviz, standard_input, data):
    standard_input(data)
    answer = rnnviz("train", "-", *SMALL)
    assert answer.code == 2
    assert answer.err.startswith("rnnviz: standard input ")


def test_without_a_standard_input_there_is_a_sentence(rnnviz, monkeypatch):
    monkeypatch.setattr("sys.stdin", None)
    answer = rnnviz("train", "-", *SMALL)
    assert answer.code == 2
    assert "There is no standard input to read" in answer.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has them")
@pytest.mark.parametrize("command", [("sample",), ("train",), ("lesson",), ("gradients", "hello")])
def test_a_pipe_with_a_name_is_called_one(rnnviz, here, command):
    os.mkfifo(here / "fifo")
    answer = rnnviz(command[0], "fifo", *command[1:])
    assert answer.code == 2
    assert "is a pipe, not a file" in answer.err


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_accents_in_either_form_are_read_as_the_same_symbols(rnnviz, files, form):
    learned = unicodedata.normalize(form, ACCENTS)
    (files / "text.txt").write_text(learned, encoding="utf-8", newline="")
    answer = rnnviz("train", "text.txt", *SMALL, "--out", "run.safetensors")
    assert ("Unicode NFC" in answer.err) == (form == "NFD")
    texts, losses = set(), set()
    for other in ("NFC", "NFD"):
        prime = unicodedata.normalize(other, "été")
        texts.add(rnnviz("sample", "run.safetensors", "--prime", prime, "--length", 30).out)
        (files / "b.txt").write_text(unicodedata.normalize(other, ACCENTS), encoding="utf-8")
        answer = rnnviz("evaluate", "run.safetensors", "b.txt", "--json")
        losses.add((answer.json["nats_per_char"], answer.json["characters"]))
        assert rnnviz("gradients", "run.safetensors", prime).code == 0
    assert len(texts) == 1
    assert texts.pop().startswith("été")
    ((_, characters),) = losses
    assert characters == len(ACCENTS)


def test_rare_symbols_become_one_sign_that_no_sample_writes(rnnviz, files):
    answer = rnnviz("train", "sea.txt", "--symbols", 9, *SMALL, "--out", "run.safetensors")
    assert answer.code == 0, answer.err
    assert "The 9 most frequent of 28 symbols are kept; the others, " in answer.err
    run = load_run(files / "run.safetensors")
    sign = run.coding.sign
    assert run.coding.vocabulary[sign] == SIGN
    assert run.settings.symbols == 9
    for flags in ((), ("--top-k", 3), ("--temperature", 5)):
        answer = rnnviz("sample", "run.safetensors", "--length", 2000, "--prime", "例z", *flags)
        assert answer.out.startswith(SIGN * 2)
        assert SIGN not in answer.out[2:]
    codes = read_files(["sea.txt"], Folding.named("none", 9)).codes.astype(np.intp)[:, None]
    network = run.network()
    losses = network.evaluate(codes[:-1], codes[1:], network.zero_state(1))
    answer = rnnviz("evaluate", "run.safetensors", "sea.txt", "--json")
    assert answer.json["nats_per_char"] == pytest.approx(losses.mean(dtype=float), rel=1e-5)
    assert rnnviz("gradients", "run.safetensors", "the 例").code == 0
    assert rnnviz("train", "--resume", "run.safetensors", *SMALL).code == 0


def test_another_texts_symbols_are_the_signs_where_the_run_does_not_know_them(rnnviz, files):
    rnnviz("train", "sea.txt", "--symbols", 9, *SMALL, "--out", "run.safetensors")
    (files / "other.txt").write_text("zzz zz the 例例例", encoding="utf-8")
    answer = rnnviz("evaluate", "run.safetensors", "other.txt", "--json")
    assert answer.json["characters"] == len("zzz zz the 例例例")
    assert f"the sign {SIGN} stands for them, " in answer.err
    known = set(load_run(files / "run.safetensors").coding.vocabulary)
    missing = sum(symbol not in known for symbol in "zzz zz the 例例例")
    assert f"{missing / len('zzz zz the 例例例'):.1%} of the text" in answer.err


def test_a_lesson_may_choose_how_many_symbols_are_kept(rnnviz, files):
    front = 'title = "Few"\ncorpus = "sea.txt"\nsettings = { hidden = 5, symbols = 2 }\n[[steps]]'
    expect = 'run = 5\nexpect = [{ what = "loss", below = 1.2 }]'  # ln 28 = 3.3 without
    (files / "few.md").write_text(f"+++\n{front}\n{expect}\n+++\n## Few\n\nLook.\n")
    answer = rnnviz("lesson", "few.md", "--check")
    assert answer.code == 0, answer.out


def test_symbols_cannot_change_while_a_run_goes_on(rnnviz, files):
    rnnviz("train", "sea.txt", "--symbols", 9, *SMALL, "--out", "run.safetensors")
    answer = rnnviz("train", "--resume", "run.safetensors", "--symbols", 12, *SMALL)
    assert answer.code == 2
    assert "Symbols can only change with a new network" in answer.err
