"""Runs that are opened elsewhere than they were trained: where their text is looked for."""

import shutil

import pytest

from rnnviz.lab.runs.checkpoint import load_run, save_run
from rnnviz.lab.runs.sources import find_text
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.text import read_files

TEXT = "The Sea is OLD and grey; the moon, again. " * 40


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a text, and a run on it that was trained there by relative paths."""
    folder = tmp_path / "c"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "rel.txt").write_text(TEXT)
    settings = Settings().change(hidden=5, window=6, steps=3, fold="letters", sample_length=10)
    trainer = Trainer(settings, read_files(["rel.txt"], Folding.named("letters")))
    for _ in trainer:
        pass
    save_run(trainer, "rel.safetensors", text_at_most=0)
    monkeypatch.chdir(tmp_path)
    return folder


def opened(watched, path):
    """Whether the run was opened; else its refusal is the last notice."""
    watched.session.open_files([str(path)])
    watched.until(lambda: watched.session.runs.path or watched.notices)
    return watched.session.runs.path == path


def test_a_run_by_a_relative_path_is_opened_from_another_folder(watched, folder):
    assert opened(watched, folder / "rel.safetensors")
    assert watched.session.source.files == (str(folder / "rel.txt"),)
    watched.until(lambda: watched.step == 3)
    watched.run_to(6)


def test_a_text_that_moved_with_its_run_is_found_beside_it(watched, folder, tmp_path):
    moved = tmp_path / "moved"
    shutil.move(folder, moved)
    assert opened(watched, moved / "rel.safetensors")
    assert watched.session.source.files == (str(moved / "rel.txt"),)


def test_a_text_that_is_another_by_now_gives_way_to_the_one_beside_the_run(
    watched, folder, tmp_path
):
    moved = tmp_path / "moved"
    shutil.copytree(folder, moved)
    (folder / "rel.txt").write_text("quite another text by now " * 40)
    assert opened(watched, moved / "rel.safetensors")
    assert watched.session.source.files == (str(moved / "rel.txt"),)


def test_the_open_text_is_read_again_with_the_folding_of_the_run(watched, folder, tmp_path):
    text = tmp_path / "elsewhere.txt"
    shutil.move(folder / "rel.txt", text)
    session = watched.session
    session.change(hidden=5)
    session.open_files([str(text)])
    watched.until_state("ready")
    assert session.corpus.folding.name == "none"
    assert opened(watched, folder / "rel.safetensors")
    assert session.corpus.folding.name == session.settings.fold == "letters"
    assert session.source.files == (str(text),)


def test_an_open_paste_serves_as_well(watched, folder):
    (folder / "rel.txt").unlink()
    watched.open()
    watched.session.open_text(TEXT, "pasted text")
    watched.until(lambda: watched.session.corpus.name == "pasted text")
    assert opened(watched, folder / "rel.safetensors")


def test_a_text_that_is_nowhere_is_named_with_the_reason_and_the_way_out(watched, folder):
    (folder / "rel.txt").unlink()
    watched.open()
    assert not opened(watched, folder / "rel.safetensors")
    sentence = watched.notices[-1].text
    assert sentence.startswith("rel.safetensors needs the text it was trained on: rel.txt")
    assert "fold: letters" in sentence
    assert sentence.count(f"{folder / 'rel.txt'} is not there.") == 1
    assert "open the text first and then the run" in sentence
    assert watched.session.corpus.name == "sea"


def test_a_text_that_has_changed_is_told_apart_from_one_that_is_gone(watched, folder):
    (folder / "rel.txt").write_text("quite another text by now " * 40)
    assert not opened(watched, folder / "rel.safetensors")
    assert f"{folder / 'rel.txt'} is another text by now." in watched.notices[-1].text


def test_a_run_that_carries_its_text_is_opened_with_it_and_that_is_said(watched, folder):
    path, text = folder / "rel.safetensors", folder / "rel.txt"
    save_run(load_run(path).resume(read_files([text], Folding.named("letters"))), path)
    text.write_text("quite another text by now " * 40)
    assert opened(watched, path)
    watched.until(lambda: watched.notices)
    sentence = watched.notices[-1].text
    assert f"{text} is another text by now. rel.safetensors goes on with the text" in sentence
    assert watched.notices[-1].kind == "warning"
    watched.run_to(6)


def test_a_text_edited_while_it_trains_is_noticed_when_it_is_folded_anew(watched, tmp_path):
    text, session = tmp_path / "edited.txt", watched.session
    text.write_text(TEXT)
    session.change(hidden=5, window=6, fold="letters")
    session.open_files([str(text)])
    watched.until_state("ready")
    watched.run_to(5)
    learned = session.corpus
    text.write_text(TEXT + "edited")
    session.change(fold="none")
    watched.until(lambda: watched.notices)
    assert "edited.txt was changed on disk after it was read" in watched.notices[-1].text
    assert session.corpus is learned
    assert session.settings.fold == "letters"
    watched.run_to(watched.step + 3)
    session.save(str(tmp_path / "run.safetensors"))
    watched.until(lambda: session.runs.path)
    run = load_run(tmp_path / "run.safetensors")
    assert run.resume(find_text(run, "")[1]).corpus.fingerprint == learned.fingerprint


def test_a_text_that_stayed_as_it_was_is_folded_anew_without_a_word(watched, tmp_path):
    text, session = tmp_path / "same.txt", watched.session
    text.write_text(TEXT)
    session.change(hidden=5, window=6, fold="letters")
    session.open_files([str(text)])
    watched.until_state("ready")
    session.change(fold="none")
    watched.until(lambda: session.corpus.folding.name == "none")
    assert watched.notices == []


def test_a_run_that_has_diverged_is_opened_as_such(watched, tmp_path, folder):
    settings = Settings().change(
        hidden=16, window=25, activation="relu", clip="none", lr=10.0, schedule="constant"
    )
    trainer = Trainer(settings, read_files([folder / "rel.txt"]))
    for _ in trainer:
        pass
    assert trainer.diverged
    save_run(trainer, folder / "lost.safetensors")
    assert opened(watched, folder / "lost.safetensors")
    watched.until_state("diverged")
