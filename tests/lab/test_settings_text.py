"""Settings as lines of TOML: they come back the same, and are the flags of the command line."""

import argparse
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.cli.beginning import first_settings, given_settings
from rnnviz.cli.flags import add_settings
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.clipping import USUAL_THRESHOLDS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab.settings import PARTS, Settings, declarations
from rnnviz.lab.settings_text import (
    LONGEST,
    MOST_BARE,
    following,
    left_out,
    read_settings,
    seem_settings,
    settings_text,
)
from rnnviz.lab.typed_values import written
from rnnviz.lessons.reading import builtin_lessons
from rnnviz.lessons.writing import lesson_text
from rnnviz.refusal import Refusal
from rnnviz.tasks import REGISTRY as TASKS

SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "task": st.sampled_from(sorted(TASKS)),
        "cell": st.sampled_from(sorted(CELLS)),
        "optimizer": st.sampled_from(sorted(OPTIMIZERS)),
        "hidden": st.integers(1, 1000),
        "layers": st.integers(1, 3),
        "lr": st.floats(1e-6, 1.0),
        "clip": st.sampled_from(["none", "norm", "value"]),
        "prime": st.text(max_size=20),
        "top_k": st.none() | st.integers(1, 50),
    },
)


def some(changes):
    try:
        return Settings().change(**changes)
    except Refusal:  # a task that feeds outputs back has no future to read
        return Settings()


@given(SETTINGS)
def test_what_is_copied_comes_back_whatever_was_there_before(changes):
    settings = some(changes)
    back = following(
        Settings().change(hidden=9, cell="gru"), read_settings(settings_text(settings))
    )
    assert back.as_dict() == settings.as_dict()


@given(SETTINGS)
def test_the_keys_are_flags_that_give_the_same_settings(changes):
    settings = some(changes | {"prime": ""})
    named = read_settings(settings_text(settings))
    words = []
    for name, key in zip(named, tomllib.loads(settings_text(settings)), strict=True):
        value = named[name]
        words.append(f"--{key}={value if isinstance(value, float) else written(name, value)}")
    parser = argparse.ArgumentParser()
    add_settings(parser)
    flags = first_settings(None, given_settings(parser.parse_args(words)))
    assert flags.as_dict() == settings.as_dict(), words


@pytest.mark.parametrize("owner", sorted(PARTS))
def test_every_option_of_every_part_comes_back_at_its_bounds(owner):
    for choice, part in PARTS[owner].items():
        chosen = Settings().change(**{owner: choice})
        for option in part.options:
            for value in {option.low, option.high} - {None}:
                settings = chosen.change(**{option.name: value})
                back = following(Settings(), read_settings(settings_text(settings)))
                assert back.as_dict() == settings.as_dict(), (choice, option.name)


def test_an_option_alone_is_held_to_the_bounds_of_what_is_there():
    named = read_settings("length = 1")
    assert following(Settings().change(task="copying"), named).value("length") == 1
    with pytest.raises(Refusal, match="Length must lie between"):
        following(Settings().change(task="adding"), named)


