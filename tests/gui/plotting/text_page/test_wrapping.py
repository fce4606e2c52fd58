"""Lines of a page: broken after line ends and between words, and every symbol in its place."""

import numpy as np
import pytest

from rnnviz.gui.plotting.text_page.wrapping import moved, wrapped


def lines(text, columns):
    """The text as it stands in its lines."""
    places = wrapped(tuple(text), columns)
    found = [""] * (int(places[-1, 0]) + 1 if len(places) else 0)
    for symbol, (row, column) in zip(text, places.tolist(), strict=True):
        assert column == len(found[row])
        assert column < columns
        found[row] += symbol
    return found


@pytest.mark.parametrize(
    ("text", "columns", "expected"),
    [
        ("", 5, []),
        ("abc", 5, ["abc"]),
        ("abc def", 5, ["abc ", "def"]),
        ("abc\ndef", 5, ["abc\n", "def"]),
        ("abcdefgh", 3, ["abc", "def", "gh"]),
        ("ab cdefgh", 4, ["ab ", "cdef", "gh"]),
        ("abcd efgh", 4, ["abcd", " ", "efgh"]),
        ("a  b", 2, ["a ", " b"]),
        ("\n\n", 5, ["\n", "\n"]),
        ("abcd\n", 4, ["abcd", "\n"]),
        ("the end of the line", 7, ["the end", " of the", " line"]),
        ("abc", 0, ["a", "b", "c"]),
    ],
)
def test_a_text_is_broken_as_by_hand(text, columns, expected):
    assert lines(text, max(columns, 1)) == expected


def test_every_drawn_text_has_all_its_symbols_in_order():
    rng = np.random.default_rng(0)
    for _ in range(200):
        text = "".join(rng.choice(list("abc  \n"), rng.integers(0, 60)))
        columns = int(rng.integers(1, 12))
        assert "".join(lines(text, columns)) == text


def test_keys_move_along_and_across_lines():
    places = wrapped(tuple("abc def\ngh"), 4)  # "abc ", "def\n", "gh"
    assert moved(places, 0, 1, 0) == 1
    assert moved(places, 0, -1, 0) == 0
    assert moved(places, 9, 1, 0) == 9
    assert moved(places, 2, 0, 1) == 6
    assert moved(places, 7, 0, 1) == 9  # the nearest column there is
    assert moved(places, 1, 0, -1) == 1
    assert moved(places, 9, 0, 1) == 9
