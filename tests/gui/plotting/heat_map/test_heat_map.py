"""The heat map by itself: colours, legend, names, hatching, keys."""

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from rnnviz.captions.number_format import signed_number
from rnnviz.gui.appearance.theme import DARK, LIGHT
from rnnviz.gui.plotting.colour_scale import DIVERGING, MAGNITUDES, ColourScale
from rnnviz.gui.plotting.diverging import ON_LIGHT
from rnnviz.gui.plotting.heat_map.ground import Labels
from rnnviz.gui.plotting.heat_map.heat_map import HeatMap

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)  # offscreen only
SIZES = [(80, 32), (330, 150), (900, 500), (1600, 1000)]
SCALE = ColourScale(DIVERGING, -1.0, 1.0)


@pytest.fixture
def heat_map(qtbot):
    heat_map = HeatMap("Heat map", "unit")
    qtbot.addWidget(heat_map)
    heat_map.resize(330, 150)
    with qtbot.waitExposed(heat_map):
        heat_map.show()
    return heat_map


def show(heat_map, values, columns=None, marked=()):
    names = columns or ["abcdefgh"[place % 8] for place in range(values.shape[1])]
    heat_map.set_labels(Labels(range(len(values)), names, frozenset(marked)))
    heat_map.show_values(values)


def wave(rows, columns):
    return np.sin(np.arange(rows * columns, dtype=float)).reshape(rows, columns)


def colour_at(heat_map, row, column):
    return heat_map.grab().toImage().pixelColor(heat_map.area(row, column).center())


def test_every_value_has_its_colour_at_its_place(heat_map):
    values = wave(5, 7)
    show(heat_map, values)
    for row in range(5):
        for column in range(7):
            assert colour_at(heat_map, row, column) == SCALE.colour(values[row, column])


def test_the_scales_keep_their_ends_and_their_middle():
    assert SCALE.colour(-9.0) == SCALE.colour(-1.0) == QColor(ON_LIGHT.low)
    assert SCALE.colour(np.inf) == SCALE.colour(1.0) == QColor(ON_LIGHT.high)
    assert SCALE.colour(0.0) == QColor(LIGHT.base)
    assert SCALE.colour(np.nan).alpha() == 0
    gates = ColourScale(MAGNITUDES, 0.0, 1.0)
    lightness = [gates.colour(share).lightnessF() for share in np.linspace(0, 1, 9)]
    assert lightness == sorted(lightness)


def test_numbers_are_written_for_people():
    assert [signed_number(value) for value in (-0.12345, 0.0, 4.0, -1e-9)] == [
        "−0.123",
        "0",
        "4",
        "−1·10⁻⁹",
    ]


def test_the_legend_runs_from_the_highest_colour_to_the_lowest(heat_map):
    show(heat_map, np.zeros((3, 4)))
    image, inside = heat_map.grab().toImage(), heat_map.inside
    column = inside.right() + 12
    assert image.pixelColor(column, inside.top()) == SCALE.colour(1.0)
    assert image.pixelColor(column, inside.bottom()) == SCALE.colour(-1.0)


def test_something_is_written_below_every_column_that_has_room(heat_map):
    show(heat_map, wave(2, 4), columns=["a", "⏎", "⇥", "␣"])
    image, inside = heat_map.grab().toImage(), heat_map.inside
    below = range(inside.bottom() + 2, heat_map.height())
    for column in range(4):
        area = heat_map.area(0, column)
        inks = {image.pixel(x, y) for x in range(area.left(), area.right()) for y in below}
        assert len(inks) > 1, f"nothing is written below column {column}"


PHRASE = "shall i compare thee to a summer's day, and so on for ever and ever"


@pytest.mark.parametrize("points", [0, 4, 8])
@pytest.mark.parametrize("width", [120, 200, 330, 700])
def test_every_letter_of_a_phrase_is_shown_or_it_is_scrolled(heat_map, qtbot, width, points):
    font = heat_map.font()
    font.setPointSizeF(font.pointSizeF() + points)
    heat_map.setFont(font)
    heat_map.resize(width, 160)
    values = np.tile(np.linspace(-1, 1, len(PHRASE)), (3, 1))
    show(heat_map, values, columns=[*PHRASE.replace(" ", "␣")])
    room, last = heat_map.room, len(PHRASE) - 1
    metrics = QFontMetrics(room.columns.font)
    pitch = room.inside.width() / room.columns.seen
    widths = [metrics.horizontalAdvance(letter) for letter in PHRASE]
    assert all((a + b) / 2 <= pitch for a, b in pairwise(widths))
    if room.columns.seen > last:
        assert not heat_map.bar.isVisible()
        return
    assert heat_map.bar.isVisible()
    assert not heat_map.bar.geometry().intersects(room.inside)
    for _ in range(len(PHRASE) + 1):
        QTest.keyClick(heat_map, Qt.Key.Key_Right)
    assert heat_map.cell.column == last
    assert colour_at(heat_map, 0, heat_map.places()[1] - 1) == SCALE.colour(1.0)
    heat_map.bar.setValue(0)
    qtbot.mouseMove(heat_map, heat_map.area(0, 0).center())
    assert heat_map.cell.column == 0


def test_marked_rows_have_a_mark_in_the_accent_colour(heat_map):
    show(heat_map, wave(4, 4), marked=[2])
    image, left = heat_map.grab().toImage(), heat_map.inside.left() - 3
    middles = [heat_map.area(row, 0).center().y() for row in range(4)]
    marks = [image.pixelColor(left, middle) == QColor(LIGHT.accent) for middle in middles]
    assert marks == [False, False, True, False]


