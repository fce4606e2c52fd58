"""rnnviz race: rows that are those of `rnnviz train`, a table with what may be concluded."""

import signal
import sys

import pytest
from lab.trainers import make_corpus

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.lab.memory import memory_need, together
from rnnviz.lab.race.presets import PRESETS
from rnnviz.lab.race.race import Race

SMALL = ("--hidden", 40, "--window", 8, "--batch", 2, "--steps", 30)
DRAWN = ("--task", "adding", "--length", 10, "--hidden", 40, "--batch", 4, "--steps", 60)
TWO = ("--contestant", "cell=vanilla", "--contestant", "cell=lstm,forget_bias=2")
ALL = [part for cell in list(CELLS)[:6] for part in ("--contestant", f"cell={cell}")]
AS_TRAINED = ("steps", "loss", "loss_mean", "loss_ema", "heldout", "heldout_estimate")
KEYS = {"name", "settings", "parameters", "hidden", "seed", "steps", "loss", "heldout", "seconds"}
KEYS |= {"chars_per_second", "diverged", "data"}


def raced(rnnviz, *arguments):
    answer = rnnviz("race", *arguments, "--json")
    assert answer.code == 0, answer.err
    return answer.json


@pytest.fixture
def sea(here):
    path = here / "sea.txt"
    path.write_text(make_corpus().preview(10**6), encoding="utf-8")
    return path


@pytest.mark.parametrize("equal", ["hidden", "parameters"])
@pytest.mark.parametrize("task", ["text", "drawn"])
def test_every_row_is_that_of_the_same_training_alone_to_the_last_bit(rnnviz, sea, task, equal):
    common = (sea, *SMALL) if task == "text" else DRAWN
    rows = raced(rnnviz, *common, *ALL, "--equal", equal, "--seeds", 2)
    assert [row["seed"] for row in rows] == [0, 1] * len(CELLS)
    assert [row["settings"]["cell"] for row in rows] == [cell for cell in CELLS for _ in range(2)]
    for row in rows:
        one = ("--cell", row["settings"]["cell"], "--hidden", row["hidden"], "--seed", row["seed"])
        alone = rnnviz("train", *common, *one, "--json").json
        assert row.keys() >= KEYS | alone.keys()
        for name in (*AS_TRAINED, "parameters", "diverged"):
            assert row[name] == alone[name], (row["name"], name)
        assert row.get("score") == alone.get("score")


def test_contestants_are_made_of_all_flags_and_their_own(rnnviz, sea):
    first, second = raced(rnnviz, sea, *SMALL, "--lr", 0.02, *TWO)
    assert first["settings"]["lr"] == second["settings"]["lr"] == 0.02
    assert (first["settings"]["cell"], second["settings"]["cell"]) == ("vanilla", "lstm")
    assert second["settings"]["forget_bias"] == 2.0
    assert (first["hidden"], first["steps"]) == (40, 30)


def test_with_equal_parameters_the_counts_are_near_each_other(rnnviz, sea):
    first, *others = raced(rnnviz, sea, *SMALL, *ALL, "--equal", "parameters")
    for row in others:
        assert abs(row["parameters"] - first["parameters"]) <= 0.05 * first["parameters"]
        assert row["hidden"] == row["settings"]["hidden"]
        cell = CELLS[row["settings"]["cell"]]  # without a W_hh a unit has fewer than a vanilla one
        assert (row["hidden"] < first["hidden"]) == cell.has("W_hh")


@pytest.mark.parametrize("name", list(PRESETS))
def test_known_contestants_have_a_name(rnnviz, sea, name):
    rows = raced(rnnviz, sea, "--window", 8, "--steps", 3, "--between", name)
    assert len(rows) == len(PRESETS[name].changes)
    for row, changes in zip(rows, PRESETS[name].changes, strict=True):
        assert changes.items() <= row["settings"].items()


def test_by_time_each_trains_for_the_same_seconds(rnnviz, sea):
    rows = raced(rnnviz, sea, "--window", 8, "--between", "units", "--by", "time", "--seconds", 0.3)
    assert all(0.3 <= row["seconds"] < 3.0 for row in rows)
    assert rows[0]["steps"] > rows[2]["steps"]


def test_by_time_given_steps_end_it_too(rnnviz, sea):
    rows = raced(rnnviz, sea, *SMALL, *TWO, "--by", "time", "--seconds", 60)
    assert [row["steps"] for row in rows] == [30, 30]


def test_another_batch_is_labelled_other_data(rnnviz, sea):
    asked = (sea, *SMALL, "--contestant", "", "--contestant", "batch=4")
    assert [row["data"] for row in raced(rnnviz, *asked)] == ["same", "other"]
    answer = rnnviz("race", *asked)
    assert "Batch 4 (other data)" in answer.out
    assert "Batch 4 sees other data (batch)" in answer.out


def test_the_table_has_a_row_each_and_ends_with_what_may_be_concluded(rnnviz, sea):
    answer = rnnviz("race", sea, *SMALL, *TWO)
    head, first, second, places, conclusion = answer.out.splitlines()
    assert head.split()[:5] == ["name", "units", "parameters", "seed", "steps"]
    assert first.split()[:2] == ["Vanilla", "40"]
    assert second.split()[:2] == ["LSTM", "40"]
    assert places.startswith("Best first, one seed: ")
    assert places.endswith(" nats per character.")
    assert conclusion.startswith("One seed: how much seeds differ is not measured")


