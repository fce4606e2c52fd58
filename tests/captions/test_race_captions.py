"""What is said of a race: who leads, and no more than seeds allow."""

import math

import pytest
from lab.trainers import CORPUS, make_trainer

from rnnviz.captions.race import (
    NOTHING_YET,
    ONE_SEED,
    conclusion_caption,
    race_caption,
    standing_caption,
    terms_caption,
)
from rnnviz.lab.race.contestants import Contestant
from rnnviz.lab.race.standing import Place, standing
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Entry, Row, RunId

TEXT = make_trainer(CORPUS).feed.facts
ADDING = make_trainer(None, task="adding").feed.facts
FIRST_ELEMENT = make_trainer(None, task="first_element").feed.facts
APART = (Place("LSTM", (1.9, 1.95, 2.0)), Place("GRU", (2.05, 2.1, 2.15)))


def test_the_standing_of_one_seed_has_a_number_each():
    places = (Place("LSTM", (1.9234,)), Place("GRU", (1.95,)))
    assert (
        standing_caption(places, TEXT)
        == "Best first, one seed: LSTM 1.923, GRU 1.950 nats per character."
    )


def test_the_standing_of_several_seeds_has_means_and_ranges():
    told = standing_caption(APART, TEXT)
    assert told.startswith(
        "Best first: LSTM 1.950 (1.900 to 2.000), GRU 2.100 (2.050 to 2.150) nats"
    )


@pytest.mark.parametrize(
    ("task", "told"),
    [
        (FIRST_ELEMENT, "LSTM 97.6\N{NO-BREAK SPACE}% (accuracy)."),
        (ADDING, "LSTM 0.976 (mean squared error)."),
    ],
    ids=["accuracy", "squared error"],
)
def test_scores_are_told_as_everywhere(task, told):
    assert standing_caption((Place("LSTM", (0.9764,)),), task) == told


def test_those_that_diverged_are_told_of():
    places = (Place("Norm", (2.0, 2.1)), Place("None", (1.0,), 1))
    assert standing_caption(places, TEXT).endswith("None diverged with 1 of 2 seeds.")
    assert standing_caption((Place("None", (), 1),), TEXT) == "None diverged."
    assert conclusion_caption((Place("None", (), 1),), TEXT) == ""


def test_before_anything_is_measured_nobody_leads():
    assert standing_caption((Place("LSTM", ()),), TEXT) == NOTHING_YET


def test_one_seed_allows_no_conclusion_and_says_what_would():
    places = (Place("LSTM", (1.9,)), Place("GRU", (2.5,)))
    assert conclusion_caption(places, TEXT) == ONE_SEED
    assert "3 seeds" in ONE_SEED


def test_ranges_that_lie_apart_are_said_to_and_how_often_chance_would_do_that():
    told = conclusion_caption(APART, TEXT)
    assert told == (
        "Seeds differ by about 0.100. LSTM was better than GRU with every seed. (Of two that are "
        "equally good, 3 seeds each lie apart like that in 1 of 10 races.)"
    )


def test_the_chance_is_that_of_all_orders_of_the_values():
    two = tuple(Place(place.name, place.values[:2]) for place in APART)
    assert "2 seeds each lie apart like that in 1 of 3 races" in conclusion_caption(two, TEXT)


def test_ranges_that_overlap_tell_nothing():
    places = (Place("LSTM", (1.9, 2.0)), Place("GRU", (1.95, 2.05)), Place("Vanilla", (3.0, 3.1)))
    told = conclusion_caption(places, TEXT)
    assert "The ranges of LSTM and GRU overlap: which of them is better cannot be told" in told
    assert "LSTM was better than Vanilla with every seed." in told


def test_a_difference_of_accuracies_is_in_points():
    places = (Place("LSTM", (0.9, 0.95)), Place("GRU", (0.5, 0.55)))
    assert conclusion_caption(places, FIRST_ELEMENT).startswith("Seeds differ by about 5 points. ")


def test_with_one_left_its_seeds_are_told_and_nothing_is_compared():
    places = (Place("Norm", (2.0, 2.1)), Place("None", (), 2))
    assert conclusion_caption(places, TEXT) == "Seeds differ by about 0.100."


def test_other_data_is_labelled():
    places = (Place("GRU", (1.9,)), Place("Batch 32", (2.5,), 0, ("batch", "window")))
    told = conclusion_caption(places, TEXT)
    assert told.endswith(
        "Batch 32 sees other data (batch and window), so its curve is not of the same steps."
    )


def test_a_standing_of_nothing_but_nan_is_said_too():
    assert standing_caption(standing((), TEXT), TEXT) == NOTHING_YET
    assert math.isnan(Place("LSTM", ()).mean)


def entered(run, name, measure, loss, seed=0, entry=True, state="running"):
    settings = measure.change(seed=seed)
    return Row(
        run, name, 0, True, settings, TEXT, 100, 50, loss, math.nan, math.nan, 1.0, 0, state,
        Entry(RACE, name, settings) if entry else None,
    )  # fmt: skip


RACE = RunId("race")


def test_a_race_in_the_list_of_runs_is_told_for_whichever_of_its_runs_is_in_focus():
    ids = [RACE, RunId("b"), RunId("c")]
    rows = [
        entered(ids[0], "Vanilla", Settings(), 2.0),
        entered(ids[1], "LSTM", Settings(), 1.5),
        entered(ids[2], "before", Settings(), 1.0, entry=False),
    ]
    told = f"Best first, one seed: LSTM 1.500, Vanilla 2.000 nats per character. {ONE_SEED}"
    assert race_caption(rows, ids[0]) == race_caption(rows, ids[1]) == told
    assert race_caption(rows, ids[2]) == race_caption(rows, None) == ""


def test_a_race_over_seeds_is_told_by_its_contestants():
    losses = {"Vanilla": (2.0, 2.1, 2.2), "LSTM": (1.5, 1.6, 1.7)}
    rows = [
        entered(RACE if not n + seed else RunId(name), name, Settings(), loss, seed)
        for n, (name, found) in enumerate(losses.items())
        for seed, loss in enumerate(found)
    ]
    told = race_caption(rows, RACE)
    assert told.startswith("Best first: LSTM 1.600 (1.500 to 1.700), Vanilla 2.100")
    assert "LSTM was better than Vanilla with every seed" in told


def test_a_contestant_that_diverged_is_told_of_in_the_list():
    rows = [
        entered(RACE, "Vanilla", Settings(), math.nan, state="diverged"),
        entered(RunId("b"), "LSTM", Settings(), 1.5),
    ]
    assert race_caption(rows, RACE).startswith("LSTM 1.500 nats per character. Vanilla diverged.")


def test_what_a_race_will_be_is_told_before_it_begins():
    one = Contestant("a", Settings(), 1000, 2_000_000)
    other = Contestant("b", Settings(), 4000, 3_000_000)
    told = terms_caption((one, other), 3, 500, None)
    assert told.startswith("6 networks train in turn, each for 500 steps, with each of 3 seeds;")
    assert "15.0 MB" in told
    assert "4.0 times the parameters" in told
    assert terms_caption((one, one), 1, 500, 7.0).startswith(
        "2 networks train in turn, each for 7 s of training; about"
    )
