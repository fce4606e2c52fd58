"""A line is cut at the same columns whatever its points are, and far away nothing is cut."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.gui.appearance.looks import STRIPES
from rnnviz.gui.plotting.live_plot.stripes import CAP, cut, whole, within

ALL = [stripes for stripes in STRIPES if stripes]


def columns_of(segments, width):
    """Whether the middle of each column of a width lies under one of straight lines, or a cap."""
    at = np.arange(width) + 0.5
    return ((segments[:, :1] - CAP < at) & (at < segments[:, 2:3] + CAP)).any(axis=0)


def expected(stripes, width):
    """Whether each column of a width is drawn."""
    ends = np.cumsum(stripes)
    return np.searchsorted(ends, (np.arange(width) + 0.5) % ends[-1], "right") % 2 == 0


@pytest.mark.parametrize("stripes", ALL)
@pytest.mark.parametrize("count", [2, 7, 300, 3000])
def test_a_line_is_cut_at_the_same_columns_however_many_points_it_has(stripes, count):
    x = np.linspace(0, 210, count)
    points = np.column_stack((x, 50 + 40 * np.sin(x / 30)))
    drawn = columns_of(cut(points, stripes), 210)
    assert (drawn == expected(stripes, 210)).mean() > (0.97 if count < 3000 else 0.99)


@pytest.mark.parametrize("stripes", ALL)
def test_a_part_is_cut_as_the_whole_is(stripes):
    x = np.linspace(0, 210, 50)
    points = np.column_stack((x, x))
    part = columns_of(cut(points[20:], stripes), 210)
    start = int(x[20]) + 1
    np.testing.assert_array_equal(part[start:], expected(stripes, 210)[start:])
    assert not part[: start - 1].any()


def test_pieces_lie_on_the_line():
    points = np.array([[0.0, 0.0], [100.0, 50.0]])
    segments = cut(points, (9, 5))
    np.testing.assert_allclose(segments[:, 1], segments[:, 0] / 2)
    np.testing.assert_allclose(segments[:, 3], segments[:, 2] / 2)


@given(
    x=st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30),
    y=st.floats(-1e9, 1e9),
    stripes=st.sampled_from(ALL),
)
def test_whatever_is_zoomed_into_there_are_few_pieces(x, y, stripes):
    points = np.column_stack((np.sort(x), np.full(len(x), y)))
    segments = cut(points, stripes)
    assert len(segments) <= len(x) + 2 * (1 << 13)
    assert np.isfinite(segments).all()


def test_columns_with_several_points_are_whole_lines():
    x = np.repeat(np.arange(0.5, 40), 2)
    points = np.column_stack((x, np.tile([0.0, 30.0], 40)))
    segments = cut(points, (9, 5))
    upright = segments[segments[:, 0] == segments[:, 2]]
    kept = set(np.floor(upright[:, 0]).astype(int))
    assert kept == {column for column in range(40) if column % 14 < 8}


def test_what_lies_between_two_columns_is_found():
    points = np.column_stack((np.arange(0.0, 100, 10), np.arange(10.0)))
    found = within(whole(points), (25, 42))
    assert found[:, 0].tolist() == [20, 30, 40]