def test_over_several_seeds_the_ranges_are_compared(rnnviz, sea):
    answer = rnnviz("race", sea, *SMALL, *TWO, "--seeds", 2)
    assert answer.out.splitlines()[-1].startswith("Seeds differ by about ")
    assert " to " in answer.out.splitlines()[-2]


def test_a_drawn_task_is_raced_by_its_score(rnnviz):
    answer = rnnviz("race", *DRAWN, *TWO)
    assert "MSE" in answer.out.splitlines()[0]
    assert answer.out.splitlines()[-2].endswith(" (mean squared error).")


def test_a_text_may_come_in_standard_input_for_two_foldings(rnnviz, sea, monkeypatch):
    with sea.open() as file:
        monkeypatch.setattr(sys, "stdin", file)
        rows = raced(rnnviz, "-", *SMALL, "--contestant", "", "--contestant", "fold=letters")
    assert [row["data"] for row in rows] == ["same", "other"]


def test_one_that_diverges_is_told_of_and_the_others_go_on(rnnviz, sea):
    lost = "activation=relu,optimizer=sgd,lr=10,clip=none,layers=3"
    flags = (
        sea,
        *SMALL,
        "--schedule",
        "constant",
        "--contestant",
        "cell=gru",
        "--contestant",
        lost,
    )
    first, second = raced(rnnviz, *flags)
    assert (first["steps"], first["diverged"]) == (30, False)
    assert second["diverged"]
    assert second["steps"] < 30
    assert rnnviz("race", *flags).out.splitlines()[-2].endswith(" diverged.")
    flags = (sea, *SMALL, "--schedule", "constant", "--contestant", lost, "--contestant", lost)
    assert rnnviz("race", *flags).code == 1


def test_ctrl_c_ends_it_with_what_is_there(rnnviz, sea, monkeypatch):
    steps = []
    whole = Race.__iter__

    def interrupted(race):
        for run in whole(race):
            steps.append(run)
            if len(steps) == 5:
                signal.raise_signal(signal.SIGINT)
            yield run

    monkeypatch.setattr(Race, "__iter__", interrupted)
    answer = rnnviz("race", sea, *SMALL, *TWO, "--seeds", 3, "--json")
    assert answer.code == 0
    assert sum(row["steps"] for row in answer.json) == 5
    assert "Stopped during race 1 of 3." in answer.err


def test_a_usual_number_that_comes_along_is_told_of(rnnviz, sea):
    answer = rnnviz("race", sea, *SMALL, "--contestant", "", "--contestant", "optimizer=sgd")
    assert "SGD with momentum came with its usual learning rate, 0.01." in answer.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Contestants are missing: give --contestant twice or more"),
        (("--contestant", "cell=gru"), "A race has 2 to 6 contestants, not 1; add one."),
        ((*TWO, "--between", "cells"), "--between names all contestants; leave it or --contest"),
        (("--between", "sizes"), "--between cannot be 'sizes'"),
        ((*TWO, "--contestant", "cel=gru"), "there is no setting called cel; did you mean cell?"),
        ((*TWO, "--contestant", "cell"), "cell has no value; write it as in cell=lstm."),
        ((*TWO, "--contestant", "cell=gru,cell=lstm"), "cell is there twice"),
        (
            (*TWO, "--contestant", "cell=elman"),
            "--contestant cell=elman: Cell cannot be 'elman'; choose one",
        ),
        ((*TWO, "--contestant", "forget_bias=1"), "Contestant 3: Forget bias has no meaning for"),
        (
            (*TWO, "--contestant", "hidden=many"),
            "--contestant hidden=many: Hidden units needs a whole number",
        ),
        ((*TWO, "--hidden", "0"), "--hidden must lie between 1 and 4,096"),
        ((*TWO, "--seeds", "0"), "--seeds is a whole number from 1 to 1,000, not '0'."),
        ((*TWO, "--by", "time"), "A race by time needs --seconds"),
        ((*TWO, "--seconds", "3"), "--seconds goes with --by time"),
        ((*TWO, "--by", "time", "--seconds", "nan"), "--seconds is a number above 0"),
        ((*TWO, "--hidden", "4", "--equal", "parameters"), "LSTM with 2 units comes nearest with"),
        ((*TWO, "--seed", "2147483647", "--seeds", "2"), "--seed must lie between 0 and"),
        ((*TWO, "--prime", "\N{SNOWMAN}"), "--prime"),
        ((*TWO, "--task", "adding"), "The task adding draws its sequences; leave"),
    ],
    ids=str,
)
def test_what_cannot_be_raced_is_refused_in_a_sentence(rnnviz, sea, arguments, words):
    answer = rnnviz("race", sea, *arguments)
    assert answer.code == 2
    assert words in answer.err
    assert len(answer.err.splitlines()) == 1
    assert answer.out == ""


def test_networks_that_do_not_fit_into_memory_together_are_refused_before(rnnviz, sea, monkeypatch):
    for module in (memory_need, together):
        monkeypatch.setattr(module, "available_bytes", lambda: 5_000_000)
    answer = rnnviz("race", sea, *SMALL, *ALL)
    assert answer.code == 2
    assert f"{len(CELLS)} runs at once take" in answer.err
    assert "5.0 MB are free" in answer.err
    assert answer.out == ""
