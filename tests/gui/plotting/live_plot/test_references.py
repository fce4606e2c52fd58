"""The labels of comparison lines never stand upon each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from rnnviz.gui.plotting.live_plot.references import Reference, place
from rnnviz.gui.plotting.live_plot.scale import Scale

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


def test_many_close_lines_are_named_in_the_order_of_n():
    whole = texts((3.9, 2.83, 1.64, 1.60, 1.62), width=400.0)
    assert whole[0] == "3-gram 1.64, 4-gram 1.60, 5-gram 1.62"
    assert texts((3.9, 2.83, 1.64, 1.60, 1.62), width=200.0)[0] == "3-gram, 4-gram, 5-gram"


def test_names_that_end_alike_leave_room_for_the_values():
    short = texts((3.9, 2.83, 1.64, 1.60, 1.62), width=270.0)
    assert short[0] == "3, 4, 5-gram 1.64, 1.60, 1.62"


def test_a_label_moves_to_the_left_where_it_would_hide_a_curve():
    scale = Scale((0, 1), (1.0, 4.0), 400.0, 300.0)
    sizes = scale, width_of, LINE
    for hidden, is_left in (
        (lambda area: area.left(), True),
        (lambda area: 500 - area.left(), False),
        (lambda area: 1.0, False),
    ):
        (label,) = place(lines(2.0), *sizes, hidden=hidden)
        assert (label.area.left() < 200) == is_left
        assert label.area.bottom() <= 200


def test_a_label_moves_below_its_line_where_both_ends_hide_a_curve():
    scale = Scale((0, 1), (1.0, 4.0), 400.0, 300.0)
    (label,) = place(lines(2.0), scale, width_of, LINE, hidden=lambda area: 300 - area.top())
    assert label.area.top() > 200
    (label,) = place(lines(1.05), scale, width_of, LINE, hidden=lambda area: 300 - area.top())
    assert label.area.bottom() <= 295


def test_two_close_lines_in_little_room_keep_their_values_above_and_below():
    scale = Scale((0, 1), (0.0, 1.0), 230.0, 80.0)
    pair = [Reference(0.55, "same as before", "0.0514"), Reference(0.45, "solved", "0.0257")]
    lower, upper = place(pair, scale, width_of, LINE)
    assert (upper.text, lower.text) == ("same as before 0.0514", "solved 0.0257")
    assert upper.area.bottom() <= scale.rows(0.55) < scale.rows(0.45) <= lower.area.top()


def test_two_close_lines_at_the_lower_edge_have_both_labels_above():
    scale = Scale((0, 1), (0.0, 1.0), 230.0, 80.0)
    pair = [Reference(0.15, "same as before", "0.0514"), Reference(0.05, "solved", "0.0257")]
    lower, upper = place(pair, scale, width_of, LINE)
    assert (upper.text, lower.text) == ("same as before 0.0514", "solved 0.0257")
    assert upper.area.bottom() <= lower.area.top() < lower.area.bottom() <= scale.rows(0.15)


@pytest.mark.parametrize(
    ("value", "text", "edge"), [(0.1, "↓ limit 1", 286), (9.0, "↑ limit 1", 0)]
)
def test_a_pinned_line_beyond_the_axis_is_pointed_to(value, text, edge):
    scale = Scale((0, 1), (1.0, 4.0), 400.0, 300.0)
    (label,) = place([Reference(value, "limit", "1", pinned=True)], scale, width_of, LINE)
    assert (label.text, label.area.top()) == (text, edge)


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
