"""The fuzzers: hostile inputs of every format give a valid object or the documented refusal.

They try few inputs, or with `pytest tests/fuzz --fuzz 20000` as many as one has time for.
"""

import time
import tracemalloc
from contextlib import contextmanager

import pytest

SECONDS = 2.0
"""What reading any input may take of the processor: other programs must not count."""
BYTES, TIMES = 100_000_000, 10
"""What reading any input may take of memory, and besides that how often its own size."""


@contextmanager
def within_bounds(size):
    """Fail where what is done with an input of so many bytes takes too long, or too much memory."""
    tracemalloc.start()
    try:
        started = time.process_time()
        yield
        seconds, most = time.process_time() - started, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert seconds < SECONDS
    assert most < BYTES + TIMES * size


@pytest.fixture
def bounded():
    """A context: `with bounded(size of the input in bytes):` limits time and memory."""
    return within_bounds
