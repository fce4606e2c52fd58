"""Races: who learns how far, and on which terms, whatever is done in the list of runs meanwhile."""

import numpy as np
import pytest
from test_roster import another, race

from rnnviz.core.cells import REGISTRY
from rnnviz.lab.race.contestants import Entries
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.turns import Shared

CELLS = ({"cell": "vanilla"}, {"cell": "gru"})
FAST = {"activation": "relu", "clip": "none", "lr": 10.0, "schedule": "constant"}


def alone(run, steps):
    """The losses of the same settings, trained alone."""
    trainer = Trainer(run.settings, run.corpus)
    for _ in range(steps):
        next(trainer)
    return trainer.history.curve("loss")


def test_runs_that_race_learn_bit_for_bit_what_they_learn_alone(watched):
    runs = race(watched, *({"cell": cell} for cell in REGISTRY), given={"steps": 30})
    watched.session.run()
    watched.until_state("finished")
    for run in runs:
        assert run.step == 30
        assert np.array_equal(run.history.curve("loss"), alone(run, 30))
    assert [len(one.curves.loss) for one in watched.session.snapshot().beside] == [30] * (
        len(REGISTRY) - 1
    )


def by_time(watched, seconds=0.3):
    """A race by time after a run that was trained a little; that run and the contestants."""
    old, _ = another(watched, hidden=9)
    session = watched.session
    session.roster.race(Entries(session.settings, CELLS), shared=Shared("time", seconds))
    session.roster.rename(old.id, "")  # anything done to the list while they are made
    watched.until(lambda: len(session.runs) == 3 and watched.step == 0)
    return (old, *(run for run in session.runs if run.entry))


def test_a_race_by_time_ends_although_another_run_was_looked_at(watched):
    watched.open()
    old, one, other = by_time(watched)
    session = watched.session
    session.step_once()
    watched.until(lambda: (one.step, other.step) == (1, 1))
    session.roster.focus(old.id)
    session.roster.focus(one.id)
    session.run()
    watched.until(lambda: other.step > 1)
    watched.until_state("paused")
    assert one.trainer.seconds + other.trainer.seconds < 1.2


@pytest.mark.parametrize("count", [3, 2])
def test_where_a_contestant_goes_the_others_have_no_more_seconds_than_before(watched, count):
    changes = [{"hidden": hidden} for hidden in range(4, 4 + count)]
    first, *others = race(watched, *changes, shared=Shared("time", 0.5))
    session = watched.session
    session.run()
    watched.until(lambda: min(run.trainer.seconds for run in (first, *others)) > 0.25)
    session.pause()
    watched.until_state("paused")
    session.roster.remove(first.id)
    session.run()
    watched.until(lambda: min(run.trainer.seconds for run in others) > 0.5)
    watched.until_state("paused")
    assert all(run.trainer.seconds < 0.75 for run in others)


def test_a_race_by_time_that_was_saved_as_a_workspace_ends_as_before(watched, tmp_path):
    runs = race(watched, *CELLS, shared=Shared("time", 0.3))
    session, saved = watched.session, []
    session.workspaces.saved.connect(saved.append)
    session.workspaces.save(tmp_path / "race")
    watched.until(lambda: saved)
    session.workspaces.open(tmp_path / "race")
    watched.until(lambda: session.runs.focus not in runs and watched.step == 0)
    session.run()
    watched.until(lambda: session.state == "running")
    watched.until_state("paused")
    again = session.runs.race_of(session.runs.focus)
    assert [run.entry.name for run in again] == ["Vanilla", "GRU"]
    assert all(0.3 <= run.trainer.seconds < 0.6 for run in again)


def test_a_race_that_came_to_nothing_leaves_its_terms_to_no_other(watched):
    session = watched.open()
    watched.run_to(5)
    session.roster.race(Entries(session.settings, [{"hidden": -1}, *CELLS]), 1, Shared("time", 0.1))
    watched.until(lambda: watched.notices)
    session.roster.race(Entries(session.settings, CELLS, {"steps": 300}))
    session.run()
    watched.until_state("finished")
    assert [run.step for run in session.runs][1:] == [300, 300]


@pytest.mark.parametrize("fold", ["none", "case"])
def test_a_race_that_is_begun_while_a_text_is_read_is_on_that_text(watched, fold):
    session = watched.open()
    start = session.settings
    session.change(fold=fold, lr=0.02)
    session.open_builtin("hello")
    session.roster.race(Entries(start, CELLS), shared=Shared("time", 60.0))
    session.run()
    watched.until(lambda: watched.step > 0)
    assert [run.corpus.name for run in session.runs] == ["hello", "hello"]
    assert [run.settings.cell for run in session.runs] == ["vanilla", "gru"]
    assert {(run.settings.fold, run.settings.lr) for run in session.runs} == {(fold, 0.02)}
    assert all(run.corpus.folding.case == (fold == "case") for run in session.runs)
    assert session.runs.focus.entry.shared == Shared("time", 60.0)


def test_a_race_is_not_begun_where_the_text_that_it_waits_for_cannot_be_read(watched, tmp_path):
    session = watched.open()
    run = session.runs.focus
    session.open_files([str(tmp_path / "nowhere.txt")])
    session.roster.race(Entries(session.settings, CELLS))
    watched.until(lambda: watched.notices)
    assert not session._preparation.busy
    session.open_builtin("hello")
    watched.until(lambda: session.corpus.name == "hello" and watched.step == 0)
    assert not session._preparation.busy
    assert run not in session.runs
    assert len(session.runs) == 1


