"""Unsaved work is kept: while it comes about, when its run ends, and never over another's."""

import time

import pytest

from rnnviz.lab.interventions import REGISTRY as INTERVENTIONS
from rnnviz.lab.run import Run
from rnnviz.lab.runs import rhythm
from rnnviz.lab.runs.checkpoint import load_run
from rnnviz.lab.runs.kept_runs import KeptRuns
from rnnviz.session import keeping


@pytest.fixture
def folder(watched, tmp_path):
    folder = tmp_path / "settings" / "earlier-runs"
    watched.session.keeper.keep_in(folder)
    return folder


def kept_in(folder):
    """The runs in the folder by the name of their text, with their steps."""
    runs = [load_run(path) for path in folder.glob("*.safetensors")]
    return sorted((run.corpus["name"], run.progress["step"]) for run in runs)


def block(folder):
    """Let nothing be written there, whoever asks."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("not a folder")


def test_unsaved_work_is_kept_when_the_session_closes(watched, folder):
    session = watched.open()
    watched.run_to(20)
    session.close()
    [(name, step)] = kept_in(folder)
    assert name == "sea"
    assert step >= 20
    assert [path.suffix for path in folder.iterdir()] == [".safetensors"]


def test_work_that_nobody_looked_at_is_kept_as_well(watched, folder):
    session = watched.open()
    session.run()
    watched.until_state("running")
    time.sleep(0.2)
    session.close()
    assert kept_in(folder)[0][1] > 0


def test_saved_work_is_not_kept_twice(watched, folder, tmp_path):
    session, saved = watched.open(), []
    session.saved.connect(saved.append)
    watched.run_to(20)
    watched.until(lambda: kept_in(folder))
    session.save(str(tmp_path / "run.safetensors"))
    watched.until(lambda: saved)
    assert kept_in(folder) == []
    session.close()
    assert kept_in(folder) == []


def test_a_run_saved_over_its_own_kept_file_stays(watched, folder):
    session, saved = watched.open(), []
    session.saved.connect(saved.append)
    watched.run_to(20)
    watched.until(lambda: kept_in(folder))
    session.save(str(next(folder.glob("*.safetensors"))))
    watched.until(lambda: saved)
    assert len(kept_in(folder)) == 1


def test_an_untrained_network_is_not_kept(watched, folder):
    watched.open().close()
    assert not folder.exists()


def test_what_is_done_by_hand_after_the_run_was_saved_is_kept(watched, folder, tmp_path):
    session, saved = watched.open(), []
    session.saved.connect(saved.append)
    watched.run_to(20)
    session.save(str(tmp_path / "run.safetensors"))
    watched.until(lambda: saved)
    session.intervene("spectral_radius", 0.5)
    watched.until(lambda: session.runs.focus.history.edits)
    session.close()
    assert len(kept_in(folder)) == 1


@pytest.mark.parametrize("name", list(INTERVENTIONS))
def test_what_is_done_by_hand_right_before_the_session_closes_is_kept(watched, folder, name):
    session = watched.open(cell="lstm")
    watched.run_to(20)
    watched.until(lambda: kept_in(folder))
    session.intervene(name)
    session.close()
    [path] = folder.glob("*.safetensors")
    assert [edit.name for edit in load_run(path).edits] == [name]


def test_what_was_trained_of_three_texts_in_a_row_is_kept_when_the_session_closes(watched, folder):
    session = watched.open()
    for name in ("hello", "sums"):
        watched.run_to(20)
        session.open_builtin(name)
        watched.until(lambda n=name: session.corpus.name == n and watched.step == 0)
    assert session.keeper.earlier() == []  # they are open
    assert session.runs.path is None
    session.close()
    assert [name for name, _ in kept_in(folder)] == ["hello", "sea"]
    assert sorted(kept.name for kept in session.keeper.earlier()) == ["hello", "sea"]


def test_runs_that_are_not_in_focus_are_kept_while_they_stand(watched, folder):
    session = watched.open()
    first = session.runs.focus
    session.run()
    watched.until_step(50)
    session.open_builtin("hello")
    watched.until(lambda: session.corpus.name == "hello" and watched.step == 0)
    watched.until(lambda: folder.exists() and kept_in(folder) == [("sea", first.step)])


def test_a_run_that_goes_on_is_kept_now_and_then(watched, folder, monkeypatch):
    monkeypatch.setattr(rhythm, "EVERY", 0.1)
    monkeypatch.setattr(rhythm, "SHARE", 1.0)
    session = watched.open()
    session.run()
    watched.until(lambda: folder.exists() and kept_in(folder))
    first = kept_in(folder)[0][1]
    watched.until(lambda: kept_in(folder)[0][1] > first)
    assert session.state == "running"
    assert len(kept_in(folder)) == 1


def test_a_run_that_was_paused_is_kept_soon_and_once(watched, folder):
    session = watched.open()
    watched.run_to(20)
    watched.until(lambda: folder.exists() and kept_in(folder))
    assert session.state == "paused"
    written = next(folder.glob("*.safetensors")).stat().st_mtime_ns
    time.sleep(2 * keeping.QUIET)
    assert next(folder.glob("*.safetensors")).stat().st_mtime_ns == written


def test_keeping_changes_nothing_that_is_learned(watched, folder, monkeypatch):
    monkeypatch.setattr(rhythm, "EVERY", 0.0)
    monkeypatch.setattr(rhythm, "SHARE", 1e9)
    session = watched.open(steps=40)
    session.run()
    watched.until_state("finished")
    often = session.runs.focus.trainer.network.flat.copy()
    monkeypatch.setattr(rhythm, "EVERY", 60.0)
    session.restart()
    watched.until(lambda: session.state == "ready" and watched.step == 0)
    session.run()
    watched.until_state("finished")
    assert (session.runs.focus.trainer.network.flat == often).all()


def removed(watched, name):
    """Train a little, open another text, and take the run out of the list; where it is kept."""
    session = watched.session
    watched.run_to(20)
    run = session.runs.focus
    session.open_builtin(name)
    watched.until(lambda: session.corpus.name == name and watched.step == 0)
    session.roster.remove(run.id)
    watched.until(lambda: session.keeper.earlier())
    return session.keeper.earlier()[0]


def test_an_earlier_run_that_comes_back_counts_as_unsaved_and_is_none_then(
    watched, folder, text_file
):
    session = watched.open()
    session.open_files([str(text_file)])
    watched.until(lambda: session.corpus.name == "sea.txt" and watched.step == 0)
    earlier = removed(watched, "hello")
    session.load_run(str(earlier.path))
    watched.until(lambda: watched.step == earlier.step)
    assert session.unsaved
    assert session.runs.path is None
    watched.until(lambda: session.keeper.earlier() == [])
    session.close()
    assert kept_in(folder) == [("sea.txt", earlier.step)]


def test_an_earlier_run_that_goes_on_is_kept_in_its_own_file(watched, folder):
    session = watched.open()
    earlier = removed(watched, "hello")
    session.load_run(str(earlier.path))
    watched.until(lambda: watched.step == earlier.step)
    watched.run_to(earlier.step + 10)
    session.close()
    assert kept_in(folder) == [("sea", session.runs.focus.step)]


def test_an_earlier_run_that_another_window_has_open_stays_as_it_is(watched, folder):
    session = watched.open()
    sea = session.corpus
    earlier = removed(watched, "hello")
    before, other = earlier.path.read_bytes(), KeptRuns(folder)
    other.take(Run(load_run(earlier.path).resume(sea)), earlier.path)
    session.load_run(str(earlier.path))
    watched.until(lambda: watched.step == earlier.step)
    watched.run_to(earlier.step + 10)
    session.close()
    other.close()
    assert earlier.path.read_bytes() == before
    assert len(kept_in(folder)) == 2


def test_another_run_comes_although_the_first_cannot_be_kept(watched, folder):
    block(folder)
    session = watched.open()
    watched.run_to(20)
    run = session.runs.focus
    session.open_builtin("hello")
    watched.until(lambda: session.corpus.name == "hello" and watched.step == 0)
    assert list(session.runs) == [run, session.runs.focus]


def test_that_a_run_cannot_be_kept_is_told_once_while_it_goes_on(watched, folder, monkeypatch):
    monkeypatch.setattr(rhythm, "EVERY", 0.02)
    block(folder)
    session, told = watched.open(), []
    session.keeper.unkept.connect(told.append)
    watched.run_to(200)
    watched.until(lambda: told)
    time.sleep(0.2)
    watched.run_to(session.runs.focus.step + 100)
    assert len(told) == 1
    assert "goes on" in told[0]
    keep = session.keeper.last()
    assert keep.over(10.0)
    assert "could not be kept" in keep.problem


def test_what_cannot_be_kept_does_not_hinder_closing_the_session(watched, folder):
    block(folder)
    session = watched.open()
    watched.run_to(5)
    before = time.monotonic()
    session.close()
    assert time.monotonic() - before < 3.0
    keep = session.keeper.last()
    assert keep.over()
    assert keep.problem == ""
