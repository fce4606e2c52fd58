"""A race with one seed: its runs in turn, how much is done, and how they stand."""

import math

import pytest
from lab.trainers import CORPUS, train

from rnnviz.lab.race import race as race_module
from rnnviz.lab.race.contestants import Entries, contestants
from rnnviz.lab.race.race import Race
from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer

SMALL = {"hidden": 8, "window": 8, "batch": 2, "steps": 10}


def corpus_for(settings):
    return CORPUS if settings.task == "text" else None


def race_of(*changes, given=SMALL, **more):
    entered = contestants(Entries(Settings(), changes, given), corpus_for)
    return Race(entered, corpus_for, **more)


def test_its_runs_take_turns_in_the_order_of_the_contestants(monkeypatch):
    monkeypatch.setattr(race_module, "TURN", 0.0)
    race = race_of({}, {"cell": "gru", "steps": 3})
    assert [race.runs.index(run) for run in race] == [0, 1] * 3 + [0] * 7


def test_the_share_that_is_done_grows_from_none_to_all():
    race = race_of({}, {"cell": "gru"})
    shares = [race.done, *(race.done for _ in race)]
    assert shares == [pytest.approx(step / 20) for step in range(21)]


def test_what_has_diverged_has_nothing_left_to_do():
    race = race_of({}, {"cell": "gru"})
    race.runs[0].trainer.diverged = True
    assert race.done == 0.5


def test_by_time_the_share_is_that_of_the_seconds():
    race = race_of({}, {"cell": "gru"}, by="time", seconds=4.0)
    race.runs[0].trainer.seconds = 1.0
    race.runs[1].trainer.seconds = 5.0
    assert race.done == pytest.approx((0.25 + 1.0) / 2)


def test_an_endless_race_is_ended_by_its_seconds_alone():
    race = race_of({}, {"cell": "gru"}, by="time", seconds=0.5, endless=True)
    for _ in race:
        pass
    assert all(run.step > SMALL["steps"] for run in race.runs)
    assert all(run.trainer.seconds >= 0.5 for run in race.runs)


def test_the_outcomes_are_in_the_order_given():
    race = race_of({"lr": 1e-6}, {})
    assert all(math.isfinite(one.value) for one in race.outcomes())
    for _ in race:
        pass
    slow, fast = race.outcomes()
    assert slow.value > fast.value
    alone = train(Trainer(race.contestants[1].settings, CORPUS))
    assert fast.value == alone.smoothed
    assert (fast.name, fast.steps) == (race.contestants[1].name, 10)


def test_it_knows_what_is_learned():
    given = {"task": "adding", "length": 6, "hidden": 4, "steps": 2}
    assert race_of({}, {"cell": "gru"}, given=given).task.name == "adding"
