"""Columns of numbers that other programs read again, to the last digit."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from rnnviz.lab.shown_data import ShownData, joined, matrix, numbered

NUMBERS = st.floats(width=64)


@given(
    arrays(np.float64, 7, elements=NUMBERS),
    arrays(np.float32, 7, elements=st.floats(width=32)),
)
def test_numbers_come_back_to_the_last_bit(wide, narrow):
    text = ShownData((("wide", wide), ("narrow", narrow))).text()
    found = np.loadtxt(io.StringIO(text), delimiter=",", skiprows=1)
    assert np.array_equal(found[:, 0], wide, equal_nan=True)
    assert np.array_equal(found[:, 1], narrow.astype(np.float64), equal_nan=True)


@given(st.lists(st.text(), min_size=1), st.sampled_from([",", "\t"]))
def test_texts_come_back(texts, between):
    text = ShownData((("text", texts), ("number", range(len(texts))))).text(between)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=between))
    assert rows[0] == ["text", "number"]
    assert [row[0] for row in rows[1:]] == texts


def test_curves_over_different_steps_stand_in_one_table():
    every, some = np.arange(1, 5), np.array([2, 4])
    data = ShownData(joined("step", [("loss", every, every / 2), ("held out", some, some * 1.5)]))
    assert data.text() == "step,loss,held out\r\n1,0.5,\r\n2,1.0,3.0\r\n3,1.5,\r\n4,2.0,6.0\r\n"


def test_several_values_at_one_place_have_a_row_each():
    x = np.array([1.0, 1.0, 2.5])
    data = ShownData(joined("x", [("a", x, np.array([1, 2, np.nan])), ("b", x[:1], x[:1])]))
    assert data.text() == "x,a,b\r\n1.0,1.0,1.0\r\n1.0,2.0,\r\n2.5,nan,\r\n"


def test_a_map_has_a_line_for_each_row():
    data = matrix(np.array([[1.0, np.inf], [3.0, 4.0]]), "unit", [0, 7], numbered("aa"))
    assert data.text() == "unit,1 a,2 a\r\n0,1.0,inf\r\n7,3.0,4.0\r\n"


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="different lengths"):
        ShownData((("a", [1]), ("b", [1, 2])))
