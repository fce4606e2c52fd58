"""Values as people type them: by name or by the forms' words, one or several."""

import pytest

from rnnviz.lab.typed_values import typed_value, typed_values, written
from rnnviz.refusal import Refusal


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("hidden", " 64 ", 64),
        ("lr", "1e-3", 0.001),
        ("cell", "LSTM", "lstm"),
        ("cell", "Vanilla RNN", "vanilla"),
        ("init", "orthogonal", "orthogonal"),
        ("chrono", "none", None),
        ("prime", "so it", "so it"),
    ],
)
def test_a_value_is_what_was_meant(name, text, value):
    assert typed_value(name, text) == value


def test_several_values_have_commas_between_and_count_once():
    assert typed_values("hidden", "8, 64,64, ,256") == (8, 64, 256)


@pytest.mark.parametrize(("name", "text"), [("hidden", "many"), ("cell", "x"), ("hidden", " , ")])
def test_what_is_no_value_is_refused_by_the_name_of_the_setting(name, text):
    with pytest.raises(Refusal, match=r"Hidden units|Cell"):
        typed_values(name, text)


@pytest.mark.parametrize(
    ("name", "value"), [("hidden", 64), ("lr", 0.008), ("chrono", None), ("cell", "lstm")]
)
def test_what_is_written_is_read_again(name, value):
    assert typed_value(name, written(name, value)) == value
