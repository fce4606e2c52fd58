"""rnnviz train --resume: finds its text anywhere, goes on with thinned curves, loses no file."""

from dataclasses import replace

import pytest

from rnnviz.lab import history
from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.text import read_files

SMALL = ("--hidden", 6, "--window", 6)


def test_a_resumed_run_finds_its_text_from_any_folder(rnnviz, here, monkeypatch):
    (here / "a").mkdir()
    (here / "b").mkdir()
    monkeypatch.chdir(here / "a")
    (here / "a" / "rel.txt").write_text("The sea is Old and grey. " * 40)
    flags = ("--fold", "letters", "--steps", 4)
    assert rnnviz("train", "rel.txt", *SMALL, *flags, "--out", "rel.safetensors").code == 0
    assert load_run("rel.safetensors").corpus["files"] == [str(here / "a" / "rel.txt")]
    monkeypatch.chdir(here / "b")
    go_on = ("train", "--resume", here / "a" / "rel.safetensors", "--steps", 3, "--json")
    assert rnnviz(*go_on).json["steps"] == 7
    (here / "a").rename(here / "c")
    go_on = ("train", "--resume", here / "c" / "rel.safetensors", "--steps", 3, "--json")
    assert rnnviz(*go_on).json["steps"] == 7
    text, run = here / "c" / "rel.txt", here / "c" / "rel.safetensors"
    corpus = read_files([text], Folding.named("letters"))
    text.unlink()
    answer = rnnviz(*go_on)
    assert answer.json["steps"] == 7
    assert "rel.safetensors goes on with the text that it carries." in answer.err
    save_run(load_run(run).resume(corpus), run, text_at_most=0)
    answer = rnnviz(*go_on)
    assert answer.code == 2
    for words in ("rel.safetensors", str(text), "is not there", "--resume RUN"):
        assert words in answer.err


@pytest.mark.parametrize("place", [r"C:\Users\x\sea.txt", r"\\server\share\sea.txt", "/x/sea.txt"])
def test_a_text_named_on_another_system_is_found_beside_the_run(rnnviz, here, text_file, place):
    train = ("train", text_file, *SMALL, "--steps", 4, "--out", "run.safetensors")
    assert rnnviz(*train).code == 0
    corpus = replace(read_files([text_file]), files=(place,))
    save_run(load_run("run.safetensors").resume(corpus), "run.safetensors", text_at_most=0)
    answer = rnnviz("train", "--resume", "run.safetensors", "--steps", 3, "--json")
    assert answer.json["steps"] == 7


def test_a_run_with_thinned_curves_goes_on_over_its_own_file(rnnviz, text_file, monkeypatch):
    monkeypatch.setattr(history, "MOST", 16)
    train = ("train", text_file, *SMALL, "--out", "run.safetensors", "--json")
    whole = rnnviz("train", text_file, *SMALL, "--steps", 160, "--json").json
    assert rnnviz(*train, "--steps", 100).code == 0
    resumed = ("train", "--resume", "run.safetensors", "--out", "run.safetensors", "--json")
    answer = rnnviz(*resumed, "--steps", 60)
    assert answer.code == 0, answer.err
    assert answer.json["steps"] == 160
    for key in ("loss_ema", "heldout"):
        assert answer.json[key] == whole[key]
    assert load_run("run.safetensors").progress["step"] == 160
