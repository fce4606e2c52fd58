"""Opening texts: files, pastes, built-ins; refusals and cancelling leave what runs alone."""

import time
from dataclasses import replace

import numpy as np
import pytest

from rnnviz.session.jobs import Jobs
from rnnviz.tasks.builtin import BUILTIN
from rnnviz.tasks.ngrams import heldout_losses


def open_and_wait(watched, opening):
    """Open something; the corpus that is announced for it."""
    seen = []
    watched.session.corpus_changed.connect(seen.append)
    opening()
    watched.until(lambda: seen and watched.step == 0)
    return seen[-1]


def test_a_builtin_text_is_announced_with_its_ngram_losses(watched):
    session, losses = watched.session, []
    session.baselines.changed.connect(losses.append)
    corpus = open_and_wait(watched, lambda: session.open_builtin("hello"))
    assert corpus is session.corpus
    assert (corpus.name, session.state, session.source.builtin) == ("hello", "ready", "hello")
    watched.until(lambda: session.baselines.losses)
    assert len(session.baselines.losses) == 5
    assert losses == [session.baselines.losses]


@pytest.mark.parametrize("changes", [{}, {"task": "adding"}], ids=str)
def test_a_new_network_shows_what_it_loses_before_its_first_step(watched, changes):
    session = watched.open()
    session.change(activation="relu", init="glorot", **changes)
    watched.until(lambda: session.snapshot() and session.snapshot().settings.init == "glorot")
    watched.until(lambda: np.isfinite(session.snapshot().smoothed))
    shown = session.snapshot()
    assert shown.step == 0
    assert shown.curves.validation_steps.tolist() == [0]
    assert shown.curves.validation_loss[0] > 0
    assert session.state == "ready"
    session.sample_now()
    watched.until(lambda: session.snapshot().samples)
    assert session.snapshot().samples[0].loss == shown.smoothed
    assert not session.unsaved


def test_the_lines_are_those_of_the_share_that_is_held_out(watched):
    session = watched.open()
    watched.until(lambda: session.baselines.losses)
    before = session.baselines.losses
    session.change(validation=0.4)
    watched.until(lambda: session.baselines.losses and session.baselines.losses != before)
    corpus = session.corpus
    assert session.baselines.losses == heldout_losses(*corpus.split(0.4), corpus.alphabet)
    session.change(hidden=5)
    watched.until(lambda: session.snapshot() and session.snapshot().settings.hidden == 5)
    assert session.baselines.losses
    assert watched.notices == []


@pytest.mark.parametrize("name", list(BUILTIN))
def test_every_builtin_text_trains(watched, name):
    watched.session.change(hidden=4, sample_length=5)
    assert open_and_wait(watched, lambda: watched.session.open_builtin(name)).name == name
    watched.run_to(3)
    assert watched.notices == []


def test_without_held_out_text_there_is_still_a_run(watched):
    watched.open(validation=0.0)
    watched.run_to(5)
    assert [notice for notice in watched.notices if notice.kind == "error"] == []


def test_an_unknown_builtin_text_is_a_notice_that_lists_them(watched):
    watched.session.open_builtin("nonsense")
    assert "nonsense" in watched.notices[-1].text
    assert "verse" in watched.notices[-1].text
    assert watched.session.state == "empty"


def test_a_file_is_read(watched, text_file):
    corpus = open_and_wait(watched, lambda: watched.session.open_files([str(text_file)]))
    assert corpus.files == (str(text_file),)
    watched.run_to(3)


def test_several_files_are_joined_and_the_order_is_noted_but_no_warning(
    watched, text_file, tmp_path
):
    other = tmp_path / "other.txt"
    other.write_text("another text\n" * 50)
    paths = [str(other), str(text_file)]
    corpus = open_and_wait(watched, lambda: watched.session.open_files(paths))
    assert corpus.files == tuple(paths)
    assert "other.txt, sea.txt" in corpus.notes[0]
    assert watched.notices == []


def test_damaged_bytes_are_a_warning(watched, tmp_path):
    path = tmp_path / "damaged.txt"
    path.write_bytes("grün und süß\n".encode() * 50 + b"\xff")
    open_and_wait(watched, lambda: watched.session.open_files([str(path)]))
    (notice,) = watched.notices
    assert (notice.kind, "damaged.txt" in notice.text) == ("warning", True)


def test_no_files_are_nothing(watched):
    watched.session.open_files([])
    assert watched.session.state == "empty"
    assert watched.notices == []


def test_loading_tells_its_name_and_its_end(watched, text_file):
    told, ended = [], []
    watched.session.loading.connect(lambda share, label: told.append((share, label)))
    watched.session.loading_ended.connect(lambda: ended.append(True))
    open_and_wait(watched, lambda: watched.session.open_files([str(text_file)]))
    assert told[0] == (0.0, "sea.txt")
    assert all(0.0 <= share <= 1.0 for share, _ in told)
    assert ended == [True]


