"""What the picture of a cell shows on its wires: colours, openings, widths, light."""

import math

import numpy as np
import pytest
from drawn_cells import known
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from rnnviz.core.cells import LSTM
from rnnviz.gui.appearance.theme import LIGHT
from rnnviz.gui.plotting.cell_diagram import Answer, CellPicture, Drawn, Frame
from rnnviz.gui.plotting.cell_diagram.nodes import graph_of
from rnnviz.gui.plotting.cell_diagram.overlay import scale_of, slope_colour, width_of_reach
from rnnviz.gui.plotting.cell_diagram.readout import parts_of
from rnnviz.gui.plotting.cell_diagram.shapes import Words
from rnnviz.gui.plotting.cell_diagram.type_sizes import type_of

H = 4
WORDS = Words("next", "back", "W_hy h", "W_hy", "5 × 4")
WIRES = [wire.name for wire in LSTM().wires()]


@pytest.fixture
def picture(qtbot):
    made = CellPicture("a cell")
    qtbot.addWidget(made)
    made.resize(900, 520)
    wires, states, output, gates = known()["lstm"]
    named = dict.fromkeys((*gates, *states, "h_prev", "c_prev"), "")
    made.show_cell(Drawn(graph_of(wires, states, output), named, {}, WORDS, H))
    with qtbot.waitExposed(made):
        made.show()
    return made


def frame(**more):
    values = {name: np.zeros(H, np.float32) for name in (*WIRES, "h_prev", "c_prev", "x")}
    values |= more.pop("values", {})
    return Frame(values, unit=0, bounded=frozenset(("h", "f", "i", "o")), most=5.0, **more)


def colour_at(picture, x, y):
    image = picture.grab().toImage()
    return image.pixelColor(QPointF(x * picture.scale, y * picture.scale).toPoint())


def test_every_unit_has_its_place_in_the_strip_and_its_colour(picture):
    h = np.array([-1.0, 1.0, 0.0, 0.5], np.float32)
    shown = frame(values={"h": h})
    picture.show_frame(shown)
    strip = picture.diagram.boxes["h"].strip
    for unit, value in enumerate(h.tolist()):
        x = strip.x + (unit + 0.5) * strip.width / H
        assert colour_at(picture, x, strip.centre[1]) == scale_of(shown, "h").colour(value)
        assert picture.unit_at(x, strip.centre[1]) == unit


def test_values_without_bounds_have_the_scale_of_sums(picture):
    shown = frame(values={"c": np.full(H, 5.0, np.float32)})
    picture.show_frame(shown)
    strip = picture.diagram.boxes["c"].strip
    assert scale_of(shown, "c").high == 5.0
    assert colour_at(picture, strip.x + 3, strip.centre[1]) == scale_of(shown, "c").colour(5.0)


@pytest.mark.parametrize(("opening", "inked"), [(0.0, False), (0.9, True)])
def test_a_valve_is_filled_as_far_as_its_gate_is_open(picture, opening, inked):
    picture.show_frame(frame(values={"f": np.full(H, opening, np.float32)}))
    glyph = picture.diagram.boxes["f c_prev"].glyph
    row = glyph.y + 0.25 * glyph.height
    assert (colour_at(picture, glyph.x + 3, row) == QColor(LIGHT.lines[2])) == inked


def test_of_no_unit_the_mean_opens_the_valve():
    shown = frame(values={"f": np.array([0.0, 1.0, 1.0, 1.0], np.float32)})
    assert shown.opening("f") == 0.0
    mean = Frame(shown.values, unit=None)
    assert mean.opening("f") == 0.75
    assert math.isnan(mean.opening("none"))


def test_what_is_no_number_is_hatched_and_what_is_not_computed_is_blank(picture):
    lost = frame(values={"h": np.full(H, np.nan, np.float32)})
    picture.show_frame(lost)
    strip = picture.diagram.boxes["h"].strip
    points = [(strip.x + dx, strip.centre[1]) for dx in range(2, int(strip.width) - 2)]
    assert any(colour_at(picture, *point) != QColor(LIGHT.grid) for point in points)
    picture.show_frame(frame(lit=frozenset({"x"})))
    assert all(colour_at(picture, *point) == QColor(LIGHT.grid) for point in points[::5])


def test_gradients_are_the_narrower_the_less_is_left_of_them(picture):
    thick = []
    for share in (1.0, 0.1, 0.001):
        shown = frame(
            gradients={name: np.full(H, share, np.float32) for name in WIRES},
            reach=dict.fromkeys((*WIRES, "x", "h_prev", "c_prev"), share),
            steepest=1.0,
            is_back=True,
        )
        picture.show_frame(shown)
        path = next(p for p in picture.diagram.paths if p.source == "o")
        (x, y), (end, _) = path.points[0], path.points[1]
        middle = (x + end) / 2
        rows = np.arange(y - 8, y + 8, 0.5)
        ink = slope_colour(LIGHT)
        thick.append(sum(colour_at(picture, middle, row) == ink for row in rows))
    assert thick[0] > thick[1] > thick[2]
    assert width_of_reach(0.0) == width_of_reach(math.nan) == 0.0
    assert width_of_reach(1e9) == width_of_reach(1.0)


@pytest.mark.parametrize(("share", "true"), [(0.6, False), (0.4, True)])
def test_a_bar_is_as_long_as_its_answer_is_likely_and_that_of_the_true_one_stands_out(
    picture, share, true
):
    picture.show_frame(frame(answers=(Answer("a", share, true),), loss=0.9, most_loss=2.0))
    letters = type_of(picture._font(picture.diagram))
    row = parts_of(picture.diagram.readout, letters, 1).rows[0]
    ink = QColor(LIGHT.lines[1] if true else LIGHT.muted)
    image, scale = picture.grab().toImage(), picture.scale
    level = round(row.centre[1] * scale)
    columns = range(round(row.x * scale), round(row.right * scale))
    inked = [x for x in columns if image.pixelColor(x, level) == ink]
    ground = [x for x in columns if image.pixelColor(x, level) == QColor(LIGHT.grid)]
    assert len(inked) / (len(inked) + len(ground)) == pytest.approx(share, abs=0.06)


def test_pointing_lights_and_tells_the_wire(qtbot, picture):
    picture.show_frame(frame())
    told = []
    picture.pointed.connect(told.append)
    strip = picture.diagram.boxes["i g"].strip
    place = QPointF(strip.centre[0] * picture.scale, strip.centre[1] * picture.scale).toPoint()
    before = picture.grab().toImage()
    qtbot.mouseMove(picture, place)
    assert told == ["i g"]
    assert picture.grab().toImage() != before
    picture.leaveEvent(None)
    assert told == ["i g", ""]
    assert picture.grab().toImage() == before
