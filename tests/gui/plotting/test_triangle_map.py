"""The parts of the triangle's picture by themselves: colours, ribbon, axes."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFont
from triangles import TEXT, fading

from rnnviz.gui.plotting.colour_scale import MAGNITUDES, ColourScale
from rnnviz.gui.plotting.glyphs import Glyphs
from rnnviz.gui.plotting.ribbon import left_of_norms, stretch
from rnnviz.gui.plotting.triangle_ground import names
from rnnviz.gui.plotting.triangle_picture import TriangleValues, above, picture
from rnnviz.gui.theme import LIGHT


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
    np.testing.assert_array_equal(above(T, places), ~holds)


def test_what_is_left_is_relative_to_the_losss_own_state():
    np.testing.assert_allclose(left_of_norms(fading(12), 11), 0.5 ** np.arange(11, -1, -1))
    assert np.isnan(left_of_norms(np.zeros((3, 3)), 2)).all()


def test_a_ribbon_that_is_too_short_shows_the_characters_before_its_loss(glyphs):
    letters = tuple(TEXT * 3)[:100]
    part = stretch(letters, 60, 20 * glyphs.widest(letters), glyphs)
    assert part.last == 61
    assert 10 < part.count < 25
    assert stretch(letters, 2, 200, glyphs).first == 0
    assert stretch(letters, 50, 5000, glyphs).count == 100
    assert stretch(("",) * 100, 50, 50, glyphs).count == 100


def test_axes_name_all_characters_or_round_steps(glyphs):
    letters = tuple(TEXT[:20])
    assert names(letters, 20.0, (10, 30), glyphs).lines == 1
    staggered = names(letters, 4.0, (10, 30), glyphs)
    assert (staggered.lines, len(staggered.marks)) == (3, 20)
    numbers = names(letters, 2.0, (10, 15), glyphs).marks
    assert numbers == ((9, "10"), (19, "20"))
    assert names(("",) * 20, 20.0, (10, 15), glyphs).marks[0] == (0, "1")
