"""The list of runs: what comes stays, one is in focus, others are shown, hidden, or in files."""

import pytest

from rnnviz.lab import run_budget
from rnnviz.lab.race.contestants import Entries
from rnnviz.lab.snapshot import Request, Wanted


def another(watched, **changes):
    """A new network in focus, after the one that is there was trained a little."""
    session = watched.session
    watched.run_to(20)
    before = session.runs.focus
    session.change(**changes)
    watched.until(lambda: session.runs.focus is not before and watched.step == 0)
    return before, session.runs.focus


def rows(watched):
    """The rows of the list by the names of what they are of."""
    snapshot = watched.session.snapshot()
    return {row.run: row for row in snapshot.rows} if snapshot else {}


def test_a_new_network_leaves_the_old_one_in_the_list(watched):
    watched.open()
    old, new = another(watched, hidden=9)
    assert list(watched.session.runs) == [old, new]
    snapshot = watched.session.snapshot()
    assert snapshot.run is new.id
    assert [other.run for other in snapshot.beside] == [old.id]
    assert snapshot.beside[0].step == old.step
    assert [row.state for row in snapshot.rows] == ["paused", "ready"]
    assert snapshot.look != snapshot.beside[0].look


def test_what_was_never_trained_is_replaced(watched):
    session = watched.open()
    session.change(hidden=9)
    watched.until(lambda: session.runs.focus.settings.hidden == 9)
    assert len(session.runs) == 1


def test_starting_over_keeps_what_was_learned_in_the_list(watched):
    session = watched.open()
    watched.run_to(20)
    session.restart()
    watched.until(lambda: len(session.runs) == 2 and watched.step == 0)
    assert [run.step > 0 for run in session.runs] == [True, False]


def test_another_text_hides_the_curves_of_the_one_before(watched):
    session = watched.open()
    watched.run_to(20)
    session.open_builtin("hello")
    watched.until(lambda: session.corpus.name == "hello" and watched.step == 0)
    assert [run.shown for run in session.runs] == [False, True]
    assert session.snapshot().beside == ()


def test_the_focus_goes_back_with_settings_and_text(watched):
    session = watched.open()
    watched.run_to(20)
    old, told = session.runs.focus, []
    session.open_builtin("hello")
    watched.until(lambda: session.corpus.name == "hello" and watched.step == 0)
    session.change(hidden=9)
    watched.until(lambda: session.settings.hidden == 9 and watched.step == 0)
    session.corpus_changed.connect(told.append)
    session.roster.focus(old.id)
    watched.until(lambda: watched.step == old.step)
    assert session.settings.hidden == 6
    watched.until_state("paused")
    assert told == [old.corpus]


def test_the_run_in_focus_trains_and_the_others_stand(watched):
    watched.open()
    old, new = another(watched, hidden=9)
    step = old.step
    watched.run_to(20)
    assert (old.step, new.step >= 20) == (step, True)
    watched.session.roster.focus(old.id)
    watched.until(lambda: watched.step == step)
    watched.run_to(step + 20)
    assert old.step >= step + 20


def test_what_trains_pauses_when_another_run_comes_into_focus(watched):
    watched.open()
    old, new = another(watched, hidden=9)
    watched.session.run()
    watched.until_step(5)
    watched.session.roster.focus(old.id)
    watched.until(lambda: watched.session.state == "paused" and watched.step == old.step)
    step = new.step
    watched.run_to(old.step + 10)
    assert new.step == step


def test_hidden_runs_are_not_beside_the_focus(watched):
    watched.open()
    old, _ = another(watched, hidden=9)
    watched.session.roster.show(old.id, shown=False)
    watched.until(lambda: watched.session.snapshot().beside == ())
    assert not rows(watched)[old.id].shown
    watched.session.roster.show(old.id)
    watched.until(lambda: len(watched.session.snapshot().beside) == 1)


def test_others_are_measured_for_what_is_wanted_beside(watched):
    watched.open()
    old, _ = another(watched, hidden=9)
    flow = Request("gradient_flow")
    units = Request("hidden_units")
    watched.session.set_requests(
        Wanted(frozenset({units}), frozenset({flow}), {old.id: frozenset({units})})
    )
    watched.until(lambda: watched.session.snapshot().beside[0].results.keys() == {flow, units})
    assert watched.session.snapshot().results.keys() == {units}


def test_a_run_has_the_name_somebody_gave_it(watched):
    session = watched.open()
    session.roster.rename(session.runs.focus.id, " mine ")
    watched.until(lambda: session.snapshot().name == "mine")
    assert [row.name for row in session.snapshot().rows] == ["mine"]


def test_a_copy_differs_in_what_was_changed(watched):
    watched.open()
    old, _ = another(watched, hidden=9)
    watched.session.roster.copy(old.id, {"seed": 5})
    watched.until(lambda: watched.session.settings.seed == 5 and watched.step == 0)
    assert watched.session.settings == old.settings.change(seed=5)
    assert old in watched.session.runs


def test_a_removed_run_goes_and_the_one_beside_it_comes_into_focus(watched):
    watched.open()
    old, new = another(watched, hidden=9)
    watched.session.roster.remove(new.id)
    watched.until(lambda: watched.session.runs.focus is old and watched.step == old.step)
    assert list(watched.session.runs) == [old]
    assert watched.session.settings.hidden == 6


def test_the_only_run_stays(watched):
    session = watched.open()
    session.roster.remove(session.runs.focus.id)
    assert len(session.runs) == 1
    assert "only run" in watched.notices[-1].text


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


def race(watched, *changes, given=(), **more):
    """Begin a race of contestants that differ in these changes; return their runs."""
    session = watched.open()
    session.roster.race(Entries(session.settings, changes, dict(given)), **more)
    count = len(changes) * more.get("seeds", 1)
    watched.until(lambda: len(session.runs) == count and watched.step == 0)
    return list(session.runs)


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


def test_where_nothing_is_kept_no_run_makes_room(watched, monkeypatch):
    watched.open()
    monkeypatch.setattr(run_budget, "RUNS_BUDGET", 1)
    first, second = another(watched, hidden=9)
    watched.run_to(5)
    assert list(watched.session.runs) == [first, second]


def names(watched):
    return [row.name for row in watched.session.snapshot().rows]


def test_contestants_are_called_as_in_their_race(watched):
    race(watched, {"cell": "vanilla"}, {"cell": "gru"})
    assert names(watched) == ["Vanilla", "GRU"]
    watched.session.step_once()
    watched.until_state("paused")
    watched.session.roster.race(Entries(watched.session.settings, [{"seed": 7}, {"seed": 8}]))
    watched.until(lambda: len(watched.session.runs) == 4 and watched.step == 0)
    assert names(watched)[2:] == ["Seed 7", "Seed 8"]


def test_with_several_seeds_contestants_are_called_by_their_seed_too(watched):
    race(watched, {"cell": "vanilla"}, {"cell": "gru"}, seeds=2)
    assert names(watched) == ["Vanilla, seed 0", "GRU, seed 0", "Vanilla, seed 1", "GRU, seed 1"]


def test_shown_runs_are_called_by_what_they_differ_in_from_each_other(watched):
    watched.open()
    old, _ = another(watched, hidden=9)
    assert names(watched) == ["6 units", "9 units"]
    _, _ = another(watched, cell="gru")
    watched.session.roster.show(old.id, shown=False)
    watched.until(lambda: names(watched)[1:] == ["Vanilla", "GRU"])
