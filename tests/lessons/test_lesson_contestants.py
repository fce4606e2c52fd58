"""A lesson with contestants: they train in turn, and what is expected compares them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from lab.trainers import train

from rnnviz.lab.run import Run
from rnnviz.lab.trainer import Trainer
from rnnviz.lessons.check import Rehearsal, check, judge
from rnnviz.lessons.contestants import Field, parted
from rnnviz.lessons.fillings import find, given_at, later, wanted_by, why_not_at
from rnnviz.lessons.measures import measure
from rnnviz.lessons.reading import parse_lesson
from rnnviz.lessons.seeds import other_seeds, with_seed
from rnnviz.lessons.step import Expectation
from rnnviz.lessons.writing import lesson_text
from rnnviz.refusal import Refusal

FRONT = """+++
title = "Race"

[settings]
task = "first_element"
length = 6
hidden = 5
batch = 4

[[runs]]
name = "vanilla"
set = { cell = "vanilla" }

[[runs]]
name = "lstm"
set = { cell = "lstm" }

[[steps]]
restart = true

[[steps]]
run = 7
focus = "lstm"
expect = [
  { what = "lstm smoothed", above = 0 },
  { what = "steps done", above = 6, below = 8 },
]

[[steps]]
set = { forget_bias = 1.5 }
run = 3
expect = [{ what = "lstm steps done", above = "vanilla steps done" }]
+++
Two at once.

## Untrained
{lstm score:.0%} beside {vanilla score:.0%}, with {lstm forget_bias} and {length}.

## Seven steps
{score:.2f}

