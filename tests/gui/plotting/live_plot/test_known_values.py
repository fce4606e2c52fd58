"""Numbers picked out of an array that only grows."""

import numpy as np
import pytest

from rnnviz.gui.plotting.live_plot.known_values import KnownValues


@pytest.mark.parametrize("portion", [1, 13, 400, 5000])
def test_every_number_is_kept_once_however_the_values_come(portion):
    x, y = np.arange(5000), np.where(np.arange(5000) % 10 == 0, np.arange(5000.0), np.nan)
    y[20] = np.inf
    known = KnownValues(factor=2.0)
    for stop in range(portion, 5000 + portion, portion):
        known.grow(x[:stop], y[:stop])
    finite = np.isfinite(y)
    assert known.x.tolist() == x[finite].tolist()
    assert known.y.tolist() == (2 * y[finite]).tolist()


def test_a_shorter_array_is_another_one():
    known = KnownValues()
    known.grow(np.arange(3), np.array([1.0, 2.0, 3.0]))
    known.grow(np.arange(2), np.array([np.nan, 5.0]))
    assert known.y.tolist() == [5.0]
    known.clear()
    assert known.x.size == 0
