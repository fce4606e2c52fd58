"""Runs are told apart by colour and by dash, in colour and in grey."""

from itertools import combinations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, qGray

from rnnviz.gui.appearance.looks import (
    LINES,
    SAMPLE,
    STRIPES,
    colour_of,
    drawn_pieces,
    line_of,
    look_icon,
    paint_look,
    stripes_of,
)
from rnnviz.gui.appearance.theme import DARK, LIGHT

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def test_the_first_look_is_the_first_colour_unbroken():
    assert line_of(0) == 0
    assert stripes_of(0) == ()


def test_no_two_of_thirty_looks_are_the_same():
    assert len({(line_of(look), stripes_of(look)) for look in range(30)}) == 30
    assert (line_of(30), stripes_of(30)) == (line_of(0), stripes_of(0))


def test_every_colour_of_a_theme_is_used():
    assert sorted(LINES) == list(range(len(LIGHT.lines))) == list(range(len(DARK.lines)))


def test_the_first_six_looks_have_dashes_of_their_own():
    assert len({stripes_of(look) for look in range(6)}) == 6 == len(STRIPES)


def test_every_dash_repeats_within_a_sample():
    assert all(sum(stripes) <= SAMPLE[0] for stripes in STRIPES)


@THEMES
def test_the_first_looks_differ_in_grey_by_what_is_drawn_of_the_line(theme):
    """Lightness or the share that is drawn, or else the length of the pieces, tells them apart."""
    for one, other in combinations(range(6), 2):
        lightness = [qGray(QColor(colour_of(look, theme)).rgb()) for look in (one, other)]
        longest = [max((stripes_of(look) or (99,))[::2]) for look in (one, other)]
        dots = [len(stripes_of(look)) for look in (one, other)]
        apart = abs(lightness[0] - lightness[1]) > 40 or longest[0] != longest[1]
        assert apart or dots[0] != dots[1], (one, other)


def test_a_line_without_a_dash_is_one_piece():
    assert drawn_pieces((), 40) == [(0, 40)]


def test_a_dash_is_cut_at_the_end_of_the_line():
    assert drawn_pieces((10, 4), 30) == [(0, 10), (14, 24), (28, 30)]
    assert drawn_pieces((10, 4), 12) == [(0, 10)]


@THEMES
def test_a_sample_is_painted_in_the_colour_and_dash(theme, qapp):
    image = QImage(SAMPLE[0], SAMPLE[1], QImage.Format.Format_RGB32)
    image.fill(QColor(theme.base))
    with QPainter(image) as painter:
        paint_look(painter, QRectF(0, 0, *SAMPLE), 1, theme)
    row = [image.pixelColor(column, SAMPLE[1] // 2).name() for column in range(SAMPLE[0])]
    drawn = np.array([colour == colour_of(1, theme) for colour in row])
    assert drawn[:9].all()
    assert not drawn[9:14].any()
    assert drawn[14:23].all()


def test_an_icon_shows_the_sample(qapp):
    icon = look_icon(2, LIGHT)
    image = icon.pixmap(*SAMPLE).toImage()
    colours = {
        image.pixelColor(column, image.height() // 2).name() for column in range(image.width())
    }
    assert colour_of(2, LIGHT) in colours
