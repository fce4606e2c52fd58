"""What is seen when several values share a pixel."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.gui.plotting.heat_map.grouping import members, starts, strongest

COUNTS = st.integers(1, 60)


@given(st.data(), COUNTS, COUNTS)
def test_every_group_shows_its_value_farthest_from_zero(data, rows, columns):
    values = np.random.default_rng(rows * columns).normal(size=(rows, columns))
    few_rows, few_columns = (data.draw(st.integers(1, n)) for n in (rows, columns))
    shown = strongest(values, few_rows, few_columns)
    assert shown.shape == (few_rows, few_columns)
    for row in range(few_rows):
        for column in range(few_columns):
            among = np.ix_(members(row, rows, few_rows), members(column, columns, few_columns))
            block = values[among].ravel()
            assert shown[row, column] == block[np.abs(block).argmax()]


@given(st.data(), COUNTS)
def test_groups_hold_every_member_once(data, count):
    places = data.draw(st.integers(1, count))
    grouped = [members(place, count, places) for place in range(places)]
    assert [one for group in grouped for one in group] == list(range(count))
    assert [group.start for group in grouped] == starts(count, places).tolist()


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_a_group_with_something_that_is_no_number_shows_that(rows):
    values = np.array([[0.0], [np.nan], [5.0], [1.0]])
    shown = strongest(values, rows, 1)
    assert np.isnan(shown).sum() == 1


def test_where_there_is_room_nothing_is_changed():
    values = np.arange(6.0).reshape(2, 3)
    assert strongest(values, 2, 3) is values
