"""What all pictures share: a message, a look, letters that follow the program's size of text."""

import pytest
from PySide6.QtGui import QFont

from rnnviz.gui.appearance.theme import DARK
from rnnviz.gui.plotting.canvas import smaller
from rnnviz.gui.plotting.heat_map import HeatMap
from rnnviz.gui.plotting.needle_gauge import NeedleGauge
from rnnviz.gui.plotting.triangle.map import TriangleMap

MAKERS = [lambda: HeatMap("Map", "unit"), lambda: TriangleMap("Map"), lambda: NeedleGauge("Gauge")]


@pytest.fixture(params=MAKERS, ids=["heat map", "triangle", "sheet"])
def picture(request, qtbot):
    made = request.param()
    qtbot.addWidget(made)
    made.resize(300, 200)
    return made


def test_a_message_stands_in_place_of_the_picture_in_the_look_chosen(picture):
    picture.set_theme(DARK)
    picture.set_message("Nothing yet.")
    shown = picture.grab().toImage()
    assert shown.pixelColor(2, 2).name() == DARK.base
    colours = {shown.pixelColor(x, 100).name() for x in range(300)}
    assert len(colours) > 2
    assert picture.accessibleDescription() == "Nothing yet."


def test_letters_follow_the_size_of_text(picture):
    before = picture.letters.pointSizeF()
    larger = QFont(picture.font())
    larger.setPointSizeF(larger.pointSizeF() + 6)
    picture.setFont(larger)
    assert picture.letters.pointSizeF() == before + 6


def test_letters_in_plots_are_a_point_smaller_but_never_tiny():
    assert smaller(QFont("Sans", 10)).pointSizeF() == 9
    assert smaller(QFont("Sans", 6)).pointSizeF() == 6
