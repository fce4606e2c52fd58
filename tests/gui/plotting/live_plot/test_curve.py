"""Curves and bands find their way to pixels."""

import numpy as np
import pytest

from rnnviz.gui.plotting.live_plot.curve import Band, Curve, LineStyle
from rnnviz.gui.plotting.live_plot.scale import FARTHEST, Scale

SCALE = Scale((0.0, 100.0), (0.0, 10.0), 200.0, 100.0)
LOG = Scale((0.0, 100.0), (-2.0, 2.0), 200.0, 100.0, log_y=True)


def curve(x, y):
    made = Curve("made", LineStyle())
    made.grow(np.asarray(x), np.asarray(y, float))
    return made


def test_values_land_on_their_pixels():
    assert SCALE.columns([0, 50, 100]).tolist() == [0, 100, 200]
    assert SCALE.rows([0, 5, 10]).tolist() == [100, 50, 0]
    assert LOG.rows([0.01, 1, 100]).tolist() == [100, 50, 0]
    assert np.isnan(LOG.rows([0.0, -1.0, np.nan])).all()
    assert SCALE.x_at(float(SCALE.columns(37.5))) == 37.5


def test_points_far_away_are_held_back():
    assert SCALE.rows([1e300, -1e300]).tolist() == [-FARTHEST, FARTHEST]


def test_an_empty_curve_has_no_lines_and_no_nearest_point():
    empty = curve([], [])
    assert empty.polylines(SCALE) == []
    assert empty.nearest(SCALE, 10, 10) is None


@pytest.mark.parametrize(
    ("y", "sizes"),
    [
        ([1, 2, 3, 4], [4]),
        ([np.nan, 2, 3, np.nan], [2]),
        ([1, np.inf, 3, 4], [1, 2]),
        ([np.nan] * 4, []),
        ([1, -np.inf, np.nan, 4], [1, 1]),
    ],
)
def test_values_that_are_not_finite_break_the_line(y, sizes):
    lines = curve(np.arange(4), y).polylines(SCALE)
    assert [len(line) for line in lines] == sizes
    assert all(np.isfinite(line).all() for line in lines)


def test_zero_leaves_a_gap_on_a_logarithmic_axis():
    assert [len(line) for line in curve(np.arange(3), [1, 0, 1]).polylines(LOG)] == [1, 1]


def test_only_the_visible_part_is_drawn_and_one_point_beyond_it():
    long = curve(np.arange(1000), np.zeros(1000))
    (line,) = long.polylines(Scale((100.0, 110.0), (0.0, 1.0), 200.0, 100.0))
    assert 11 <= len(line) <= 13
    assert line[0, 0] <= 0
    assert line[-1, 0] >= 200


@pytest.mark.parametrize("kind", [np.int64, np.float64])
def test_a_million_points_become_at_most_two_thousand(kind):
    x = np.arange(1_000_000).astype(kind)
    long = curve(x, np.sin(np.arange(1_000_000)))
    (line,) = long.polylines(Scale((0.0, 1e6), (-1.0, 1.0), 3000.0, 100.0))
    assert 1000 <= len(line) <= 2000
    assert line[:, 1].min() < 0.1
    assert line[:, 1].max() > 99.9


def test_the_end_of_a_curve_continues_what_was_drawn():
    x = np.arange(5000)
    growing = curve(x[:4000], np.sin(x[:4000] / 50))
    scale = Scale((0.0, 8000.0), (-1.0, 1.0), 800.0, 100.0)
    (before,) = growing.polylines(scale)
    grain = growing.grain(scale)
    growing.grow(x, np.sin(x / 50))
    assert growing.grain(scale) == grain
    (whole,), (end,) = growing.polylines(scale), growing.polylines(scale, since=4000)
    np.testing.assert_array_equal(whole[-len(end) :], end)
    assert end[0, 0] <= before[-1, 0] < end[-1, 0]
    assert len(end) < len(whole) / 3


def test_another_curve_or_coarser_buckets_change_the_grain():
    scale = Scale((0.0, 1e5), (0.0, 1.0), 400.0, 100.0)
    growing = curve(np.arange(1000), np.zeros(1000))
    grain = growing.grain(scale)
    growing.grow(np.arange(50_000), np.zeros(50_000))
    assert growing.grain(scale) != grain
    grain = growing.grain(scale)
    growing.replace(np.arange(50_000), np.ones(50_000))
    assert growing.grain(scale) != grain


def test_the_nearest_point_is_beside_the_pointer():
    made = curve(np.array([0, 10, 50]), [1, 2, 3])
    near = made.nearest(SCALE, 24, 0)
    assert (near.x, near.y, near.column, near.row) == (10, 2, 20, 80)
    assert made.nearest(SCALE, 90, 0).x == 50
    assert made.nearest(SCALE, -5, 0).x == 0


def test_a_point_that_is_not_a_number_is_never_the_nearest():
    for bad in (np.nan, np.inf, -np.inf):
        assert curve([0, 10], [bad, bad]).nearest(SCALE, 5, 5) is None
        assert curve([0, 10], [bad, bad]).nearest(LOG, 5, 5) is None


def test_a_band_is_as_high_as_its_edges_and_reaches_the_bottom_at_zero():
    band = Band("made", LineStyle())
    band.replace(np.arange(3.0), np.array([0.1, 0.0, np.nan]), np.array([10.0, 1.0, 1.0]))
    outline = band.outline(LOG)
    assert outline.tolist() == [[0, 25], [2, 50], [2, 100], [0, 75]]
    band.clear()
    assert band.outline(LOG).size == 0


def test_the_same_data_again_changes_nothing_and_moving_data_do_not_settle():
    x, y = np.arange(4), np.arange(4.0)
    shown = curve(x, y)
    before = shown.extent, shown.extremes
    shown.grow(shown.x, shown.y)
    assert (shown.extent, shown.extremes) == before
    shown.replace(shown.x, shown.y)
    assert not shown.settles
    assert shown.extent != before[0]
    shown.grow(shown.x, shown.y)
    assert shown.settles
    shown.clear()
    shown.grow(x, y)
    assert shown.extremes == before[1]
