"""The labels of comparison lines never stand upon each other."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from rnnviz.gui.plotting.references import Reference, place
from rnnviz.gui.plotting.scale import Scale

LINE = 14.0


def width_of(text):
    return 6.5 * len(text) + 6


def lines(*values):
    return [Reference(value, f"{n}-gram", f"{value:.2f}") for n, value in enumerate(values, 1)]


def texts(values, height=300.0, width=400.0, taken=()):
    scale = Scale((0, 1), (1.0, 4.0), width, height)
    return [label.text for label in place(lines(*values), scale, width_of, LINE, taken)]


def test_lines_apart_have_a_label_each():
    assert texts((2.83, 2.28)) == ["2-gram 2.28", "1-gram 2.83"]


def test_two_close_lines_share_a_label():
    assert texts((2.83, 1.62, 1.60)) == ["2-gram 1.62, 3-gram 1.60", "1-gram 2.83"]


def test_many_close_lines_in_little_room_are_named_from_to():
    assert texts((1.64, 1.63, 1.62, 1.61), width=250.0) == ["1-gram to 4-gram"]


def test_a_line_outside_the_range_has_no_label():
    assert texts((0.5, 7.0)) == []


def test_a_label_gives_way_to_the_legend():
    scale = Scale((0, 1), (1.0, 4.0), 400.0, 300.0)
    legend = QRectF(300, 0, 100, 60)
    (label,) = place(lines(3.6), scale, width_of, LINE, [legend])
    assert label.area.left() < 100


@given(
    st.lists(st.floats(1.0, 4.0), max_size=7),
    st.floats(60, 900),
    st.floats(40, 600),
    st.booleans(),
)
def test_no_label_covers_another_or_leaves_the_plot(values, width, height, with_legend):
    scale = Scale((0, 1), (1.0, 4.0), width, height)
    taken = [QRectF(width / 2, 0, width / 2, height / 3)] if with_legend else []
    areas = [label.area for label in place(lines(*values), scale, width_of, LINE, taken)]
    room = QRectF(0, 0, width, height)
    for number, area in enumerate(areas):
        assert room.contains(area)
        assert not any(area.intersects(other) for other in (*areas[:number], *taken))
