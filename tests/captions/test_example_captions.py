"""What is said of one sequence of a task."""

import pytest

from rnnviz.captions import example as captions
from rnnviz.tasks.task import Example


@pytest.mark.parametrize(
    ("mistakes", "asked", "told"),
    [
        (set(), set(), "All 0 symbols are right."),
        (set(), {7, 8, 9}, "All 3 symbols are right."),
        (set(), {7}, "The one symbol is right."),
        ({7}, {7}, "1 of 1 symbol wrong."),
        ({7}, {7, 8, 9}, "1 of 3 symbols wrong."),
        ({7, 1}, {7, 8, 9}, "1 of 3 symbols wrong, and 1 blank."),
        ({0, 1}, {7, 8, 9}, "0 of 3 symbols wrong, and 2 blanks."),
    ],
)
def test_mistakes_are_counted_where_something_is_asked_for_and_where_not(mistakes, asked, told):
    assert captions.caption(mistakes, asked) == told


def test_steps_that_are_left_out_are_said_to_be():
    assert captions.left_out(0) == ""
    assert captions.left_out(1) == " 1 step left out."
    assert captions.left_out(12) == " 12 steps left out."


def test_numbers_are_told_as_what_was_wanted_and_what_came_out():
    one = Example("0.1 0.2", "0.30", "0.28", noted="The marked ones are 0.1 and 0.2.")
    told = "wanted 0.30, out 0.28", "The marked ones are 0.1 and 0.2."
    assert captions.answer_caption(one) == told
    assert captions.accessible_text(one) == "In: 0.1 0.2"
    assert captions.point_caption(12.0, 0.5, "input") == "input 0.5, step 12"
