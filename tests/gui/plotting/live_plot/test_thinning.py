"""Thinning a curve keeps its extremes, its gaps and its cost."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from timing import cpu_seconds

from rnnviz.gui.plotting.live_plot.thinning import MOST_BUCKETS, SMALLEST_BLOCK, Pyramid, block_for

VALUES = st.floats(-1e6, 1e6, width=32) | st.sampled_from([np.nan, np.inf, -np.inf])
CURVES = st.integers(1, 700).flatmap(lambda size: arrays(np.float64, size, elements=VALUES))


def finite(values):
    return values[np.isfinite(values)]


def grown(values, cuts):
    """A pyramid that saw the curve in several pieces."""
    pyramid = Pyramid()
    for cut in sorted({*cuts, values.size}):
        pyramid.update(values[:cut])
    return pyramid


@given(CURVES, st.lists(st.integers(1, 700), max_size=5), st.data())
def test_the_extremes_of_every_view_are_kept(values, cuts, data):
    pyramid = grown(values, [cut for cut in cuts if cut < values.size])
    start = data.draw(st.integers(0, values.size - 1))
    stop = data.draw(st.integers(start + 1, values.size))
    most = data.draw(st.integers(1, 60))
    block = block_for(start, stop, most)
    index, thinned = pyramid.thin(values, start, stop, block)
    assert index.size == thinned.size <= 2 * most
    first, last = start // block * block, min(-(-stop // block) * block, values.size)
    seen, true = finite(thinned), finite(values[first:last])
    assert (
        seen.size == 0
        if true.size == 0
        else (seen.min(), seen.max())
        == (
            true.min(),
            true.max(),
        )
    )


@given(CURVES, st.integers(1, 40))
def test_every_bucket_lies_where_it_was_and_shows_its_own_extremes(values, most):
    pyramid = grown(values, [])
    block = block_for(0, values.size, most)
    index, thinned = pyramid.thin(values, 0, values.size, block)
    assert (np.diff(index) >= 0).all()
    if block == 1:
        np.testing.assert_array_equal(thinned, np.where(np.isfinite(values), values, np.nan))
        return
    for number, pair in enumerate(thinned.reshape(-1, 2)):
        bucket = finite(values[number * block : (number + 1) * block])
        if bucket.size == 0:
            assert np.isnan(pair).all()
        else:
            assert sorted(pair) == [bucket.min(), bucket.max()]


@given(CURVES, st.lists(st.integers(1, 700), max_size=6))
def test_growing_in_pieces_gives_what_all_at_once_gives(values, cuts):
    pieces, whole = grown(values, [c for c in cuts if c < values.size]), grown(values, [])
    for block in (1, 2, SMALLEST_BLOCK, 4 * SMALLEST_BLOCK):
        for one, other in zip(
            pieces.thin(values, 0, values.size, block),
            whole.thin(values, 0, values.size, block),
            strict=True,
        ):
            np.testing.assert_array_equal(one, other)
    assert (pieces.low, pieces.high, pieces.low_positive) == (
        whole.low,
        whole.high,
        whole.low_positive,
    )


@given(CURVES)
def test_the_extremes_of_all_that_was_seen_are_known(values):
    pyramid, seen = grown(values, [values.size // 2]), finite(values)
    assert pyramid.low == min(seen, default=np.inf)
    assert pyramid.high == max(seen, default=-np.inf)
    assert pyramid.low_positive == min(seen[seen > 0], default=np.inf)


def test_a_complete_bucket_does_not_change_while_the_curve_grows():
    values = np.random.default_rng(0).normal(size=40_000)
    pyramid = grown(values[:20_000], [])
    before = pyramid.thin(values[:20_000], 0, 20_000, 64)[1]
    pyramid.update(values)
    after = pyramid.thin(values, 0, 40_000, 64)[1]
    np.testing.assert_array_equal(after[: before.size - 2], before[:-2])


@pytest.mark.parametrize("other", [np.arange(5.0), np.arange(100.0) + 1])
def test_another_curve_starts_afresh(other):
    pyramid = grown(np.arange(50.0) * 2, [])
    pyramid.update(other)
    assert (pyramid.low, pyramid.high) == (other.min(), other.max())
    assert pyramid.count == other.size
    assert pyramid.beginnings == 2


def test_a_million_values_are_thinned_in_well_under_a_millisecond():
    values = np.random.default_rng(0).normal(size=1_000_000)
    pyramid = grown(values, [])
    block = block_for(0, values.size)
    index, _ = pyramid.thin(values, 0, values.size, block)
    assert index.size <= 2 * MOST_BUCKETS
    assert cpu_seconds(lambda _: pyramid.thin(values, 0, values.size, block), 20) < 0.5e-3


def test_a_million_values_take_less_than_three_megabytes_more():
    pyramid = grown(np.zeros(1_000_000), [])
    kept = sum(level.lows.nbytes + level.highs.nbytes for level in pyramid._levels)
    assert kept < 3e6
