"""A page of characters: colours behind them, letters that can be read, lines that are scrolled."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtTest import QTest

from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.plotting.colour_scale import DIVERGING, ColourScale, between
from rnnviz.gui.plotting.text_page import Legend, TextPage
from rnnviz.gui.plotting.text_page.colouring import Colouring, tint

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
TEXT = "the sea is old\nand grey it is\t, "
RAMP = ColourScale(between("#ffffff", "#ff0000"), 0.0, 1.0)


@pytest.fixture
def page(qtbot):
    page = TextPage("Page")
    qtbot.addWidget(page)
    page.resize(400, 200)
    with qtbot.waitExposed(page):
        page.show()
    return page


def show(page, text=TEXT, values=None, scale=RAMP):
    page.show_text(tuple(text))
    values = np.linspace(0, 1, len(text)) if values is None else values
    page.show_colours(Colouring(values, scale, Legend("redness", ((0.0, "0"), (1.0, "1")))))
    return page.grab().toImage()


def corner(page, place):
    area = page.area(place)
    return area.left(), area.top()


def test_each_character_has_the_colour_of_its_value(page):
    image = show(page)
    values = np.linspace(0, 1, len(TEXT))
    for place in (0, 7, 14, len(TEXT) - 1):
        assert image.pixelColor(*corner(page, place)) == RAMP.colour(values[place])


def test_what_is_not_known_has_the_colour_of_paper(page):
    values = np.full(len(TEXT), np.nan)
    image = show(page, values=values)
    assert image.pixelColor(*corner(page, 3)).name() == LIGHT.base


def contrast(a, b):
    def light(colour):
        parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722)) + 0.05

    first, second = light(a), light(b)
    return max(first, second) / min(first, second)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("line", [0, 1, 2])
def test_letters_can_be_read_on_every_colour(theme, line):
    around_zero = ColourScale(DIVERGING, -1.0, 1.0).on(theme, below_text=True)
    for scale in (ColourScale(tint(theme, line), 0.0, 1.0), around_zero):
        ink = QColor(scale.ink)
        for value in np.linspace(scale.low, scale.high, 9):
            assert contrast(scale.colour(float(value)), ink) > 4.5


def test_pointing_and_keys_go_from_character_to_character(page, qtbot):
    show(page)
    with qtbot.waitSignal(page.pointed):
        QTest.mouseMove(page, page.area(5).center())
    assert page.place == 5
    QTest.keyClick(page, Qt.Key.Key_Right)
    assert page.place == 6
    QTest.keyClick(page, Qt.Key.Key_Down)
    assert page.place == 15 + 6  # in the second line
    QTest.mouseMove(page, QPoint(page.width() - 30, 10))
    assert page.place is None
    with qtbot.waitSignal(page.opened) as caught:
        QTest.mouseClick(page, Qt.MouseButton.LeftButton, pos=page.area(16).center())
    assert caught.args == [16]
    with qtbot.waitSignal(page.turned) as caught:
        QTest.keyClick(page, Qt.Key.Key_PageUp)
    assert caught.args == [-1]


def wheel(page, notches):
    at = QPointF(20, 20)
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(at, at, QPoint(), QPoint(0, 120 * notches), *none, False)
    page.wheelEvent(event)


def test_lines_that_do_not_fit_are_scrolled_to(page):
    long = "\n".join(f"line {n}" for n in range(60))
    show(page, long)
    assert page.grid.last_first_row > 0
    wheel(page, -2)
    assert page.first_row == 6
    wheel(page, 5)
    assert page.first_row == 0
    page.point(0)
    for _ in range(59):
        QTest.keyClick(page, Qt.Key.Key_Down)
    assert page.first_row == page.grid.last_first_row
    assert page.area(page.place).bottom() <= page.grid.inside.bottom()
    image = page.grab().toImage()
    values = np.linspace(0, 1, len(long))
    shown = RAMP.colour(values[page.place - 1])
    assert image.pixelColor(*corner(page, page.place - 1)).red() == shown.red()


def test_a_short_page_has_large_letters_and_a_long_one_small(page):
    page.resize(900, 600)
    show(page, "a short page")
    large = page.grid.cell.height()
    show(page, "a long page, " * 300)
    assert page.grid.cell.height() < large


@pytest.mark.parametrize("text", ["", "\n", "語語語", "e\u0301x", "\t\x07", "x" * 900])
@pytest.mark.parametrize("size", [(80, 32), (200, 120), (900, 600)])
def test_every_text_is_painted_in_every_size(page, text, size):
    page.resize(*size)
    assert not show(page, text).isNull()
    page.set_theme(DARK)
    assert not page.grab().isNull()
