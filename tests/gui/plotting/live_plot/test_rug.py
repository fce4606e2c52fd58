"""Columns that tell how often something was so."""

import numpy as np
import pytest

from rnnviz.gui.plotting.live_plot.curve import LineStyle
from rnnviz.gui.plotting.live_plot.rug import COLUMN, RUG_HEIGHT, Rug
from rnnviz.gui.plotting.live_plot.scale import Scale

ALL = Scale((0.0, 1000.0), (0.0, 1.0), 400, 200)


@pytest.fixture
def rug():
    return Rug("clipped", LineStyle(1))


def grown(rug, flags, portion):
    steps = np.arange(1, flags.size + 1)
    for stop in range(portion, flags.size + portion, portion):
        rug.grow(steps[:stop], flags[:stop])
    return rug


@pytest.mark.parametrize("portion", [1, 7, 1000, 5000])
def test_steps_are_counted_however_they_come(portion, rug):
    flags = np.random.default_rng(0).random(5000) < 0.3
    assert grown(rug, flags, portion).count == np.count_nonzero(flags)


def test_a_column_is_as_high_as_the_share_of_its_steps(rug):
    flags = np.arange(1, 1001) % 2 == 0
    edges, shares = grown(rug, flags, 100).shares(ALL)
    assert shares == pytest.approx(0.5, abs=0.06)
    assert edges[-1] <= ALL.width + COLUMN
    outline = rug.outline(ALL)
    assert outline[:, 1].max() == ALL.height
    assert outline[:-2, 1] == pytest.approx(ALL.height - 0.5 * RUG_HEIGHT, abs=1)


def test_a_few_steps_have_a_column_each(rug):
    rug.grow(np.arange(1, 5), np.array([True, False, False, True]))
    _, shares = rug.shares(Scale((0.0, 5.0), (0.0, 1.0), 400, 200))
    assert shares.tolist() == [1, 0, 0, 1]


def test_only_what_is_seen_is_counted(rug):
    flags = np.arange(1, 1001) > 500
    grown(rug, flags, 1000)
    assert (rug.shares(Scale((0.0, 400.0), (0.0, 1.0), 400, 200))[1] == 0).all()
    assert (rug.shares(Scale((600.0, 900.0), (0.0, 1.0), 400, 200))[1] == 1).all()
    far = Scale((-1e15, 1e15), (0.0, 1.0), 400, 200)
    assert rug.shares(far)[1].tolist() == [0.5]


def test_a_rug_without_a_mark_is_not_there(rug):
    rug.grow(np.arange(1, 4), np.zeros(3, bool))
    assert rug.x.size == 0
    assert rug.outline(ALL).size == 0


def test_a_shorter_array_begins_afresh(rug):
    grown(rug, np.ones(100, bool), 100)
    rug.grow(np.arange(1, 4), np.array([True, False, True]))
    assert rug.count == 2
