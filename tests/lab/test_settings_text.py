"""Settings as lines of TOML: they come back the same, and are the flags of the command line."""

import argparse
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.cli.beginning import first_settings, given_settings
from rnnviz.cli.flags import add_settings
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab.settings import PARTS, Settings
from rnnviz.lab.settings_text import LONGEST, following, read_settings, settings_text
from rnnviz.lab.typed_values import written
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
        ("hidden = 3\nhiden = 64", "Line 2: there is no setting called 'hiden'."),
        ("hidden = 0", "Line 1: Hidden units must lie between"),
        ("\ncell = 'gruu'", "Line 2: Cell cannot be 'gruu'"),
        ("layer-norm = 3", "Line 1: Layer norm is true or false"),
        ("hidden 64", "These are no settings: "),
        ("# nothing", "There are no settings in this"),
        ("x = " + "[" * 5000, "These are no settings"),
        ("x" * (LONGEST + 1), "too long for settings"),
        ("[hidden]\na = 1", "Hidden units needs a number"),
        ("prime = [1]", "Line 1: Prime is a text in quotes, not [1]."),
        ("hidden = " + "1" * 5000, "a number has thousands of digits"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, words):
    with pytest.raises(Refusal) as refused:
        read_settings(text)
    assert words in str(refused.value)