## With a bias
Once more.
"""


def parsed(text=FRONT):
    return parse_lesson(text, "race.md", Path())


def changed(*pairs):
    text = FRONT
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def alone(settings, steps):
    return train(Run(Trainer(settings, None)), steps).trainer


def test_every_run_learns_what_it_learns_alone():
    lesson = parsed()
    rehearsal = Rehearsal(lesson)
    for step in lesson.steps[:2]:
        rehearsal.perform(step)
    for name in ("vanilla", "lstm"):
        other = alone(lesson.settings_at(1, name), 7)
        trainer = rehearsal.runs[name].trainer
        assert trainer.settings.cell == name
        for curve in ("loss", "validation_loss"):
            np.testing.assert_array_equal(trainer.history.curve(curve), other.history.curve(curve))


def test_what_is_expected_can_compare_two_runs():
    first, second, third = check(parsed())
    assert first.passed
    assert second.passed
    (compared,) = third.outcomes
    assert (compared.value, compared.wanted, compared.passed) == (3, "above vanilla steps done", 0)


def test_a_measure_is_of_the_run_that_it_names_or_of_the_one_in_focus():
    lesson = parsed()
    runs = {name: alone(lesson.settings_at(0, name), 3) for name in lesson.names}
    field = Field(runs, "lstm")
    losses = {name: measure(trainer, "smoothed") for name, trainer in runs.items()}
    for what, value in (("smoothed", losses["lstm"]), ("vanilla smoothed", losses["vanilla"])):
        assert judge(field, Expectation(what, above=-1.0)).value == value
    low, high = sorted(losses, key=lambda name: losses[name])
    assert judge(field, Expectation(f"{low} smoothed", below=f"{high} smoothed")).passed
    assert not judge(field, Expectation(f"{high} smoothed", below=f"{low} smoothed")).passed
    assert judge(field, Expectation("vanilla score", above=-1.0, below="baseline")).wanted


def test_the_run_in_focus_is_the_one_named_last_and_the_first_before():
    lesson = parsed()
    assert [lesson.focus_at(place) for place in (-1, 0, 1, 2)] == ["vanilla", "vanilla", "lstm",
                                                                   "lstm"]  # fmt: skip
    assert lesson.settings_at(0).cell == "vanilla"
    assert lesson.settings_at(1).cell == "lstm"
    rehearsal = Rehearsal(lesson)
    for place, step in enumerate(lesson.steps):
        rehearsal.perform(step)
        assert rehearsal.focus == lesson.focus_at(place)
        assert rehearsal.run.settings == lesson.settings_at(place)


def test_what_needs_a_new_network_of_one_begins_all_anew():
    lesson = parsed()
    assert lesson.begins(2) == 2
    rehearsal = Rehearsal(lesson)
    for step in lesson.steps:
        rehearsal.perform(step)
    assert [run.step for run in rehearsal.runs.values()] == [3, 3]
    assert rehearsal.runs["lstm"].settings.forget_bias == 1.5


def test_by_hand_the_run_in_focus_is_changed_and_no_other():
    text = changed(("run = 7\n", 'intervene = { name = "orthogonal" }\nrun = 7\n'),
                   ('focus = "lstm"\n', 'focus = "vanilla"\n'))  # fmt: skip
    rehearsal = Rehearsal(parsed(text))
    for step in parsed(text).steps[:2]:
        rehearsal.perform(step)
    edits = {name: len(run.history.edits) for name, run in rehearsal.runs.items()}
    assert edits == {"vanilla": 1, "lstm": 0}


def test_one_that_has_diverged_holds_nobody_up():
    rehearsal = Rehearsal(parsed())
    rehearsal.runs["vanilla"].trainer.diverged = True
    rehearsal.perform(parsed().steps[1])
    assert [run.step for run in rehearsal.runs.values()] == [0, 7]


def test_words_can_have_the_numbers_of_each_run():
    lesson = parsed()
    assert given_at(lesson, 2)["lstm forget_bias"] == 1.5
    assert given_at(lesson, 0)["length"] == given_at(lesson, 0)["lstm length"] == 6
    assert later(lesson, 0) >= {"lstm score", "vanilla score"}
    assert wanted_by(lesson, 0) == ("lstm score", "vanilla score")
    runs = {name: alone(lesson.settings_at(0, name), 1) for name in lesson.names}
    found = find(("lstm score", "vanilla score", "score", "lstm keep horizon", "keep horizon"),
                 Field(runs, "vanilla"))  # fmt: skip
    assert found["score"] == found["vanilla score"]
    assert "lstm keep horizon" in found
    assert "keep horizon" not in found
    assert why_not_at(lesson, 0, "vanilla keep horizon") != ""
    assert why_not_at(lesson, 0, "lstm keep horizon") == ""


def test_a_name_stands_before_a_measure_and_only_there():
    assert parted("lstm decay at 4", ("lstm",)) == ("lstm", "decay at 4")
    assert parted("decay at 4", ("lstm",)) == ("", "decay at 4")
    assert parted("lstm", ("lstm",)) == ("", "lstm")


def test_other_seeds_are_those_of_all_runs_and_runs_that_differ_in_seeds_still_do():
    text = changed(('set = { cell = "lstm" }', 'set = { cell = "lstm", seed = 2 }'))
    lesson = parsed(text)
    assert other_seeds(lesson, 3) == (1, 3, 4)
    seeds = {name: with_seed(lesson, 5).settings_at(0, name).seed for name in lesson.names}
    assert seeds == {"vanilla": 5, "lstm": 7}


def test_a_lesson_with_runs_is_written_as_it_is_read():
    lesson = parsed()
    assert parsed(lesson_text(lesson)) == lesson
    assert parsed(lesson_text(replace(lesson, runs=()))
                  .replace("lstm smoothed", "smoothed").replace('focus = "lstm"\n', "")
                  .replace("lstm steps", "steps").replace('"vanilla steps done"', "1")
                  .replace("set = { forget_bias = 1.5 }\n", "")).runs == ()  # fmt: skip


def test_a_bound_may_be_what_is_measured_of_the_same_run():
    lesson = parsed(
        changed(("above = 6, below = 8", 'above = "smoothed", below = "lstm smoothed"'))
    )
    wanted = lesson.steps[1].expect[1]
    assert (wanted.above, wanted.below) == ("smoothed", "lstm smoothed")
    field = Field({name: alone(lesson.settings_at(0, name), 3) for name in lesson.names}, "lstm")
    bounds = {"above": "smoothed", "below": "smoothed"}
    for which, bound in bounds.items():  # neither above nor below itself, whoever is in focus
        assert not judge(field, Expectation("vanilla smoothed", **{which: bound})).passed
    of_focus = Expectation("smoothed", above="steps done")
    assert judge(field, of_focus).passed == (measure(field.trainers["lstm"], "smoothed") > 3)


def test_a_contestant_may_stand_beside_the_one_in_focus_and_that_is_saved():
    lesson = parsed(changed(("run = 7", 'run = 7\npoint = "cell"\nbeside = "vanilla"')))
    assert [step.beside for step in lesson.steps] == ["", "vanilla", ""]
    assert lesson.steps[1].doing == parsed().steps[1].doing
    assert parsed(lesson_text(lesson)) == lesson


def test_what_a_step_does_is_told():
    assert parsed().steps[1].doing == "show lstm; run to step 7"
    only_looks = replace(parsed().steps[1], run=None, expect=())
    assert only_looks.does


@pytest.mark.parametrize(
    ("pairs", "line", "words"),
    [
        ((('name = "lstm"', ""),), 14, "every run needs a name"),
        ((('name = "lstm"', 'name = "two words"'),), 15, "is no name of a run"),
        ((('name = "lstm"', 'name = "vanilla"'),), 15, "two runs are called 'vanilla'"),
        ((('name = "lstm"', 'name = "cell"'),), 15, "a run cannot be called 'cell'"),
        ((('name = "lstm"', 'name = "lstm"\nsize = 4'),), 16, "run 2 has no 'size'; it can have"),
        ((('cell = "lstm"', 'cel = "lstm"'),), 16, "there is no setting called 'cel'"),
        ((('cell = "lstm"', 'cell = "elman"'),), 16, "Cell cannot be 'elman'"),
        ((('cell = "vanilla" }', 'cell = "vanilla", chrono = 9 }'),), 12, "no gate that keeps"),
        ((('cell = "lstm"', 'task = "adding"'),), 16, "all runs of a lesson learn the same"),
        ((('focus = "lstm"', 'focus = "gru"'),), 23, "no run is called 'gru'; there are: vanilla"),
        ((("forget_bias = 1.5", 'cell = "gru"'),), 30, "cell is what the run vanilla differs in"),
        ((("forget_bias = 1.5", "window = 9"),), 30, "window has no meaning"),
        ((('"lstm smoothed"', '"gru smoothed"'),), 25, "'gru smoothed' cannot be expected"),
        ((('"vanilla steps done"', '"gru steps done"'),), 32, "is no line to compare with"),
        ((('"vanilla steps done"', '"vanilla diverged"'),), 32, "is no line to compare with"),
        (
            (('"lstm smoothed"', '"vanilla keep horizon"'),),
            25,
            "cannot be expected here: a Van",
        ),
        ((('"vanilla steps done"', '"vanilla keep horizon"'),), 32, "cannot be compared with here"),
        ((('[[runs]]\nname = "lstm"\nset = { cell = "lstm" }\n', ""),), 10, "has 2 to 6 [[runs]]"),
        ((("run = 7", 'run = 7\nbeside = "gru"'),), 23, "no run is called 'gru'"),
        ((("run = 7", 'run = 7\nbeside = "vanilla"'),), 23, "a panel to point at that can show"),
        (
            (("run = 7", 'run = 7\npoint = "loss"\nbeside = "vanilla"'),),
            24,
            "can show two runs: samples, hidden_units, cell",
        ),
        (
            (("run = 7", 'run = 7\npoint = "cell"\nbeside = "lstm"'),),
            24,
            "it cannot stand beside itself",
        ),
    ],
    ids=str,
)
def test_what_is_wrong_is_refused_with_its_line(pairs, line, words):
    with pytest.raises(Refusal) as refusal:
        parsed(changed(*pairs))
    assert f"line {line}: " in str(refusal.value)
    assert words in str(refusal.value)
