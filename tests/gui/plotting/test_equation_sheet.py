"""Equations on the screen: where their pieces stand, what is pointed at, what is lit."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt

from rnnviz.captions.cell_equations import Piece, equations
from rnnviz.core.cells import LSTM
from rnnviz.gui.plotting.equation_sheet import EquationPage, typeset

LINES = equations(LSTM().wires(), LSTM.gates, LSTM.state_names)


def width(text):
    return 7.0 * len(text)


@pytest.mark.parametrize("room", [120.0, 250.0, 900.0])
def test_no_two_pieces_overlap_and_none_but_a_bracket_leaves_the_sheet(room):
    placed = typeset(LINES, width, 14.0, room)
    assert "".join(one.piece.text for one in placed) == "".join(map(str, LINES))
    for one, other in pairwise(placed):
        assert not one.area.intersects(other.area)
        assert one.area.top() <= other.area.top()
    for one in placed:
        text = one.piece.text.strip()
        assert one.area.left() + width(one.piece.text.rstrip()) <= room or text in ("", ")", "))")


@pytest.fixture
def page(qtbot):
    made = EquationPage()
    qtbot.addWidget(made)
    made.resize(420, 300)
    made.show_equations(LINES, frozenset())
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_the_piece_under_the_pointer_is_told_with_all_that_it_is_part_of(qtbot, page):
    found = []
    page.pointed.connect(found.append)
    place = next(one for one in page.placed if one.piece.text == "W_ho")
    qtbot.mouseMove(page, place.area.center().toPoint())
    assert found[-1] == ("W_ho", "W_ho h_prev", "a_o", "o")
    qtbot.mouseMove(page, QPoint(419, 299))
    assert found[-1] == ()


def test_arrow_keys_go_from_piece_to_piece_and_tell_what_the_pointer_tells(qtbot, page):
    found = []
    page.pointed.connect(found.append)
    told = [one.piece.wires for one in page.placed if one.piece.wires]
    for _ in range(3):
        qtbot.keyClick(page, Qt.Key.Key_Right)
    qtbot.keyClick(page, Qt.Key.Key_Left)
    assert found == [told[0], told[1], told[2], told[1]]
    qtbot.keyClick(page, Qt.Key.Key_Escape)
    assert found[-1] == ()
    assert not page.has_cursor


def test_a_click_on_a_units_number_chooses_it(qtbot, page):
    line = LINES[0]
    pieces = (*line.pieces, Piece("0.5 (unit 7)", ("W_ii x",), 7))
    page.show_equations([type(line)(line.name, pieces)], frozenset())
    page.resize(900, 200)
    area = page.placed[-1].area
    with qtbot.waitSignal(page.picked) as told:
        qtbot.mouseClick(page, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
    assert told.args == [7]
    qtbot.keyClick(page, Qt.Key.Key_End)
    with qtbot.waitSignal(page.picked) as told:
        qtbot.keyClick(page, Qt.Key.Key_Return)
    assert told.args == [7]


def test_what_is_lit_has_another_ground_and_nothing_else_has(page):
    plain = page.grab().toImage()
    page.light("c")
    lit = page.grab().toImage()
    inside = next(one for one in page.placed if one.piece.text == "c")
    outside = next(one for one in page.placed if one.piece.text == "W_ii")
    corner = inside.area.topLeft().toPoint() + QPoint(1, 1)
    assert plain.pixelColor(corner) != lit.pixelColor(corner)
    corner = outside.area.topLeft().toPoint() + QPoint(1, 1)
    assert plain.pixelColor(corner) == lit.pixelColor(corner)


def test_screen_readers_get_all_equations(page):
    assert page.accessibleDescription().splitlines() == [str(line) for line in LINES]