BAD = {
    "empty": b"",
    "one symbol": b"a" * 5000,
    "binary": bytes(range(256)) * 20,
    "short": b"ab",
}


@pytest.mark.parametrize("bad", list(BAD))
def test_a_bad_file_is_refused_and_what_runs_runs_on(watched, tmp_path, bad):
    session = watched.open()
    corpus, settings = session.corpus, session.settings
    session.run()
    watched.until_step(5)
    path = tmp_path / "bad.txt"
    path.write_bytes(BAD[bad])
    session.open_files([str(path)])
    watched.until(lambda: watched.notices)
    assert watched.notices[-1].kind == "error"
    assert "bad.txt" in watched.notices[-1].text or bad == "short"
    assert watched.notices[-1].details == ""
    watched.until_step(watched.step + 20)
    assert session.state == "running"
    assert (session.corpus, session.settings) == (corpus, settings)


def test_a_missing_file_and_a_folder_are_refused(watched, tmp_path):
    for path in (tmp_path / "missing.txt", tmp_path, tmp_path / "missing.safetensors"):
        before = len(watched.notices)
        watched.session.open_files([str(path)])
        watched.until(lambda n=before: len(watched.notices) > n)
        assert path.name in watched.notices[-1].text
    assert watched.session.state == "empty"


@pytest.fixture
def endless(watched, monkeypatch):
    """A built-in text whose reading only ends when the test lets it go."""
    reading, original = [], BUILTIN["tales"].text

    def text():
        reading.append("begun")
        while reading[-1] != "let go":
            time.sleep(0.005)
        return original()

    monkeypatch.setitem(BUILTIN, "tales", replace(BUILTIN["tales"], text=text))
    yield reading
    reading.append("let go")


def test_cancelled_loading_leaves_what_runs_alone(watched, endless):
    session = watched.open()
    session.run()
    watched.until_step(5)
    ended = []
    session.loading_ended.connect(lambda: ended.append(True))
    session.open_builtin("tales")
    watched.until(lambda: endless)
    session.cancel_loading()
    assert ended == [True]
    endless.append("let go")
    watched.until_step(watched.step + 20)
    assert session.state == "running"
    assert session.corpus.name == "sea"
    assert watched.notices == []


def test_a_newer_opening_replaces_an_older_one(watched, endless):
    session = watched.session
    session.open_builtin("tales")
    watched.until(lambda: endless)
    corpus = open_and_wait(watched, lambda: session.open_builtin("hello"))
    assert corpus.name == "hello"
    endless.append("let go")
    time.sleep(0.05)
    assert session.corpus.name == "hello"


def test_closing_while_a_text_is_read_waits_for_the_reader(watched, endless):
    session = watched.open()
    session.open_builtin("tales")
    watched.until(lambda: endless)
    endless.append("let go")
    session.close()


def test_a_text_whose_reading_is_done_when_the_session_closes_starts_nothing(watched, qtbot):
    session = watched.session
    session.open_builtin("hello")
    time.sleep(0.3)  # read and announced, but this thread has not heard of it
    session.close()
    qtbot.wait(50)
    assert session.corpus is None


def test_another_folding_reads_the_text_again(watched, text_file):
    session = watched.session
    text_file.write_text("The Sea, the SEA. " * 200)
    first = open_and_wait(watched, lambda: session.open_files([str(text_file)]))
    second = open_and_wait(watched, lambda: session.change(fold="letters"))
    assert second.alphabet < first.alphabet
    assert session.settings.fold == second.folding.name == "letters"
    watched.run_to(3)


def test_a_text_that_vanished_cannot_be_folded_and_the_run_stays(watched, text_file):
    session = watched.session
    session.change(hidden=6)
    open_and_wait(watched, lambda: session.open_files([str(text_file)]))
    watched.run_to(5)
    step = session.runs.focus.step
    text_file.unlink()
    session.change(fold="case")
    watched.until(lambda: watched.notices)
    assert "sea.txt" in watched.notices[-1].text
    assert session.settings.fold == "none"
    assert session.runs.focus.step == step
    watched.run_to(step + 5)


def test_a_prime_of_the_old_text_does_not_hinder_a_new_one(watched):
    session = watched.open(prime="")
    session.change(prime="grey")
    session.open_text("xyz " * 200, "letters")
    watched.until(lambda: session.corpus.name == "letters" and watched.step == 0)
    assert session.settings.prime == ""
    watched.run_to(3)
    assert watched.notices == []


def test_the_jobs_of_a_closed_session_are_over(qtbot):
    jobs, done = Jobs(), []
    jobs.done.connect(done.append)
    jobs.start(lambda report: np.zeros(3), "numbers")
    time.sleep(0.1)
    jobs.close()
    qtbot.wait(30)
    assert done == []
    assert not jobs.busy
