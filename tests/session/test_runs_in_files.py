"""Runs that leave the list, or make room in it, are in files, and come back from there."""

import threading
import time

import pytest
from test_roster import another, rows

from rnnviz.lab.runs.open_mark import OpenMark


@pytest.fixture
def folder(watched, tmp_path):
    folder = tmp_path / "settings" / "earlier-runs"
    watched.session.keeper.keep_in(folder)
    return folder


def kept_row(watched):
    """The row of the one run that is in a file."""
    found = [row for row in rows(watched).values() if row.state == "kept"]
    return found[0] if found else None


def test_what_is_removed_with_unsaved_work_is_in_a_file_and_comes_back(watched, folder):
    watched.open()
    old, _ = another(watched, hidden=9)
    weights = old.trainer.network.flat.copy()
    watched.session.roster.remove(old.id)
    watched.until(lambda: kept_row(watched))
    row = kept_row(watched)
    assert (row.step, row.parameters, row.memory) == (old.step, weights.size, 0)
    assert row.settings.as_dict() == old.settings.as_dict()
    watched.session.roster.focus(row.run)
    watched.until(lambda: watched.step == old.step)
    assert (watched.session.runs.focus.trainer.network.flat == weights).all()
    watched.until(lambda: kept_row(watched) is None)


def test_a_second_click_on_the_row_of_a_kept_run_brings_no_second_one(watched, folder):
    session = watched.open()
    old, _ = another(watched, hidden=9)
    session.roster.remove(old.id)
    watched.until(lambda: kept_row(watched))
    watched.run_to(20)
    row = kept_row(watched)
    session.roster.focus(row.run)
    session.roster.focus(row.run)
    watched.until(lambda: len(session.runs) == 2)
    session.roster.focus(row.run)  # before the list is another
    watched.until(lambda: kept_row(watched) is None)
    assert not session._preparation.busy
    assert [run.settings.hidden for run in session.runs] == [9, 6]


def test_what_cannot_be_kept_is_not_removed(watched, folder):
    folder.parent.mkdir(parents=True)
    folder.write_text("not a folder")
    watched.open()
    old, new = another(watched, hidden=9)
    watched.session.roster.remove(old.id)
    watched.until(lambda: any("stays in the list" in told.text for told in watched.notices))
    assert list(watched.session.runs) == [new, old]
    assert old.look != new.look
    step = old.step
    watched.session.roster.focus(old.id)
    watched.until(lambda: watched.step == step)
    watched.run_to(step + 10)


def test_the_latest_reading_of_the_files_counts_whichever_is_done_last(
    watched, folder, monkeypatch
):
    session = watched.open()
    old, _ = another(watched, hidden=9)
    watched.run_to(20)
    read, slow = session.keeper.earlier, [True]

    def earlier():
        found = read()
        if slow and slow.pop():
            time.sleep(0.5)
        return found

    monkeypatch.setattr(session.keeper, "earlier", earlier)
    session.roster.list_kept()
    watched.until(lambda: not slow)
    session.roster.remove(old.id)
    watched.until(lambda: kept_row(watched))
    time.sleep(0.6)
    session.roster.rename(session.runs.focus.id, "later")
    watched.until(lambda: session.snapshot() and session.snapshot().name == "later")
    assert kept_row(watched).step == old.step


def test_what_is_removed_from_the_files_is_gone(watched, folder):
    watched.open()
    old, _ = another(watched, hidden=9)
    watched.session.roster.remove(old.id)
    watched.until(lambda: kept_row(watched))
    watched.session.roster.remove(kept_row(watched).run)
    watched.until(lambda: rows(watched) and kept_row(watched) is None)
    assert list(folder.glob("*.safetensors")) == []


def test_a_run_that_is_removed_comes_back_with_its_past(watched, folder):
    session = watched.open()
    first, _ = another(watched, hidden=9)
    watched.until(lambda: first.kept is not None)  # without it, as it is kept while it stands
    steps = first.past.steps
    session.roster.remove(first.id)
    watched.until(lambda: kept_row(watched))
    session.roster.focus(kept_row(watched).run)
    watched.until(lambda: session.settings.hidden == 6)
    assert len(steps) > 10
    assert session.runs.focus.past.steps == steps


def test_what_a_closed_lesson_has_trained_comes_back_with_its_past(watched, folder):
    session = watched.open()
    watched.run_to(20)
    before = session.runs.focus
    session.lesson_runs.begin({"": session.settings.change(hidden=9)}, None)
    watched.until(lambda: session.runs.focus is not before and watched.step == 0)
    watched.run_to(30)
    steps = session.runs.focus.past.steps
    session.lesson_runs.go_back()
    watched.until(lambda: kept_row(watched))
    session.roster.focus(kept_row(watched).run)
    watched.until(lambda: session.settings.hidden == 9)
    assert len(steps) > 10
    assert session.runs.focus.past.steps == steps


def test_one_thread_alone_notes_which_runs_are_open(watched, folder, monkeypatch):
    threads, write = set(), OpenMark.write

    def note(mark, names):
        threads.add(threading.get_ident())
        write(mark, names)

    monkeypatch.setattr(OpenMark, "write", note)
    watched.open()
    old, _ = another(watched, hidden=9)
    watched.session.roster.remove(old.id)
    watched.until(lambda: kept_row(watched))
    threads.clear()
    watched.session.roster.focus(kept_row(watched).run)
    watched.until(lambda: kept_row(watched) is None)
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    assert watched.session.runs.focus.kept.own
