"""How far races go and on which terms: whatever was done in the list of runs meanwhile."""

from test_roster import another, race

from rnnviz.lab.race.contestants import Entries
from rnnviz.lab.turns import Shared

CELLS = ({"cell": "vanilla"}, {"cell": "gru"})
FAST = {"activation": "relu", "clip": "none", "lr": 10.0, "schedule": "constant"}


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


def test_a_race_that_came_to_nothing_leaves_its_terms_to_no_other(watched):
    session = watched.open()
    watched.run_to(5)
    session.roster.race(Entries(session.settings, [{"hidden": -1}, *CELLS]), 1, Shared("time", 0.1))
    watched.until(lambda: watched.notices)
    session.roster.race(Entries(session.settings, CELLS, {"steps": 300}))
    session.run()
    watched.until_state("finished")
    assert [run.step for run in session.runs][1:] == [300, 300]


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
