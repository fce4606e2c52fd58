"""Windows of parallel streams, against their plain definition, and exact resumption."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.refusal import Refusal
from rnnviz.tasks.streams import TextStreams

SHAPES = st.tuples(st.integers(1, 6), st.integers(1, 4), st.integers(0, 40))


def streams_of(T, B, more):
    codes = np.random.default_rng(0).integers(0, 200, 2 * T * B + more).astype(np.uint8)
    return codes, TextStreams(codes, T, B)


@given(SHAPES)
def test_each_stream_walks_through_its_share_of_the_text(shape):
    T, B, more = shape
    codes, streams = streams_of(T, B, more)
    length = len(codes) // B
    position = 0
    for _ in range(12):
        batch = streams.next()
        for b in range(B):
            start = b * length + position
            assert batch.inputs[:, b].tolist() == codes[start : start + T].tolist()
            assert batch.targets[:, b].tolist() == codes[start + 1 : start + T + 1].tolist()
        assert batch.fresh == (position == 0)
        position += T
        if position + T + 1 > length:
            position = 0


@given(SHAPES, st.integers(0, 10))
def test_setting_the_position_resumes_exactly(shape, steps):
    T, B, more = shape
    codes, streams = streams_of(T, B, more)
    for _ in range(steps):
        streams.next()
    resumed = TextStreams(codes, T, B)
    resumed.position = streams.position
    for _ in range(8):
        expected, batch = streams.next(), resumed.next()
        assert batch.inputs.tolist() == expected.inputs.tolist()
        assert batch.targets.tolist() == expected.targets.tolist()
        assert batch.fresh == expected.fresh


def test_batches_are_indices_of_shape_T_by_B():
    batch = streams_of(5, 3, 7)[1].next()
    assert batch.inputs.shape == batch.targets.shape == (5, 3)
    assert batch.inputs.dtype == batch.targets.dtype == np.intp
    assert batch.inputs.flags.c_contiguous
    assert batch.targets.flags.c_contiguous


def test_an_earlier_batch_stays_what_it_was():
    _, streams = streams_of(5, 3, 7)
    first = streams.next()
    before = first.inputs.copy()
    streams.next()
    assert (first.inputs == before).all()


def test_a_text_too_short_for_the_streams_is_refused_with_the_need():
    TextStreams(np.zeros(200, np.uint8), window=25, batch=4)
    with pytest.raises(Refusal, match=r"199 characters .* take 200\. Choose"):
        TextStreams(np.zeros(199, np.uint8), window=25, batch=4)


@pytest.mark.parametrize("position", [-1, 26])
def test_a_position_outside_the_streams_is_refused(position):
    streams = TextStreams(np.zeros(51, np.uint8), window=25, batch=1)
    streams.position = 25
    with pytest.raises(Refusal, match="another text"):
        streams.position = position
