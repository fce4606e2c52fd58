"""Beyond the memory that all runs may take, the oldest hidden ones go to files and come back."""

import pytest
from test_roster import another, rows
from test_runs_in_files import kept_row

from rnnviz.lab import run_budget
from rnnviz.lab.runs import rhythm
from rnnviz.lab.runs.kept_runs import KeptRuns


@pytest.fixture
def folder(watched, tmp_path):
    folder = tmp_path / "settings" / "earlier-runs"
    watched.session.keeper.keep_in(folder)
    return folder


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


def test_what_grows_while_it_trains_makes_room_before_the_list_changes(
    watched, folder, monkeypatch
):
    monkeypatch.setattr(rhythm, "EVERY", 0.1)
    monkeypatch.setattr(rhythm, "SHARE", 1.0)
    session = watched.open()
    first, second = another(watched, hidden=9)
    session.roster.show(first.id, shown=False)
    watched.run_to(2000)
    used = sum(row.memory for row in rows(watched).values()) - first.past.bytes - second.past.bytes
    session.roster.set_budget(used + 500_000)
    watched.until(lambda: session.snapshot() and session.snapshot().budget == used + 500_000)
    assert list(session.runs) == [first, second]
    session.run()
    watched.until(lambda: list(session.runs) == [second], 30.0)
    assert session.state == "running"
    watched.until(lambda: kept_row(watched))
    assert kept_row(watched).step == first.step


def test_that_no_run_can_make_room_is_told_once(watched, folder):
    folder.parent.mkdir(parents=True)
    folder.write_text("not a folder")
    session, told = watched.open(), []
    session.keeper.unkept.connect(told.append)
    first, second = another(watched, hidden=9)
    watched.until(lambda: told)  # as it cannot be kept while it stands
    told.clear()
    session.roster.set_budget(1)
    watched.until(lambda: told)
    for name in ("one", "two", "three"):
        session.roster.rename(second.id, name)
        watched.until(lambda name=name: session.snapshot() and session.snapshot().name == name)
    assert list(session.runs) == [first, second]
    [sentence] = told
    assert "Memory for runs" in sentence
    assert watched.notices == []
    folder.unlink()
    session.roster.rename(second.id, "four")
    watched.until(lambda: list(session.runs) == [second])
