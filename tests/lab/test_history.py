"""Curves that only grow: what was shown never changes, and nothing is copied."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.lab.history import CURVES, MOST, CurveTable, History, Samples, stride_of
from rnnviz.lab.snapshot import Sample


def sample_of(step):
    return Sample(step, 1.0, f"text {step}", "", 0.8)


KINDS = {"step": np.int64, "value": np.float32}


def fill(table, count):
    for _ in range(count):
        table.append({"step": len(table), "value": len(table) / 2})


@given(sizes=st.lists(st.integers(0, 700), max_size=6))
def test_a_view_shows_what_was_appended_and_never_changes(sizes):
    table, views = CurveTable(KINDS), []
    for size in sizes:
        fill(table, size)
        views.append((len(table), table.columns()))
    assert len(table) == sum(sizes)
    for length, columns in views:
        np.testing.assert_array_equal(columns["step"], np.arange(length))
        np.testing.assert_array_equal(columns["value"], np.arange(length) / 2)


def test_a_view_is_read_only_and_not_copied():
    table = CurveTable(KINDS)
    fill(table, 1)
    view = table.columns()["value"]
    assert view.base is not None
    with pytest.raises(ValueError, match="read-only"):
        view[0] = 2.0
    fill(table, 1)
    np.testing.assert_array_equal(table.columns()["value"], [0.0, 0.5])


@given(values=st.lists(st.integers(-1000, 1000), max_size=40))
def test_a_table_goes_on_from_saved_values(values):
    saved = {"step": np.array(values, np.int64), "value": np.array(values, np.float32)}
    table = CurveTable(KINDS)
    table.restore(saved)
    for value in (7, 8):
        table.append({"step": value, "value": value})
    assert table.columns()["step"].tolist() == [*values, 7, 8]
    saved["step"][:] = 0
    assert table.columns()["step"].tolist() == [*values, 7, 8]


@given(count=st.integers(1, 40_000), saved=st.booleans())
def test_a_full_table_thins_itself_evenly_also_after_saving(count, saved):
    table = CurveTable({"step": np.int64}, most=2048)
    for step in range(1, count + 1):
        if saved and step == count // 2 and len(table):
            columns, table = table.columns(), CurveTable({"step": np.int64}, most=2048)
            table.restore(columns)
        table.append({"step": step})
    steps = table.columns()["step"]
    stride = int(steps[0])
    assert min(count, 1024) <= len(steps) <= 2048
    np.testing.assert_array_equal(steps, np.arange(stride, count + 1, stride))


def test_a_long_run_keeps_within_its_budget():
    history = History()
    for step in range(3000):
        history.append(**dict.fromkeys(CURVES, step))
    bytes_of_a_step = sum(history.curve(name).itemsize for name in CURVES)
    assert bytes_of_a_step * MOST < 43e6


def test_restored_curves_go_on():
    first, second = History(), History()
    for step in range(5):
        first.append(**dict.fromkeys(CURVES, step))
    first.samples.append(sample_of(3))
    saved = {name: array.copy() for name, array in first.arrays().items()}
    second.restore(saved, first.samples, [], [])
    for history in (first, second):
        history.append(**dict.fromkeys(CURVES, 9))
    for name, curve in first.arrays().items():
        np.testing.assert_array_equal(second.arrays()[name], curve)
    first.samples.append(sample_of(9))
    assert second.samples == [sample_of(3)]


def test_the_samples_of_a_snapshot_do_not_grow():
    samples = [sample_of(step) for step in range(3)]
    view = Samples(samples, len(samples))
    samples.append(sample_of(3))
    assert len(view) == 3
    assert list(view) == samples[:3]
    assert view[-1] == view[2] == samples[2]
    assert list(view[1:]) == samples[1:3]
    for outside in (3, -4):
        with pytest.raises(IndexError):
            view[outside]


@given(count=st.integers(0, 3000), most=st.sampled_from([16, 64, 2048]))
def test_the_stride_of_thinned_rows_is_found_again(count, most):
    table = CurveTable({"step": np.int64}, most=most)
    for step in range(1, count + 1):
        table.append({"step": step})
    steps = table.columns()["step"]
    assert len(steps) <= most
    stride = stride_of(steps, count)
    np.testing.assert_array_equal(steps, np.arange(stride, count + 1, stride))


@pytest.mark.parametrize(
    ("numbers", "last"),
    [
        ([1, 2], 3),
        ([1, 2, 4], 3),
        ([3, 6], 6),
        ([0, 1], 2),
        ([-2, 4], 4),
        ([2], 4),
        ([], 1),
        ([1], 0),
    ],
)
def test_rows_that_no_table_keeps_have_no_stride(numbers, last):
    with pytest.raises(ValueError, match="rows"):
        stride_of(np.array(numbers, np.int64), last)


def test_a_count_that_no_file_can_have_takes_no_memory():
    with pytest.raises(ValueError, match="rows"):
        stride_of(np.array([1], np.int64), 10**12)
