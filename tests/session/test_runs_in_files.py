"""Runs that leave the list, or make room in it, are in files, and come back from there."""

import threading
import time

import pytest
from test_roster import another, rows

from rnnviz.lab import run_budget
from rnnviz.lab.runs.kept_runs import KeptRuns
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


def test_a_run_that_just_made_room_is_saved_with_all_others(watched, folder, tmp_path, monkeypatch):
    session, saved = watched.open(), []
    session.workspaces.saved.connect(saved.append)
    _, second = another(watched, hidden=9)
    watched.run_to(20)
    monkeypatch.setattr(session.roster, "list_kept", lambda: None)  # not read yet
    monkeypatch.setattr(run_budget, "RUNS_BUDGET", 1)
    session.roster.show(second.id)
    watched.until(lambda: list(session.runs) == [second])
    session.workspaces.save(tmp_path / "both")
    watched.until(lambda: saved)
    assert len(list((tmp_path / "both").glob("*.safetensors"))) == 2


def test_what_is_removed_from_the_files_is_gone(watched, folder):
    watched.open()
    old, _ = another(watched, hidden=9)
    watched.session.roster.remove(old.id)
    watched.until(lambda: kept_row(watched))
    watched.session.roster.remove(kept_row(watched).run)
    watched.until(lambda: rows(watched) and kept_row(watched) is None)
    assert list(folder.glob("*.safetensors")) == []


def test_beyond_the_budget_the_oldest_hidden_run_goes_to_a_file(watched, folder, monkeypatch):
    watched.open()
    first, second = another(watched, hidden=9)
    watched.session.roster.show(second.id)
    watched.run_to(20)
    first.shown, second.shown = True, False
    memory = sum(row.memory for row in rows(watched).values())
    memory -= first.past.bytes + second.past.bytes  # which make room first
    monkeypatch.setattr(run_budget, "RUNS_BUDGET", memory + 1000)
    watched.session.change(hidden=7)
    watched.until(lambda: kept_row(watched))
    assert kept_row(watched).settings.as_dict() == second.settings.as_dict()
    assert first in watched.session.runs
    assert watched.session.runs.focus.settings.hidden == 7


def test_a_saved_run_that_makes_room_stays_in_the_list(watched, folder, tmp_path, monkeypatch):
    session, saved = watched.open(), []
    session.saved.connect(saved.append)
    first, second = another(watched, hidden=9)
    session.save(str(tmp_path / "first.safetensors"), first.id)
    watched.until(lambda: saved)
    monkeypatch.setattr(run_budget, "RUNS_BUDGET", 1)
    session.roster.show(second.id)  # anything that looks at the list again
    watched.until(lambda: kept_row(watched))
    assert kept_row(watched).step == first.step
    assert list(session.runs) == [second]


def test_a_run_that_made_room_comes_back_with_its_past(watched, folder, monkeypatch):
    session = watched.open()
    first, second = another(watched, hidden=9)
    watched.until(lambda: first.kept is not None)  # as it is kept while it stands
    memory = sum(row.memory for row in rows(watched).values())
    monkeypatch.setattr(run_budget, "share_out", lambda *_: None)
    monkeypatch.setattr(run_budget, "RUNS_BUDGET", memory - 1000)
    steps = first.past.steps
    assert len(steps) > 10
    session.roster.show(second.id)
    watched.until(lambda: kept_row(watched))
    monkeypatch.setattr(run_budget, "RUNS_BUDGET", 10 * memory)
    session.roster.focus(kept_row(watched).run)
    watched.until(lambda: session.settings.hidden == 6)
    assert session.runs.focus.past.steps == steps


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


def test_a_run_that_made_room_is_no_earlier_run_in_another_window(watched, folder):
    watched.open()
    first, second = another(watched, hidden=9)
    watched.session.roster.set_budget(1)
    watched.until(lambda: kept_row(watched))
    assert kept_row(watched).step == first.step
    assert KeptRuns(folder).earlier() == []
    watched.session.roster.remove(kept_row(watched).run)
    watched.until(lambda: kept_row(watched) is None)
    assert list(watched.session.runs) == [second]


def test_where_nothing_is_kept_no_run_makes_room(watched, monkeypatch):
    watched.open()
    monkeypatch.setattr(run_budget, "RUNS_BUDGET", 1)
    first, second = another(watched, hidden=9)
    watched.run_to(5)
    assert list(watched.session.runs) == [first, second]


def test_the_memory_for_all_runs_can_be_said(watched, folder):
    watched.open()
    first, second = another(watched, hidden=9)
    watched.session.roster.set_budget(1)
    watched.until(lambda: list(watched.session.runs) == [second])
    watched.until(lambda: watched.session.snapshot() and watched.session.snapshot().budget == 1)
    assert first.kept is not None
