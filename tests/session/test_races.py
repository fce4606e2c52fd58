"""Races in the session: in turn, by steps or time, over seeds, and each as it is alone."""

import numpy as np

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.race.contestants import Entries
from rnnviz.lab.trainer import Trainer
from rnnviz.lab.turns import Shared


def alone(run, steps):
    """The losses of the same settings, trained alone."""
    trainer = Trainer(run.settings, run.corpus)
    for _ in range(steps):
        next(trainer)
    return trainer.history.curve("loss")


def race(watched, *changes, given=(), **more):
    """Begin a race of contestants that differ in these changes; return their runs."""
    session = watched.open()
    session.roster.race(Entries(session.settings, changes, dict(given)), **more)
    count = len(changes) * more.get("seeds", 1)
    watched.until(lambda: len(session.runs) == count and watched.step == 0)
    return list(session.runs)


def test_runs_that_race_learn_bit_for_bit_what_they_learn_alone(watched):
    runs = race(watched, *({"cell": cell} for cell in CELLS), given={"steps": 30})
    watched.session.run()
    watched.until_state("finished")
    for run in runs:
        assert run.step == 30
        assert np.array_equal(run.history.curve("loss"), alone(run, 30))
    assert [len(one.curves.loss) for one in watched.session.snapshot().beside] == [30] * (
        len(CELLS) - 1
    )


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