def test_what_is_not_a_number_is_hatched(heat_map):
    values = wave(2, 4)
    values[1, 2] = np.nan
    show(heat_map, values)
    image, area = heat_map.grab().toImage(), heat_map.area(1, 2).adjusted(1, 1, -1, -1)
    inks = {image.pixel(x, area.center().y()) for x in range(area.left(), area.right())}
    assert inks == {QColor(LIGHT.error).rgb(), QColor(LIGHT.grid).rgb()}


def test_lines_run_through_rows_that_are_tall_enough(heat_map):
    values = np.array([[0.0] * 9, [1.0] * 9])
    show(heat_map, values)
    assert colour_at(heat_map, 0, 4) == SCALE.colour(0.0)
    heat_map.with_lines = True
    area = heat_map.area(0, 4)
    column = [
        heat_map.grab().toImage().pixelColor(area.center().x(), y)
        for y in range(area.top(), area.bottom())
    ]
    assert column.count(QColor("#000000")) == 1
    middle = column.index(QColor("#000000"))
    assert abs(middle - area.height() / 2) <= 1
    assert column[middle - 1] == column[middle + 1] == QColor("#ffffff")
    assert colour_at(heat_map, 1, 4) == SCALE.colour(1.0), "a line of ones runs above the middle"


def test_the_arrow_keys_move_over_the_map_and_enter_takes(qtbot, heat_map):
    show(heat_map, wave(12, 9))
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(heat_map, key)
    assert (heat_map.cell.row, heat_map.cell.column) == (2, 1)
    with qtbot.waitSignal(heat_map.opened) as opened:
        qtbot.keyClick(heat_map, Qt.Key.Key_Return)
    assert (opened.args[0].row, opened.args[0].column) == (2, 1)
    with qtbot.waitSignal(heat_map.picked) as picked:
        qtbot.keyClick(heat_map, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert picked.args == [2]
    for _ in range(30):
        qtbot.keyClick(heat_map, Qt.Key.Key_Left)
        qtbot.keyClick(heat_map, Qt.Key.Key_Up)
    assert (heat_map.cell.row, heat_map.cell.column) == (0, 0)


def test_a_click_gives_the_map_the_keyboard_and_escape_lets_go_of_its_cursor(qtbot):
    window, heat_map, field = QWidget(), HeatMap("Heat map", "unit"), QLineEdit()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(heat_map)
    column.addWidget(field)
    window.resize(400, 300)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    show(heat_map, wave(12, 9))
    field.setFocus()
    qtbot.mouseClick(heat_map, Qt.MouseButton.LeftButton, pos=heat_map.inside.center())
    assert heat_map.hasFocus()
    for key, column in ((Qt.Key.Key_Home, 0), (Qt.Key.Key_Right, 1), (Qt.Key.Key_End, 8)):
        qtbot.keyClick(heat_map, key)
        assert heat_map.cell.column == column
    qtbot.keyClick(heat_map, Qt.Key.Key_Escape)
    assert heat_map.cell is None
    qtbot.keyClick(heat_map, Qt.Key.Key_Right)
    assert heat_map.cell.column == 0


def test_a_message_covers_the_map_and_hides_its_cells(qtbot, heat_map):
    show(heat_map, wave(3, 3))
    heat_map.set_message("There is nothing to see.")
    qtbot.mouseMove(heat_map, heat_map.inside.center())
    assert heat_map.cell is None
    assert heat_map.accessibleDescription() == "There is nothing to see."
    place = heat_map.inside.topLeft()
    assert heat_map.grab().toImage().pixelColor(place) == QColor(LIGHT.base)


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("shape", [(1, 1), (512, 1), (3, 2000), (128, 40)], ids=str)
def test_every_shape_is_drawn_in_every_size(qtbot, heat_map, size, theme, shape):
    heat_map.set_theme(theme)
    heat_map.with_lines = True
    heat_map.resize(*size)
    values = wave(*shape)
    show(heat_map, values)
    rows, columns = heat_map.places()
    inside, seen = heat_map.inside, heat_map.room.columns.seen
    assert (rows, columns) == (min(shape[0], inside.height()), min(seen, inside.width()))
    corner = inside.topLeft()
    shown = values[: shape[0] // rows or 1, : seen // columns or 1]
    strongest = shown.flat[np.abs(shown).argmax()]
    assert heat_map.grab().toImage().pixelColor(corner) == SCALE.on(theme).colour(strongest)
    qtbot.mouseMove(heat_map, inside.center())
    qtbot.mouseMove(heat_map, corner)
    assert values[heat_map.cell.row, heat_map.cell.column] == strongest


def test_new_values_have_only_the_colours_painted_anew(heat_map, monkeypatch):
    show(heat_map, wave(6, 9))
    heat_map.grab()
    areas = []
    monkeypatch.setattr(heat_map, "update", lambda *area: areas.append(area))
    heat_map.show_values(-wave(6, 9))
    assert areas == [(heat_map.inside,)]


def test_nothing_of_the_values_before_is_left_where_there_is_none_now(heat_map, qtbot):
    show(heat_map, np.ones((4, 4)))
    heat_map.grab()
    values = np.full((4, 4), np.nan)
    values[1:3] = 0.5
    show(heat_map, values)
    kept = heat_map.grab(heat_map.inside).toImage()
    other = HeatMap("Another", "unit")
    qtbot.addWidget(other)
    other.resize(heat_map.size())
    show(other, values)
    assert kept == other.grab(other.inside).toImage()


def test_a_scale_as_wide_as_float32_itself_has_its_colours():
    most = float(np.finfo(np.float32).max)
    found = ColourScale(DIVERGING, -most, most).pixels(np.array([-most, 0.0, most], np.float32))
    small = ColourScale(DIVERGING, -1.0, 1.0).pixels(np.array([-1.0, 0.0, 1.0], np.float32))
    np.testing.assert_array_equal(found, small)
