"""Arrow keys in the pictures of a cell: wires, what is read, the factors of the way back."""

import pytest
from drawn_cells import known
from PySide6.QtCore import Qt

from rnnviz.gui.plotting.cell_diagram import CellPicture, Drawn
from rnnviz.gui.plotting.cell_diagram.factors import FactorRow
from rnnviz.gui.plotting.cell_diagram.nodes import graph_of
from rnnviz.gui.plotting.cell_diagram.ribbon import Ribbon
from rnnviz.gui.plotting.cell_diagram.shapes import Words

WORDS = Words("next", "back", "W_hy h", "W_hy", "5 × 4")
SHIFT = Qt.KeyboardModifier.ShiftModifier
RIGHT, LEFT = Qt.Key.Key_Right, Qt.Key.Key_Left


@pytest.fixture
def shown(qtbot):
    """A function that shows a picture."""

    def show(picture):
        qtbot.addWidget(picture)
        picture.resize(900, 520)
        with qtbot.waitExposed(picture):
            picture.show()
        return picture

    return show


def test_with_shift_they_go_through_all_wires_that_the_pointer_finds(qtbot, shown):
    picture = shown(CellPicture("a cell"))
    wires, states, output, gates = known()["lstm"]
    named = dict.fromkeys((*gates, *states, "h_prev", "c_prev"), "")
    picture.show_cell(Drawn(graph_of(wires, states, output), named, {}, WORDS, 4))
    found, walked = [], []
    picture.pointed.connect(found.append)
    picture.walked.connect(walked.append)
    for _ in range(60):
        qtbot.keyClick(picture, RIGHT, SHIFT)
    assert set(found) >= set(picture.diagram.boxes)
    assert found == picture.diagram.wires()
    qtbot.keyClick(picture, LEFT, SHIFT)
    assert picture.wire == picture.diagram.wires()[-2]
    qtbot.keyClick(picture, RIGHT)
    assert walked == [1]
    qtbot.keyClick(picture, Qt.Key.Key_Escape)
    assert picture.wire == ""


def test_in_what_is_read_they_go_to_the_symbols_beside(qtbot, shown):
    ribbon, found = shown(Ribbon("what is read")), []
    ribbon.picked.connect(found.append)
    ribbon.show_symbols(tuple("shall"), 0)
    for key in (LEFT, RIGHT, Qt.Key.Key_End):
        qtbot.keyClick(ribbon, key)
    assert found == [1, 4]


def test_among_factors_they_point_and_return_looks_at_the_step(qtbot, shown):
    row, found = shown(FactorRow("factors")), []
    row.picked.connect(found.append)
    row.show_factors([0.5, 0.25, 2.0])
    for key in (RIGHT, LEFT, LEFT, Qt.Key.Key_Return):
        qtbot.keyClick(row, key)
    assert found == [0]
    qtbot.keyClick(row, Qt.Key.Key_Escape)
    assert not row.has_cursor
