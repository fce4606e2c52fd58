"""The fuzzers: hostile inputs of every format give a valid object or the documented refusal.

They try few inputs, or with `pytest tests/fuzz --fuzz 20000` as many as one has time for.
"""

import gc
import time
import tracemalloc
from contextlib import contextmanager
from pathlib import Path

import pytest

SECONDS = 2.0
"""What reading any input may take of the processor: other programs must not count."""
BYTES, TIMES = 100_000_000, 10
"""What reading any input may take of memory, and besides that how often its own size."""

LONGEST = 3.0
"""Seconds that an input may take in the mean, on a busy machine and with its memory traced."""


def pytest_collection_modifyitems(config, items):
    """Give the fuzzers the time that so many inputs take."""
    seconds = max(300.0, LONGEST * config.getoption("--fuzz"))
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.timeout(seconds))


@contextmanager
def within_bounds(size):
    """Fail where what is done with an input of so many bytes takes too long, or too much memory."""
    gc.disable()  # what thousands of inputs before have left is not this one's to clear away
    tracemalloc.start()
    try:
        started = time.process_time()
        yield
        seconds, most = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        gc.enable()
    assert seconds < SECONDS
    assert most < BYTES + TIMES * size


@pytest.fixture
def bounded():
    """A context: `with bounded(size of the input in bytes):` limits time and memory."""
    return within_bounds