def test_what_is_opened_after_a_race_that_waits_comes_instead_of_it(watched):
    session = watched.open()
    session.open_builtin("hello")
    session.roster.race(Entries(session.settings, CELLS))
    session.open_builtin("sums")
    watched.until(lambda: session.corpus.name == "sums" and watched.step == 0)
    assert not session._preparation.busy
    assert [run.entry for run in session.runs] == [None]


def test_one_step_of_a_race_by_time_is_one_of_each(watched):
    watched.open()
    _, one, other = by_time(watched, 5.0)
    for steps in (1, 2, 3):
        watched.session.step_once()
        watched.until(lambda n=steps: one.step + other.step == 2 * n)
        watched.until_state("paused")
        assert (one.step, other.step) == (steps, steps)


def test_runs_that_race_to_a_step_go_no_further_where_one_diverges(watched):
    lost, other = race(
        watched, FAST, {"cell": "gru"}, given={"steps": 1000, "hidden": 16, "window": 25}
    )
    watched.session.run(60)
    watched.until(lambda: watched.session.state not in ("running", "ready"))
    assert lost.trainer.diverged
    assert other.step == 60


def test_runs_that_race_to_a_step_from_different_ones_all_end_there(watched):
    one, other = race(watched, *CELLS)
    session = watched.session
    session.roster.train(one.id)
    watched.until(lambda: one.step > 20)
    session.pause()
    watched.until_state("paused")
    session.roster.focus(other.id)
    to = one.step + 10
    session.run(to)
    watched.until(lambda: other.step >= to)
    watched.until_state("paused")
    assert (one.step, other.step) == (to, to)


def test_a_race_that_comes_into_focus_because_a_run_goes_trains_as_a_whole(watched):
    runs = race(watched, *CELLS)
    session = watched.session
    session.step_once()
    watched.until_state("paused")
    session.change(hidden=10)
    watched.until(lambda: len(session.runs) == 3 and watched.step == 0)
    session.roster.remove(session.runs.focus.id)
    session.step_once()
    watched.until(lambda: [run.step for run in runs] == [2, 2])


def test_one_step_of_a_race_is_one_of_each(watched):
    runs = race(watched, {"cell": "vanilla"}, {"cell": "gru"})
    watched.session.step_once()
    watched.until_state("paused")
    assert [run.step for run in runs] == [1, 1]


def test_the_focus_can_go_to_another_contestant_while_they_race(watched):
    first, other = race(watched, {"cell": "vanilla"}, {"cell": "gru"})
    session = watched.session
    session.run()
    watched.until_step(5)
    session.roster.focus(other.id)
    watched.until(lambda: session.snapshot() and session.snapshot().run is other.id)
    step = other.step
    watched.until_step(step + 10)
    assert session.state == "running"
    assert session.settings.cell == "gru"
    assert first.step >= step


def test_a_contestant_that_diverges_leaves_the_others_running(watched):
    fast = {"activation": "relu", "clip": "none", "lr": 10.0, "schedule": "constant"}
    diverged, other = race(
        watched, fast, {"cell": "gru"}, given={"steps": 60, "hidden": 16, "window": 25}
    )
    watched.session.run()
    watched.until(lambda: watched.session.state not in ("running", "ready"))
    assert diverged.trainer.diverged
    assert other.step == 60


def test_contestants_share_the_time_where_that_is_wanted(watched):
    small, large = race(watched, {"hidden": 8}, {"hidden": 256}, shared=Shared("time", 0.5))
    watched.session.run()
    watched.until_state("paused")
    assert small.step > large.step > 0
    assert abs(small.trainer.seconds - large.trainer.seconds) < 0.2
    step = large.step
    watched.session.run()  # for as long again
    watched.until(lambda: large.step > step)


def test_a_race_over_seeds_has_a_run_for_each(watched):
    runs = race(watched, {"cell": "vanilla"}, {"cell": "gru"}, seeds=3)
    assert [(run.settings.cell, run.settings.seed) for run in runs] == [
        (cell, seed) for seed in (0, 1, 2) for cell in ("vanilla", "gru")
    ]
    assert {run.entry.race for run in runs} == {runs[0].id}
    assert [run.look for run in runs] == [runs[0].look, runs[1].look] * 3
    assert runs[0].look != runs[1].look
    assert [run.entry.measure.seed for run in runs] == [0, 0, 1, 1, 2, 2]


def test_a_race_that_cannot_be_leaves_everything_as_it_is(watched):
    session = watched.open()
    run = session.runs.focus
    session.roster.race(Entries(session.settings, [{"hidden": -1}, {"cell": "gru"}]))
    watched.until(lambda: watched.notices)
    assert watched.notices[-1].text.startswith("Contestant 1")
    session.roster.race(Entries(session.settings, [{"fold": "case"}, {"cell": "gru"}]))
    watched.until(lambda: len(watched.notices) == 2)
    assert "one text" in watched.notices[-1].text
    assert list(session.runs) == [run]
    session.roster.rename(run.id, "as before")
    watched.until(lambda: session.snapshot().name == "as before")


def test_a_row_can_be_trained_alone_and_its_race_goes_on_later(watched):
    first, second = race(watched, {"cell": "vanilla"}, {"cell": "gru"})
    session = watched.session
    session.roster.train(second.id)
    watched.until(lambda: second.step > 20)
    assert session.roster.trains(second.id)
    session.pause()
    watched.until(lambda: session.state == "paused")
    assert first.step == 0
    session.roster.focus(first.id)
    watched.until(lambda: watched.step == 0)
    session.step_once()
    watched.until(lambda: first.step == 1)
    watched.until(lambda: not session.roster.trains(second.id))
