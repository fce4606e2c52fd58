"""What is said of letters in two dimensions."""

import numpy as np

from rnnviz.captions.letters import caption, gate_label, letter_caption
from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.probes.letters import Letters


def letters(symbols=" ab", kinds=("space", "vowel", "consonant"), shares=(0.5, 0.25)):
    V = len(symbols)
    nearest = np.array([[o for o in range(V) if o != v] for v in range(V)], np.intp)
    points, explained = np.zeros((V, 2)), np.array(shares)
    return Letters(tuple(symbols), kinds, points, explained, nearest.reshape(V, -1), "all", 64)


def test_it_is_told_how_much_is_seen_in_each_direction():
    assert caption(letters()) == (
        "Seen here: 75 % of how the 3 columns of W_ih (64 numbers each) differ, 50 % to the "
        "right, 25 % upward. What lies close, the network takes for alike."
    )


def test_columns_that_are_all_the_same_and_a_single_one_are_told_as_such():
    assert caption(letters(shares=(0.0, 0.0))).startswith("All of the 3 columns of W_ih are the")
    assert caption(letters("a", ("vowel",), (0.0, 0.0))).startswith("There is only one symbol")


def test_a_letter_is_named_with_those_nearest_to_it():
    assert letter_caption(letters(), 1) == "“a”; nearest: a space, “b”"
    assert letter_caption(letters("a", ("vowel",)), 0) == "“a”"
    numbered = letters("012", ("symbol",) * 3)
    assert letter_caption(numbered, 2) == "symbol 2; nearest: symbol 0, symbol 1"


def test_every_gate_of_every_cell_has_a_label():
    assert gate_label("all") == "all gates"
    for cell in CELLS.values():
        for gate in cell.gates:
            assert gate_label(gate).startswith((f"{gate}, ", "gate "))
