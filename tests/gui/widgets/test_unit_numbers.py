"""How a few units are named in a text field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.gui.widgets.unit_numbers import read, write
from rnnviz.refusal import Refusal


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("0, 3, 5-9", (0, 3, 5, 6, 7, 8, 9)),
        ("7", (7,)),
        (" 4 - 5 ;2,", (4, 5, 2)),
        ("3, 1, 3, 0–1", (3, 1, 0)),
    ],
)
def test_numbers_and_ranges_are_read_once_each_in_their_order(text, units):
    assert read(text, 10) == units


@pytest.mark.parametrize("text", ["", " , ", "a", "1-2-3", "-1", "10", "3-10", "5-4", "1.5", "٣"])
def test_other_texts_are_refused_with_a_sentence(text):
    with pytest.raises(Refusal, match=r"^[A-Z0-9“].*\.$"):
        read(text, 10)


@given(st.sets(st.integers(0, 99), min_size=1))
def test_what_is_written_is_read_as_the_same_units(units):
    assert read(write(units), 100) == tuple(sorted(units))


def test_runs_of_three_are_written_as_ranges():
    assert write([9, 1, 2, 3, 5, 6]) == "1-3, 5, 6, 9"