def test_without_a_task_only_what_is_named_changes():
    before = Settings().change(hidden=9, cell="gru")
    after = following(before, read_settings("lr = 0.5\nclip_threshold = 2"))
    assert (after.hidden, after.cell, after.lr, after.clip_threshold) == (9, "gru", 0.5, 2.0)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("hidden = 3\nhiden = 64", "Line 2: there is no setting called 'hiden'; did you mean"),
        ("clip_treshold = 3", "'clip_treshold'; did you mean clip-threshold?"),
        ("qqq = 64", "Line 1: there is no setting called 'qqq'."),
        ("lr = 1\ncell = gru", 'Line 2: a word stands in quotes: cell = "gru".'),
        ("skip = True", "Line 1: write skip = true, in small letters."),
        ("clip-threshold = 1\nclip_threshold = 2", "Line 2: clip-threshold is there twice"),
        ("[settings]\nhiden = 3", "Line 2: there is no setting called 'hiden'; did you mean"),
        ("title = 'x'\n[settings]\nhidden = 3", "Line 1: this is more of a lesson than"),
        ("\n+++\ntitle = 'x'\n+++", "Line 2: this is more of a lesson than"),
        ("hidden = 0", "Line 1: Hidden units must lie between"),
        ("\ncell = 'gruu'", "Line 2: Cell cannot be 'gruu'"),
        ("layer-norm = 3", "Line 1: Layer norm is true or false"),
        ("hidden 64", "These are no settings: "),
        ("# nothing", "There are no settings in this"),
        ("x = " + "[" * 5000, "These are no settings"),
        ("x" * (LONGEST + 1), "too long for settings"),
        ("a." * (MOST_BARE // 2) + "a = 1", "too long for settings"),
        ("[hidden]\na = 1", "Hidden units needs a number"),
        ("prime = [1]", "Line 1: Prime is a text in quotes, not [1]."),
        ("hidden = " + "1" * 5000, "a number has thousands of digits"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, words):
    with pytest.raises(Refusal) as refused:
        read_settings(text)
    assert words in str(refused.value)


@pytest.mark.parametrize("lesson", builtin_lessons(), ids=lambda lesson: lesson.name)
def test_the_settings_of_a_lesson_are_those_that_it_has(lesson):
    copied = lesson_text(lesson).partition("[settings]")[2].partition("\n[")[0].partition("+++")[0]
    named = read_settings(f"[settings]{copied}")
    there = Settings().change(task="adding", hidden=9, cell="gru", optimizer="sgd")
    assert following(there, named).as_dict() == Settings().change(**lesson.settings).as_dict()


def test_a_choice_brings_its_usual_numbers_as_everywhere():
    after = following(Settings(), read_settings('optimizer = "sgd"\nclip = "value"'))
    assert after.lr == OPTIMIZERS["sgd"].default_lr
    assert after.clip_threshold == USUAL_THRESHOLDS["value"]


@pytest.mark.parametrize("name", declarations())
def test_what_means_nothing_beside_the_others_is_named_and_left_out(name):
    declared = declarations()[name]
    is_flag = declared.kind == "flag"
    likely = (declared.first, declared.default, declared.high)
    value = declared.check(is_flag or next(filter(None, likely), 1))
    for before in (Settings(), Settings().change(task="adding", cell="gru", optimizer="sgd")):
        after, said = following(before, {name: value}), left_out(before, {name: value})
        assert (f"{declared.label} means nothing with" in said) == (name not in before.rows())
        assert after.as_dict() == before.as_dict() or name in before.rows()
        assert left_out(before, {name: None}) == ""


def test_many_that_mean_nothing_are_one_sentence_for_each_choice():
    named = read_settings("forget-bias = 1\nwindow = 9\nprime = 'a'\ntop-k = 3\nfold = 'case'")
    assert left_out(Settings().change(task="adding"), named) == (
        "Forget bias means nothing with Cell Vanilla RNN and was left out. "
        "Window, Prime, Top k and 1 other mean nothing with Task Adding and were left out."
    )


@pytest.mark.parametrize(
    ("text", "seem"),
    [
        ("hiden = 64", True),
        ("cell = gru\nlr = 0.1", True),
        ("hidden 64\nlr = 0.1\n", True),
        ("# mine\n\n[settings]\nforget_bias = 1", True),
        ("it was = nothing\nthe day was done\nand all the lr = 3", False),
        ("name = 'rnnviz'\nlicence = 'MIT'\nsteps = 3", False),
        ("x" * LONGEST + "\nlr = 1", False),
        ("lr = 1\n" * 300, False),
        ("", False),
    ],
)
def test_lines_that_seem_settings_are_known_from_texts(text, seem):
    assert seem_settings(text) == seem


@pytest.mark.parametrize("character", ["a", '"', "\\", "\x85", "\U0001f600", "=", "#"])
def test_the_longest_prime_that_a_form_takes_comes_back(character):
    settings = Settings().change(prime=character * 32_767)
    assert following(Settings(), read_settings(settings_text(settings))) == settings


@pytest.mark.parametrize("end", ["low", "high"])
def test_all_settings_at_their_bounds_together_come_back(end):
    """Every setting that a choice has, whatever the choice."""
    for owner, registry in PARTS.items():
        for choice in registry:
            chosen = Settings().change(**{owner: choice, "layers": 2})
            bounds = {n: getattr(row, end) for n, row in chosen.rows().items() if n != "layers"}
            settings = chosen.change(**{n: v for n, v in bounds.items() if v is not None})
            text = settings_text(settings)
            assert seem_settings(text)
            assert following(Settings(), read_settings(text)).as_dict() == settings.as_dict()
