"""Rows of signs keep the ends that count, mark what is wrong, and say what they leave out."""

from hypothesis import given
from hypothesis import strategies as st

from rnnviz.gui.controls.answer_rows import write_answer
from rnnviz.gui.controls.written_rows import INDENT, columns, write_example, write_rows
from rnnviz.tasks.task import Example

WENT_IN = "hgfedcbahg" + 99 * "-" + "|" + 10 * "-"
WANTED = 110 * "-" + "hgfedcbahg"


def test_short_rows_are_written_whole():
    written = write_rows("ab|--", "---ab", "---ab", 40)
    assert written.text.splitlines() == [
        "in     ab|--", "wanted ---ab", "out    ---ab", "All 2 symbols are right.",
    ]  # fmt: skip
    assert written.wrong == ()


def test_the_blank_middle_of_long_rows_is_left_out():
    rows = write_rows(WENT_IN, WANTED, WANTED, 39).text.splitlines()
    assert rows[0] == "in     hgfedcbahg-----…-----|----------"
    assert rows[1] == "wanted ---------------…------hgfedcbahg"
    assert " ".join(rows[3:]) == "All 10 symbols are right. 89 steps left out."


def test_mistakes_are_marked_and_counted_even_where_they_are_left_out():
    came_out = 50 * "-" + "a" + 59 * "-" + "hgfedcbaaa"
    written = write_rows(WENT_IN, WANTED, came_out, 39)
    rows = written.text.splitlines()
    assert [n for n, sign in enumerate(rows[3]) if sign == "^"] == [37, 38]
    assert [written.text[place] for place in written.wrong] == ["a", "a"]
    assert rows[4:] == ["2 of 10 symbols wrong, and 1 blank. 89", "steps left out."]


def test_rows_of_different_lengths_go_on_below_and_what_is_noted_follows():
    written = write_example(Example("([a]" * 3, "not balanced", "balanced", noted="One ["), 16)
    assert written.text.splitlines() == [
        "in     ([a]([a](", "       [a]", "wanted not balan", "       ced",
        "out    balanced", "One [",
    ]  # fmt: skip
    assert written.wrong == ()


def test_faults_are_marked_where_they_stand_and_what_was_wanted_is_not_written_twice():
    example = Example("thequickbrown", "the quick brown", "the qui¦ck_brown", faults=(7, 10))
    written = write_example(example, 16)
    assert written.text.splitlines()[0] == "in     thequickb"
    assert "wanted" not in written.text
    assert [written.text[place] for place in written.wrong] == ["¦", "_"]


def test_rows_of_one_length_are_still_compared_sign_by_sign():
    example = Example("ab|--", "---ab", "---aa")
    assert write_example(example, 40) == write_rows("ab|--", "---ab", "---aa", 40)


@given(st.lists(st.booleans(), min_size=1, max_size=200), st.integers(8, 120))
def test_what_is_kept_fits_and_is_in_order(dull, room):
    kept = columns(dull, room)
    assert len(kept) <= max(room, 1)
    shown = [n for n in kept if n is not None]
    assert shown == sorted(set(shown))
    if len(dull) <= room:
        assert kept == list(range(len(dull)))
    else:
        assert None in kept


def test_what_happens_is_left_out_last():
    dull = [False] * 10 + [True] * 60 + [False] * 11
    kept = columns(dull, 40 - INDENT)
    assert {n for n, one in enumerate(dull) if not one} <= set(kept)


def test_an_answer_stands_beside_the_one_after_true_signs_with_its_mistakes():
    written = write_answer(Example("abcd|", "dcba", "dcbb", forced="ddba"), 40)
    rows = written.text.splitlines()
    assert rows[:5] == [
        "in     abcd|", "wanted dcba", "out    dcbb", "wrong     ^", "forced ddba",
    ]  # fmt: skip
    assert " ".join(rows[5:]).startswith("Wrong of 4: 1 written alone, 1 after the true ones")
    assert [written.text[place] for place in written.wrong] == ["b", "d"]


def test_long_answers_keep_their_ends():
    word = "abcdefghij" * 4
    rows = write_answer(Example(word + "|", word, word, forced=word), 30).text.splitlines()
    assert max(map(len, rows)) <= 30
    assert rows[0].endswith("j|")
    assert rows[1].endswith("hij")
    assert rows[4].startswith("All 40 are right")
