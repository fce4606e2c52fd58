"""A run remembers in which encoding its text was read; older runs read theirs as they did."""

import json
from dataclasses import replace

import pytest
from safetensors import safe_open
from safetensors.numpy import load_file, save_file

from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.runs.sources import find_text, from_files, read_for
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.refusal import Refusal
from rnnviz.tasks.decoding import BEFORE, Wish
from rnnviz.tasks.text import read_files

FRENCH = "L'été où la rivière gela, le maître prêta sa charrette à l'école : « ça suffira ».\n" * 9
RUSSIAN = "Мельник жил за мостом, там, где река поворачивает и течёт медленнее.\n" * 9
COLOURED = "\x1b[32mok\x1b[0m the lamp above the harbour burns, and nobody knows why it does\n" * 20


def saved(corpus, path, text_at_most=0):
    save_run(Trainer(Settings().change(hidden=4, window=5), corpus), path, text_at_most)
    return load_run(path)


def as_the_first_version_saved(path):
    """Take out of a run's file what the first version did not write."""
    with safe_open(path, framework="numpy") as file:
        metadata = dict(file.metadata())
    about = json.loads(metadata["corpus"])
    del about["encodings"]
    save_file(load_file(path), path, metadata | {"corpus": json.dumps(about)})
    return load_run(path)


def test_a_chosen_encoding_is_kept_and_read_again(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(FRENCH.encode("mac-roman"))
    run = saved(read_files([path], wish=Wish(("mac-roman",))), tmp_path / "run.safetensors")
    assert run.corpus["encodings"] == ["mac-roman"]
    source, corpus = find_text(run, "")
    assert corpus.decode(corpus.codes) == FRENCH
    assert source.wish == Wish(("mac-roman",))
    assert read_for(run, [str(path)]).fingerprint == corpus.fingerprint


def test_a_text_that_was_saved_as_utf_8_meanwhile_is_the_same_text(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(FRENCH.encode("mac-roman"))
    run = saved(read_files([path], wish=Wish(("mac-roman",))), tmp_path / "run.safetensors")
    path.write_text(FRENCH, encoding="utf-8")
    source, corpus = find_text(run, "")
    assert corpus.decode(corpus.codes) == FRENCH
    assert source.wish == Wish(("utf-8",))


@pytest.mark.parametrize(
    "data", [RUSSIAN.encode("koi8-r"), COLOURED.encode(), b"one two\n" * 9 + "\ufeffthree".encode()]
)
def test_a_run_of_the_first_version_reads_its_text_as_it_did(tmp_path, data):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    learned = read_files([path], wish=BEFORE)
    saved(learned, tmp_path / "run.safetensors")
    run = as_the_first_version_saved(tmp_path / "run.safetensors")
    source, corpus = find_text(run, "")
    assert corpus.fingerprint == learned.fingerprint != read_files([path]).fingerprint
    assert source.wish == BEFORE
    again = saved(corpus, tmp_path / "again.safetensors")
    assert find_text(again, "")[1].fingerprint == learned.fingerprint


def test_the_text_that_such_a_run_carries_is_taken_as_it_is(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(COLOURED, encoding="utf-8")
    learned = read_files([path], wish=BEFORE)
    run = saved(learned, tmp_path / "run.safetensors", text_at_most=10_000)
    path.unlink()
    assert find_text(run, "")[1].fingerprint == learned.fingerprint


@pytest.mark.parametrize("names", ["koi8-r", ["no such"], [3], ["koi8-r", "utf-8"], [["utf-8"]]])
def test_encodings_that_cannot_be_are_damage(tmp_path, names):
    path = tmp_path / "a.txt"
    path.write_text("one two three\n" * 20)
    corpus = replace(read_files([path]), encodings=names)
    with pytest.raises(Refusal, match=r"run\.safetensors"):
        saved(corpus, tmp_path / "run.safetensors")


def test_a_source_is_settled_on_how_it_was_read(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(RUSSIAN.encode("koi8-r"))
    source = from_files([str(path)])
    assert source.settled(read_files([path])).wish == Wish(("koi8-r",))
