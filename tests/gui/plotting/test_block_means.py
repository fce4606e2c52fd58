"""The line through noise: means of neighbours, however the values came."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.gui.plotting.block_means import MOST, BlockMeans


def test_few_values_are_their_own_means():
    means = BlockMeans()
    means.grow(np.arange(1, 6), np.array([1.0, 2.0, 4.0, 8.0, 16.0]))
    np.testing.assert_allclose(means.y, [1, 2, 4, 8, 16])
    np.testing.assert_array_equal(means.x, [1, 2, 3, 4, 5])


def test_more_become_geometric_means_of_blocks():
    means = BlockMeans()
    means.grow(np.arange(1, 2 * MOST + 1), np.tile([1.0, 100.0], MOST))
    assert means.block == 2
    np.testing.assert_allclose(means.y, np.full(MOST, 10.0))
    np.testing.assert_array_equal(means.x, np.arange(2, 2 * MOST + 1, 2))


@given(cuts=st.lists(st.integers(0, 3000), max_size=6), count=st.integers(0, 3000))
def test_it_does_not_matter_how_the_values_came(cuts, count):
    values = np.exp(np.sin(np.arange(count) * 0.7)).astype(np.float32)
    x = np.arange(1, count + 1)
    bit_by_bit, at_once = BlockMeans(), BlockMeans()
    for cut in sorted(cuts):
        bit_by_bit.grow(x[:cut], values[:cut])
    bit_by_bit.grow(x, values)
    at_once.grow(x, values)
    assert len(at_once.y) <= MOST
    assert bit_by_bit.block == at_once.block
    np.testing.assert_array_equal(bit_by_bit.x, at_once.x)
    np.testing.assert_allclose(bit_by_bit.y, at_once.y)


@pytest.mark.parametrize("bad", [np.nan, np.inf, 0.0, -1.0])
def test_what_has_no_logarithm_is_missing(bad):
    means = BlockMeans()
    values = np.full(2 * MOST, 3.0)
    values[[0, 2, 3]] = bad
    means.grow(np.arange(values.size), values)
    assert means.y[0] == pytest.approx(3.0)
    assert np.isnan(means.y[1])
    assert np.isfinite(means.y[2:]).all()


def test_another_curve_begins_afresh():
    means = BlockMeans()
    means.grow(np.arange(9), np.full(9, 2.0))
    means.grow(np.arange(3), np.full(3, 5.0))
    np.testing.assert_allclose(means.y, [5, 5, 5])
