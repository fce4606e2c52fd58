"""The labels of marks stand beside their lines and never upon each other."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from rnnviz.gui.plotting.live_plot.marks import Mark, columns, place_marks
from rnnviz.gui.plotting.live_plot.scale import Scale

LINE = 14.0


def width_of(text):
    return 6.5 * len(text) + 6


def placed(*marks, width=400.0, height=300.0, taken=()):
    scale = Scale((0, 100), (0, 1), width, height)
    return place_marks([Mark(*mark) for mark in marks], scale, width_of, LINE, taken)


def test_a_label_stands_right_of_its_line_at_the_top():
    (label,) = placed((50, "Identity W_hh"))
    assert label.area.left() > 200
    assert label.area.top() < LINE


def test_at_the_right_edge_it_stands_left_of_its_line():
    (label,) = placed((95, "Identity W_hh"))
    assert label.area.right() < 380


def test_marks_of_one_moment_are_listed_below_each_other():
    labels = placed((95, "one thing"), (95, "another"), (95, "a third"))
    assert len({label.area.top() for label in labels}) == 3
    assert [label.text for label in labels] == ["a third", "another", "one thing"]


def test_labels_leave_room_for_what_is_there_already():
    legend = QRectF(200, 0, 200, 40)
    (label,) = placed((50, "Identity W_hh"), taken=[legend])
    assert not label.area.intersects(legend)


def test_no_mark_of_several_close_ones_is_without_words():
    moments = [(40 + 3 * n, f"Identity W_hh number {n}") for n in range(8)]
    assert len(placed(*moments, width=250.0, height=160.0)) == 8


def test_a_label_wider_than_the_room_on_either_side_stands_over_its_line():
    (label,) = placed((50, "Spectral radius of W_hh = 1"), width=200.0)
    assert label.area.left() < 100 < label.area.right()


def test_a_mark_out_of_sight_has_no_label_and_no_line():
    assert placed((120, "later")) == []
    assert columns([Mark(120, "later")], Scale((0, 100), (0, 1), 400, 300)) == []


def test_a_label_without_a_place_is_left_out():
    assert placed((50, "a text that is wider than the whole plot can be"), width=100.0) == []


MOMENTS = st.lists(st.tuples(st.floats(0, 100), st.text("abc ", min_size=1, max_size=20)))


@given(MOMENTS, st.floats(60, 900), st.floats(40, 600))
def test_whatever_happens_labels_stay_inside_and_apart(moments, width, height):
    areas = [label.area for label in placed(*moments, width=width, height=height)]
    for number, area in enumerate(areas):
        assert area.left() >= 0
        assert area.right() <= width
        assert area.bottom() <= height
        assert not any(area.intersects(other) for other in areas[number + 1 :])
