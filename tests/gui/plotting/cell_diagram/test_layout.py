"""Where everything of a cell stands: nothing overlaps, nothing is outside, every wire has a way."""

import itertools

import pytest
from drawn_cells import LETTERS, SIZES, diagram_of, known
from PySide6.QtGui import QFont

from rnnviz.gui.plotting.cell_diagram.layout import Letters
from rnnviz.gui.plotting.cell_diagram.type_sizes import type_of

CELLS = list(known())
every = pytest.mark.parametrize(("name", "size"), list(itertools.product(CELLS, SIZES)), ids=str)


def texts(diagram):
    """Every text that is written, and where."""
    for box in diagram.boxes.values():
        yield from (one for one in (box.label, box.bias) if one is not None)
        for term in box.terms:
            yield from (one for one in (term.symbol, term.size) if one is not None)
        if box.glyph is not None and box.sign:
            yield box.glyph, box.sign


@every
def test_no_two_boxes_overlap_and_none_reaches_into_the_readout(name, size):
    _, diagram = diagram_of(name, size)
    boxes = list(diagram.boxes.values())
    for one, other in itertools.combinations(boxes, 2):
        assert not one.rect.overlaps(other.rect), (one.name, other.name)
    for box in boxes:
        assert not box.rect.overlaps(diagram.readout), box.name


@every
def test_nothing_lies_outside(name, size):
    _, diagram = diagram_of(name, size)
    width, height = diagram.size
    for box in diagram.boxes.values():
        for rect in (box.rect, box.strip, *(term.box for term in box.terms)):
            assert rect.x >= 0, box.name
            assert rect.right <= width, box.name
            assert rect.y >= 0, box.name
            assert rect.bottom <= height, box.name
    for path in diagram.paths:
        assert all(0 <= x <= width and 0 <= y <= height for x, y in path.points), path


@every
def test_the_parts_of_a_box_stand_in_it(name, size):
    _, diagram = diagram_of(name, size)
    for box in diagram.boxes.values():
        parts = [box.strip, box.glyph, box.number, box.label and box.label.rect]
        parts += [part for term in box.terms for part in (term.box, term.strip)]
        for part in parts:
            if part is not None:
                assert box.rect.grown(0.6).contains(part.x, part.y), box.name
                assert box.rect.grown(0.6).contains(part.right, part.bottom), box.name


@every
def test_labels_fit(name, size):
    _, diagram = diagram_of(name, size)
    letters = LETTERS.small if diagram.small else LETTERS.usual
    for rect, text in texts(diagram):
        assert letters.width(text) <= rect.width + 0.5, text


@every
def test_every_wire_is_drawn_and_every_value_has_a_way_to_whoever_reads_it(name, size):
    graph, diagram = diagram_of(name, size)
    drawn = graph if set(diagram.boxes) == {n.name for n in graph.nodes} else graph.compact()
    assert set(diagram.homes.values()) == set(diagram.boxes)
    assert {wire.name for wire in known()[name][0]} <= set(diagram.homes)
    ways = {(path.source, path.target) for path in diagram.paths}
    for node in drawn.nodes:
        assert {(source, node.name) for source in node.inputs} <= ways, node.name
    assert {(state, "") for state in graph.states} <= ways


@every
def test_ways_begin_and_end_where_they_should_and_run_through_no_other_box(name, size):
    _, diagram = diagram_of(name, size)
    for path in diagram.paths:
        source = diagram.boxes[path.source]
        assert path.points[0] == pytest.approx((source.strip.right, source.strip.centre[1]))
        if path.target:
            end = diagram.boxes[path.target].rect.grown(0.6)
            assert end.contains(*path.points[-1]), path
        for other in diagram.boxes.values():
            if other.name not in (path.source, path.target):
                assert not crosses(path, other.rect), (path, other.name)


