"""Characters that print nothing, shown and typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.captions.invisible_characters import accessible_text, in_a_line, sign, to_type, typed


@pytest.mark.parametrize(
    ("symbol", "shown", "said"),
    [
        ("a", "a", "“a”"),
        (" ", "␣", "a space"),
        ("\n", "⏎", "a line end"),
        ("\x07", "·", "U+0007"),
        ("\u0301", "◌\u0301", "“◌\u0301”"),
    ],
)
def test_every_character_has_something_to_be_seen_and_a_name(symbol, shown, said):
    assert sign(symbol) == shown
    assert accessible_text(symbol) == said


@given(st.text(st.characters(exclude_characters="\\")))
def test_what_was_typed_comes_back(text):
    assert typed(to_type(text)) == text
    assert "\n" not in to_type(text)


def test_a_text_in_a_line_shows_its_line_ends_and_keeps_its_spaces():
    assert in_a_line("a b\n\tc") == "a b⏎⇥c"


def test_the_number_of_a_step_stands_for_itself():
    assert sign("10") == "10"
