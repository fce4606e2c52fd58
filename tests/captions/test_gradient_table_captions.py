"""How far a text's losses reach back, as a table of the command line."""

import numpy as np
import pytest

from rnnviz.captions.gradient_table import table, what_it_is
from rnnviz.probes.triangle import Triangle


def found(T, fill=0.5):
    return Triangle(np.full(T, 1.25), {"h": np.full((T + 1, T, 2), fill)})


@pytest.mark.parametrize("T", [1, 2, 5])
def test_every_symbol_that_is_read_has_a_row(T):
    heading, *rows, what = table("ab\ncd"[:T], found(T))
    assert heading.split() == ["step", "symbol", "loss", "last", "loss", "summed", "losses"]
    assert len(rows) == T
    assert what.startswith(
        "Losses in nats; norms of the gradient with respect to the hidden state:"
    )
    assert ("hides vanishing" in what) == (T > 1)
    assert ("both are the same" in what) == (T == 1)
    assert rows[0].split() == ["1", "'a'", "1.250", "7.071e-01", f"{T * 0.5**0.5:.3e}"]


def test_what_is_zero_and_what_is_no_number_is_written_as_such():
    assert list(table("a", found(1, 0.0)))[1].endswith("0.000e+00   0.000e+00")
    assert list(table("a", found(1, np.nan)))[1].endswith("nan         nan")


def test_of_a_stack_the_table_says_that_it_is_of_the_top_layer():
    assert "the hidden state of the top layer: of the last loss" in what_it_is(5, 2)


def test_a_loss_too_large_for_its_column_is_written_with_a_power_of_ten():
    large = Triangle(np.full(1, 2.7e20), {"h": np.zeros((2, 1, 2))})
    assert list(table("a", large))[1].split()[2] == "3e+20"
