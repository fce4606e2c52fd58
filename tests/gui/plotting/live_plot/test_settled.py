"""A backdrop holds what has settled of a curve, and knows when it will no longer do."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from rnnviz.gui.plotting.live_plot.content import Content
from rnnviz.gui.plotting.live_plot.curve import Curve, LineStyle
from rnnviz.gui.plotting.live_plot.scale import Scale
from rnnviz.gui.plotting.live_plot.settled import BURIED, LOOK_EVERY, Settled

SCALE = Scale((0.0, 1000.0), (0.0, 1.0), 500, 100)
X = np.arange(5000)
UPPER_HALF = QRectF(0, 0, 500, 50)


@pytest.fixture
def curve():
    curve = Curve("grows", LineStyle(0))
    curve.grow(X[:100], np.zeros(100))
    return curve


@pytest.fixture
def content(curve):
    return Content(curves=[curve])


@pytest.fixture
def settled(content):
    return Settled(content, SCALE)


def test_a_new_end_is_painted_from_where_the_last_one_ended(settled, curve):
    assert settled.growing() == [curve]
    assert settled.take_new_end(curve) == 0
    assert settled.growing() == []
    curve.grow(X[:130], np.zeros(130))
    assert settled.growing() == [curve]
    assert settled.take_new_end(curve) == 100
    assert settled.growing() == []


def test_what_moves_does_not_settle(settled, curve):
    curve.replace(X[:100], np.ones(100))
    assert settled.growing() == []


def test_nothing_settles_behind_a_message(settled, content):
    content.message = "Nothing to see yet."
    assert settled.growing() == []


def test_a_curve_that_begins_again_is_not_painted_over_the_old_one(settled, curve):
    settled.take_new_end(curve)
    curve.grow(X[:100], np.ones(100))  # as long as the old one
    assert settled.growing() == [curve]
    assert settled.take_new_end(curve) is None


def test_a_curve_whose_buckets_have_grown_is_not_painted_over_the_old_one(settled, curve):
    curve.grow(X[:900], np.zeros(900))
    settled.take_new_end(curve)
    curve.grow(X[:1001], np.zeros(1001))  # more than two values for each of the 500 columns
    assert settled.take_new_end(curve) is None


def test_a_curve_whose_markers_stand_farther_apart_is_not_painted_over_the_old_one():
    marked = Curve("marked", LineStyle(0, markers=True))
    settled = Settled(Content(curves=[marked]), SCALE)
    marked.grow(X[:60], np.zeros(60))
    assert settled.take_new_end(marked) == 0
    marked.grow(X[:61], np.zeros(61))
    assert settled.take_new_end(marked) is None


def test_a_backdrop_is_outdated_once_other_curves_have_data(settled, content, curve):
    assert not settled.is_outdated()
    content.curves.append(Curve("empty", LineStyle(1)))
    assert not settled.is_outdated()
    content.curves[-1].grow(X[:1], np.zeros(1))
    assert settled.is_outdated()
    curve.clear()
    content.curves.pop()
    assert settled.is_outdated()


@pytest.mark.parametrize(("more", "outdated"), [(BURIED, False), (BURIED + 1, True)])
def test_a_backdrop_is_outdated_once_its_legend_buries_more(content, curve, more, outdated):
    settled = Settled(content, Scale((0.0, 500.0), (0.0, 1.0), 500, 100))
    settled.put_legend(UPPER_HALF)
    curve.replace(X[:500], np.where(X[:500] < more, 0.9, 0.1))
    assert [settled.is_outdated() for _ in range(LOOK_EVERY)] == [False] * 9 + [outdated]


def test_where_the_legend_stands_it_may_hide_what_it_hid_from_the_beginning(content, curve):
    settled = Settled(content, SCALE)
    curve.replace(X[:500], np.full(500, 0.9))
    settled.put_legend(UPPER_HALF)
    assert not any(settled.is_outdated() for _ in range(3 * LOOK_EVERY))


def test_noise_may_run_below_the_legend(content, curve):
    curve.look = LineStyle(0, weight="faint")
    settled = Settled(content, SCALE)
    settled.put_legend(UPPER_HALF)
    curve.replace(X[:500], np.full(500, 0.9))
    assert not any(settled.is_outdated() for _ in range(3 * LOOK_EVERY))


def test_fresh_columns_are_told_once_and_together(settled):
    assert settled.take_fresh() is None
    settled.note_fresh(40, 60)
    settled.note_fresh(50, 75)
    settled.note_fresh(30, 35)
    assert settled.take_fresh() == (30, 75)
    assert settled.take_fresh() is None
