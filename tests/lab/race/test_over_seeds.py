"""Seeds of one contestant as one curve: their mean, and how far they lie apart."""

from dataclasses import replace

import numpy as np
import pytest
from trainers import make_run, train

from rnnviz.lab.race import over_seeds as module
from rnnviz.lab.race.over_seeds import as_one, contestants_of, over_seeds
from rnnviz.lab.snapshot import Entry


def snapshots(*steps, **changes):
    """A contestant's runs with seeds 0, 1, ..., which have made so many steps."""
    runs = [
        train(make_run(seed=seed, steps=1000, **changes), count) for seed, count in enumerate(steps)
    ]
    race = runs[0].id
    return [
        replace(run.snapshot(), entry=Entry(race, "GRU", runs[0].settings), look=3) for run in runs
    ]


def test_runs_of_one_contestant_are_together_and_others_alone():
    one, two = snapshots(3, 3)
    other = replace(one, entry=replace(one.entry, name="LSTM"))
    alone, beside = replace(one, entry=None), replace(two, entry=None)
    groups = contestants_of([one, other, two, alone, beside])
    assert [[id(run) for run in group] for group in groups] == [
        [id(one), id(two)], [id(other)], [id(alone)], [id(beside)]
    ]  # fmt: skip


def test_the_mean_and_the_range_are_those_of_the_seeds_as_far_as_all_are():
    seeds = snapshots(40, 30, 50)
    spread = over_seeds(seeds, "steps", "smoothed")
    found = np.array([seed.curves.smoothed[:30] for seed in seeds], float)
    assert spread.x.tolist() == list(range(1, 31))
    assert spread.mean == pytest.approx(found.mean(axis=0))
    assert spread.low == pytest.approx(found.min(axis=0))
    assert spread.high == pytest.approx(found.max(axis=0))


def test_a_seed_that_diverged_does_not_count():
    one, two = snapshots(20, 20)
    spread = over_seeds([one, replace(two, diverged=True)], "steps", "smoothed")
    assert (spread.low == spread.high).all()
    assert len(over_seeds([replace(one, diverged=True)], "steps", "smoothed").x) == 20


@pytest.mark.parametrize("against", ["steps", "characters", "seconds"])
def test_as_one_they_are_drawn_like_a_run(against):
    seeds = snapshots(60, 60)
    one, loss, later = as_one(seeds, against, "validation_loss")
    assert one.name == "GRU, mean of 2 seeds"
    assert one.look == 3
    assert (one.curves.smoothed == loss.mean).all()
    assert getattr(one.curves, against) is loss.x
    assert len(one.curves.steps) == len(loss.x) > (0 if against == "seconds" else 50)
    assert len(later.x) == len(one.curves.validation_loss)


def test_before_the_first_step_there_is_nothing_to_compare():
    one, loss, later = as_one(snapshots(0, 5), "steps", "validation_loss")
    assert len(loss.x) == len(later.x) == len(one.curves.steps) == 0


def test_long_curves_are_compared_at_fewer_places(monkeypatch):
    monkeypatch.setattr(module, "POINTS", 10)
    spread = over_seeds(snapshots(60, 60), "steps", "smoothed")
    assert len(spread.x) == 10
    assert (spread.x[0], spread.x[-1]) == (1, 60)