def crosses(path, rect):
    """Whether a way of level and upright pieces runs through a rectangle."""
    for (x0, y0), (x1, y1) in itertools.pairwise(path.points):
        left, right, top, bottom = min(x0, x1), max(x0, x1), min(y0, y1), max(y0, y1)
        across = min(right, rect.right) - max(left, rect.x)
        along = min(bottom, rect.bottom) - max(top, rect.y)
        if across > 0.1 and rect.y + 0.1 < y0 < rect.bottom - 0.1 and y0 == y1:
            return True
        if along > 0.1 and rect.x + 0.1 < x0 < rect.right - 0.1 and x0 == x1:
            return True
    return False


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", ["lstm", "peephole"])
def test_the_memory_has_a_straight_road_above_everything_else(name, size):
    _, diagram = diagram_of(name, size)
    road = [("c_prev", "f c_prev"), ("f c_prev", "c"), ("c", "")]
    rows = {y for p in diagram.paths if (p.source, p.target) in road for _, y in p.points}
    assert rows == {diagram.roads["c"]}
    others = [box for box in diagram.boxes.values() if box.name not in ("c_prev", "f c_prev", "c")]
    assert all(box.strip.centre[1] > diagram.roads["c"] for box in others)


@every
def test_what_comes_in_stands_below_all_else(name, size):
    _, diagram = diagram_of(name, size)
    row = diagram.boxes["x"].strip.centre[1]
    assert all(box.strip.centre[1] < row for box in diagram.boxes.values() if box.name != "x")


@pytest.mark.parametrize("name", CELLS)
def test_from_left_to_right_everything_is_computed_before_it_is_read(name):
    _, diagram = diagram_of(name, (1300, 650))
    for path in diagram.paths:
        if path.target:
            assert diagram.boxes[path.source].rect.right <= diagram.boxes[path.target].rect.x


def test_a_gate_is_a_valve_on_the_way_of_what_it_lets_through():
    _, diagram = diagram_of("lstm", (1300, 650))
    valves = {box.name: box.opening for box in diagram.boxes.values() if box.kind == "valve"}
    assert valves == {"f c_prev": "f", "i g": "i", "h": "o"}
    _, diagram = diagram_of("gru", (640, 400))
    valves = {box.name: box.opening for box in diagram.boxes.values() if box.kind == "valve"}
    assert valves == {"r q": "r", "z h_prev": "z", "(1 - z) n": "1 - z"}


def test_every_parameter_that_multiplies_has_a_box_with_its_rows_and_columns():
    _, diagram = diagram_of("peephole", (1300, 650))
    sizes = {t.parameter: t.size.text for b in diagram.boxes.values() for t in b.terms if t.size}
    assert sizes["W_if"] == "128 × 65"
    assert sizes["W_hg"] == "128 × 128"
    assert {"W_ci", "W_cf", "W_co"} <= set(sizes)


def test_a_point_in_a_box_tells_its_wire_and_one_in_a_matrix_its_product():
    _, diagram = diagram_of("lstm", (1300, 650))
    card = diagram.boxes["a_f"]
    assert diagram.at(*card.strip.centre) == "a_f"
    assert diagram.at(*card.terms[1].box.centre) == "W_hf h_prev"
    assert diagram.at(*diagram.readout.centre) == ""
    assert diagram.drawn(("b_hf", "W_hf", "a_f")) == "W_hf h_prev"


def test_the_layout_of_a_cell_is_the_same_every_time():
    assert diagram_of("gru", (640, 400))[1] == diagram_of("gru", (640, 400))[1]


@pytest.mark.parametrize("size", [(340, 160), *SIZES], ids=str)
@pytest.mark.parametrize("name", CELLS)
def test_with_the_letters_of_the_screen_nothing_overlaps_and_everything_fits(qapp, name, size):
    usual, small = QFont(qapp.font()), QFont(qapp.font())
    small.setPointSizeF(0.8 * small.pointSizeF())
    letters = Letters(type_of(usual), type_of(small))
    _, diagram = diagram_of(name, size, letters)
    written = letters.small if diagram.small else letters.usual
    boxes = list(diagram.boxes.values())
    for one, other in itertools.combinations(boxes, 2):
        assert not one.rect.overlaps(other.rect), (one.name, other.name)
    for rect, text in texts(diagram):
        assert written.width(text) <= rect.width + 0.5, text
    assert diagram.size[0] / size[0] == pytest.approx(diagram.size[1] / size[1])
