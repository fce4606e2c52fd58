"""How contestants stand: the best first, those that diverged last, seeds taken together."""

import math

import pytest
from lab.trainers import CORPUS, make_trainer, train

from rnnviz.lab.race.contestants import Entries, contestants
from rnnviz.lab.race.standing import Outcome, outcome, outcome_of_row, standing
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Row, RunId

TEXT = make_trainer(CORPUS).feed.facts
ADDING = make_trainer(None, task="adding").feed.facts
FIRST_ELEMENT = make_trainer(None, task="first_element").feed.facts


def one(name, value, seed=0, diverged=False):
    return Outcome(name, seed, 100, 1.0, value, diverged)


@pytest.mark.parametrize(
    ("task", "names"),
    [(TEXT, ["a", "b", "c"]), (ADDING, ["a", "b", "c"]), (FIRST_ELEMENT, ["c", "b", "a"])],
    ids=["loss", "squared error", "accuracy"],
)
def test_the_best_comes_first_whatever_is_measured(task, names):
    outcomes = [one("c", 0.9), one("a", 0.1), one("lost", math.nan, diverged=True), one("b", 0.5)]
    assert [place.name for place in standing(outcomes, task)] == [*names, "lost"]


def test_seeds_are_taken_together():
    outcomes = [one("a", 1.0), one("b", 1.4), one("a", 3.0, 1), one("b", 1.8, 1)]
    first, second = standing(outcomes, TEXT)
    assert (first.name, first.mean, first.low, first.high) == ("b", pytest.approx(1.6), 1.4, 1.8)
    assert second.values == (1.0, 3.0)


@pytest.mark.parametrize(
    ("values", "overlap"), [((1, 2, 1.5, 3), True), ((1, 2, 3, 4), False), ((1, 4, 2, 3), True)]
)
def test_ranges_overlap_where_they_have_something_in_common(values, overlap):
    outcomes = [one("a", values[0]), one("a", values[1]), one("b", values[2]), one("b", values[3])]
    a, b = standing(outcomes, TEXT)
    assert a.overlaps(b) is b.overlaps(a) is overlap


def test_one_that_diverged_with_some_seeds_stands_behind_those_that_never_did():
    outcomes = [one("a", 0.1), one("a", math.nan, 1, diverged=True), one("b", 5.0), one("b", 5.0)]
    first, second = standing(outcomes, TEXT)
    assert (first.name, second.name, second.diverged) == ("b", "a", 1)
    assert second.values == (0.1,)


def test_without_a_measurement_nobody_leads():
    places = standing([one("a", math.nan), one("b", math.nan)], TEXT)
    assert [place.name for place in places] == ["a", "b"]
    assert all(math.isnan(place.mean) and math.isnan(place.low) for place in places)


def entered(**given):
    entries = Entries(Settings().change(hidden=8, steps=60, **given), ({}, {"batch": 2}))
    return contestants(entries, lambda settings: CORPUS if settings.task == "text" else None)


def test_of_a_text_the_smoothed_loss_counts():
    contestant = entered(window=8)[1]
    trainer = train(make_trainer(CORPUS))
    found = outcome(contestant, trainer)
    assert found.value == trainer.smoothed
    assert (found.steps, found.seconds, found.diverged) == (40, trainer.seconds, False)
    assert found.other_data == ("batch",)
    assert found.name == contestant.name


def test_of_a_drawn_task_the_newest_score_counts():
    contestant, trainer = entered(task="adding")[0], make_trainer(None, task="adding", steps=60)
    assert math.isnan(outcome(contestant, trainer).value)
    train(trainer)
    assert outcome(contestant, trainer).value == trainer.history.curve("validation_score")[-1]


def test_what_has_diverged_has_no_value():
    trainer = train(make_trainer(CORPUS), 5)
    trainer.diverged = True
    found = outcome(entered(window=8)[0], trainer)
    assert found.diverged
    assert math.isnan(found.value)


@pytest.mark.parametrize(("task", "value"), [(TEXT, 1.5), (FIRST_ELEMENT, 0.9)], ids=str)
def test_a_row_of_the_list_of_runs_stands_as_its_run_does(task, value):
    settings = Settings().change(seed=4, batch=2)

    def row(state):
        return Row(RunId("sea"), "Batch 2, seed 4", 0, True, settings, task, 10, 60, 1.5, 1.7, 0.9,
                   2.0, 0, state)  # fmt: skip

    found = outcome_of_row("Batch 2", row("running"), settings.change(batch=1))
    assert (found.name, found.seed, found.steps, found.value) == ("Batch 2", 4, 60, value)
    assert found.other_data == ("batch",)
    lost = outcome_of_row("Batch 2", row("diverged"), settings)
    assert lost.diverged
    assert math.isnan(lost.value)
