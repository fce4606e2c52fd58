"""What is said of the hidden units: of one value, and of the whole map."""

import numpy as np
import pytest
from measured import EVERY_CASE

from rnnviz.captions.hidden_units import caption, kinds, label, value_caption
from rnnviz.captions.map_square import Square


def square(row, column, rows=1):
    return Square(row, column, range(row, row + rows), range(column, column + 1))


@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_every_state_and_gate_of_every_layer_can_be_read_out(case):
    thing = "step" if case.window == "one loss" else "character"
    for found in case.measure("hidden_units", phrase="abcde"):
        steps = len(found.symbols)
        assert steps == (25 if thing == "step" else 5)
        for kind, values in kinds(found).items():
            told = value_caption(kind, square(1, 0), (3, 2), found)
            assert told.startswith("unit 2")
            assert told.endswith(f", {thing} 1 of {steps}")
            assert ("not a number" in told) == bool(np.isnan(values[0, 2]))
            whole = caption(values, (4, steps), found.unit)
            assert ("diverged" in whole) == bool(np.isnan(values).any())
            assert "diverged" in whole or whole == f"4 units, {steps} {thing}s. Point for values."


def test_of_several_units_in_a_pixel_the_strongest_is_named_as_such():
    (found, _) = EVERY_CASE[0].measure("hidden_units", phrase="abcde")
    told = value_caption("h", square(0, 1, rows=2), (0, 1), found)
    assert told.startswith("unit 0 after “b”: h = ")
    assert told.endswith("character 2 of 5, the strongest of 2 units here")
    assert caption(np.zeros((5, 9)), (4, 5)) == (
        "9 units; a row of pixels shows the strongest of 3."
    )


def test_one_unit_and_one_character_are_one():
    assert caption(np.zeros((1, 1)), (1, 1)) == "1 unit, 1 character. Point for values."


def test_gates_are_named_and_one_that_is_unknown_by_its_letter():
    assert label("f") == "f, forget gate"
    assert label("q") == "gate q"
