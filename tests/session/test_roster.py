"""The list of runs: what comes stays, one is in focus, others are shown, hidden, or in files."""

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


def test_a_copy_that_reads_its_text_in_another_way_learns_that(watched):
    session = watched.open()
    watched.run_to(20)
    session.roster.copy(session.runs.focus.id, {"fold": "case"})
    watched.until(lambda: len(session.runs) == 2)
    first, copy = session.runs
    assert (first.corpus.folding.case, copy.corpus.folding.case) == (False, True)
    session.roster.copy(first.id, {"hidden": 0})
    watched.until(lambda: watched.notices)
    assert len(session.runs) == 2


def test_a_removed_run_goes_and_the_one_beside_it_comes_into_focus(watched):
    watched.open()
    old, new = another(watched, hidden=9)
    watched.session.roster.show(old.id, shown=False)
    watched.session.roster.remove(new.id)
    watched.until(lambda: watched.session.runs.focus is old and watched.step == old.step)
    assert list(watched.session.runs) == [old]
    assert old.shown
    assert watched.session.settings.hidden == 6


def test_the_only_run_stays(watched):
    session = watched.open()
    session.roster.remove(session.runs.focus.id)
    assert len(session.runs) == 1
    assert "only run" in watched.notices[-1].text


def test_a_run_that_is_to_train_is_not_left_for_one_that_is_being_made(watched):
    session = watched.open()
    watched.run_to(20)
    run, step = session.runs.focus, session.runs.focus.step
    session.change(hidden=64)
    session.roster.train(run.id)
    watched.until(lambda: run.step > step)
    assert list(session.runs) == [run]
    assert session.settings == run.settings


def race(watched, *changes, given=(), **more):
    """Begin a race of contestants that differ in these changes; return their runs."""
    session = watched.open()
    session.roster.race(Entries(session.settings, changes, dict(given)), **more)
    count = len(changes) * more.get("seeds", 1)
    watched.until(lambda: len(session.runs) == count and watched.step == 0)
    return list(session.runs)


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
