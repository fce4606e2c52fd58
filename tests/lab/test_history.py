"""Curves that only grow: prefixes never change, nothing is lost, nothing is copied."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.lab.history import CURVES, History, Samples, Series
from rnnviz.lab.snapshot import Sample


def sample_of(step):
    return Sample(step, 1.0, f"text {step}", "", 0.8)


@given(sizes=st.lists(st.integers(0, 700), max_size=6))
def test_a_prefix_shows_what_was_appended_and_never_changes(sizes):
    series, prefixes, count = Series(np.int64), [], 0
    for size in sizes:
        for _ in range(size):
            series.append(count)
            count += 1
        prefixes.append((count, series.prefix()))
    assert len(series) == count
    for length, prefix in prefixes:
        np.testing.assert_array_equal(prefix, np.arange(length))


def test_a_prefix_is_a_read_only_view():
    series = Series(np.float32)
    series.append(1.5)
    prefix = series.prefix()
    assert prefix.base is not None
    with pytest.raises(ValueError, match="read-only"):
        prefix[0] = 2.0
    series.append(2.5)
    np.testing.assert_array_equal(series.prefix(), [1.5, 2.5])


@given(values=st.lists(st.integers(-1000, 1000), max_size=40))
def test_a_series_goes_on_from_saved_values(values):
    series = Series(np.int64, np.array(values, np.int64))
    for value in (7, 8):
        series.append(value)
    assert series.prefix().tolist() == [*values, 7, 8]


def test_saved_values_are_copied():
    values = np.arange(5)
    series = Series(np.int64, values)
    values[:] = 0
    np.testing.assert_array_equal(series.prefix(), np.arange(5))


def test_a_million_steps_take_less_than_80_mb():
    history = History()
    for name in CURVES:
        for _ in range(2000):
            history.append(**{name: 1})
    bytes_of_a_step = sum(history.curve(name).itemsize for name in CURVES)
    assert 2 * bytes_of_a_step * 1_000_000 < 80e6


def test_restored_curves_go_on():
    first, second = History(), History()
    for step in range(5):
        first.append(**dict.fromkeys(CURVES, step))
    first.samples.append(sample_of(3))
    saved = {name: array.copy() for name, array in first.arrays().items()}
    second.restore(saved, first.samples, [])
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
