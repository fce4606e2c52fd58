"""The parts of the triangle's picture by themselves: colours, ribbon, axes."""

import math
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFont, QFontMetrics
from triangles import TEXT, fading

from rnnviz.gui.appearance.theme import LIGHT
from rnnviz.gui.plotting.colour_scale import MAGNITUDES, ColourScale
from rnnviz.gui.plotting.glyphs import Glyphs
from rnnviz.gui.plotting.layer import Medium
from rnnviz.gui.plotting.lettering import Lettering
from rnnviz.gui.plotting.ranges import rungs
from rnnviz.gui.plotting.triangle.legend import _levels, legend
from rnnviz.gui.plotting.triangle.picture import TriangleValues, picture, unreached
from rnnviz.gui.plotting.triangle.ribbon import left_of_norms, stretch
from rnnviz.gui.plotting.triangle.step_names import below_columns, beside_rows, nudged


@pytest.fixture
def glyphs(qapp):
    return Glyphs(QFont())


def test_a_zero_lets_the_hatching_through_and_what_is_no_number_is_red():
    M = fading(4)
    M[2, 0], M[3, 1] = 0.0, np.nan
    image = picture(TriangleValues(M), (4, 4), ColourScale(MAGNITUDES, -4.0, 0.0), LIGHT)
    assert image.pixelColor(0, 2).alpha() == 0
    assert image.pixelColor(1, 3) == QColor(LIGHT.error)
    assert image.pixelColor(3, 0) == QColor(LIGHT.base)


@pytest.mark.parametrize("places", [(7, 7), (3, 7), (7, 2), (4, 3)])
def test_what_lies_above_the_diagonal_is_known_for_every_grouping(places):
    T = 7
    holds = np.zeros(places, bool)
    for t in range(T):
        for k in range(t + 1):
            row = max(r for r in range(places[0]) if r * T // places[0] <= t)
            column = max(c for c in range(places[1]) if c * T // places[1] <= k)
            holds[row, column] = True
    np.testing.assert_array_equal(unreached(TriangleValues(np.zeros((T, T))), places), ~holds)


def test_what_is_left_is_relative_to_the_losss_own_state():
    np.testing.assert_allclose(
        left_of_norms(TriangleValues(fading(12)), 11), 0.5 ** np.arange(11, -1, -1)
    )
    assert np.isnan(left_of_norms(TriangleValues(np.zeros((3, 3))), 2)).all()


def test_a_ribbon_that_is_too_short_shows_the_characters_before_its_loss(glyphs):
    letters = tuple(TEXT * 3)[:100]
    part = stretch(letters, 60, 200, glyphs)
    assert part.last == 61
    assert 20 < part.count < 45
    assert stretch(letters, 2, 200, glyphs).first == 0
    assert stretch(letters, 50, 5000, glyphs).count == 100
    assert stretch(("",) * 100, 50, 50, glyphs).count == 100


def test_every_character_of_a_ribbon_has_the_width_that_it_needs(glyphs):
    letters, area = tuple("will swim"), QRect(10, 0, 300, 20)
    part = stretch(letters, 8, 300, glyphs)
    cells = [part.cell(step, area) for step in range(9)]
    assert cells[0].left() == 10
    assert cells[-1].right() == pytest.approx(310)
    assert cells[0].width() > 1.5 * cells[1].width()
    for cell, letter in zip(cells, letters, strict=True):
        assert cell.width() >= glyphs.width(letter)


def test_axes_name_all_characters_in_one_line_or_round_steps(glyphs):
    letters = tuple(TEXT[:20])
    needed = sum(map(glyphs.width, letters))
    columns = below_columns(letters, 1.1 * needed, glyphs).marks
    assert [text for _, text in columns] == list(letters)
    ends = [(x - glyphs.width(text) / 2, x + glyphs.width(text) / 2) for x, text in columns]
    assert all(left[1] <= right[0] + 1e-9 for left, right in pairwise(ends))
    assert [text for _, text in below_columns(letters, 0.9 * needed, glyphs).marks] == ["10", "20"]
    assert len(beside_rows(letters, 20 * glyphs.ascent, glyphs).marks) == 20
    assert beside_rows(letters, 9 * glyphs.ascent, glyphs).marks[-1][1] == "20"
    assert below_columns(("",) * 20, 900, glyphs).marks[0] == (22.5, "1")


def test_characters_are_nudged_aside_no_farther_than_they_must(glyphs):
    middles, widths = np.arange(5) * 10.0, np.array([4.0, 16.0, 16.0, 4.0, 4.0])
    found = nudged(middles, widths)
    np.testing.assert_allclose(found, [-3, 7, 23, 33, 40])
    assert (np.diff(found) >= (widths[1:] + widths[:-1]) / 2).all()
    np.testing.assert_allclose(nudged(middles, np.full(5, 9.0)), middles)


@pytest.mark.parametrize(
    ("levels", "wanted"),
    [
        ((-0.1, 0.2), (math.log10(0.2), math.log10(2))),
        ((-0.6, 0.0), (-1.0, 0.0)),
        ((-9.5, 0.1), (-10 + math.log10(2), math.log10(2))),
        ((0.3, 0.3), (-0.7, 0.3)),
    ],
)
def test_colours_are_spread_over_little_more_than_the_values(levels, wanted):
    assert rungs(*levels) == pytest.approx(wanted, abs=2e-3)


def test_the_bar_has_a_number_however_few_decades_it_spans():
    for low in (-0.7, -0.3, -1.0, -2.3, -12.0):
        assert _levels(ColourScale(MAGNITUDES, low, 0.3), False, 60)


@pytest.mark.parametrize(("height", "shown"), [(200, "titled"), (110, "bare"), (40, "nothing")])
def test_where_room_is_short_the_colour_bar_goes_without_its_title(qapp, height, shown):
    font, inside = QFont(), QRect(0, 0, 270, height)
    font.setPointSizeF(12)
    values = TriangleValues(fading(25))
    stamp = legend(
        inside, ColourScale(MAGNITUDES, -4.0, 0.0), values, Lettering(font, LIGHT, Medium())
    )
    lines = 0 if stamp is None else round(stamp.area.height() / QFontMetrics(font).height())
    assert {"titled": lines > 2, "bare": lines == 2, "nothing": lines == 0}[shown]
    assert stamp is None or stamp.area.bottom() <= height
