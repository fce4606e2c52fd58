"""The held-out loss: exact for a whole text, and an estimate that is the same every time."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from trainers import make_trainer, train

from rnnviz.lab.validation import Validation, text_loss
from rnnviz.tasks.heldout import part_of


@pytest.fixture(scope="module")
def network():
    return train(make_trainer(cell="gru", dtype="float64"), 20).network


def codes_of(network, length, seed=0):
    return np.random.default_rng(seed).integers(0, network.inputs, length).astype(np.uint8)


@pytest.mark.parametrize("length", [2, 3, 255, 256, 257, 258, 700])
def test_a_texts_loss_is_that_of_one_window_from_zero(network, length):
    codes = codes_of(network, length)
    stream = codes.astype(int)[:, None]
    losses = network.evaluate(stream[:-1], stream[1:], network.zero_state(1))
    assert text_loss(network, codes) == pytest.approx(losses.mean(), rel=1e-12)


@given(length=st.integers(0, 20_000))
def test_any_held_out_text_gives_a_loss_or_none(network, length):
    validation = Validation(codes_of(network, length))
    assert validation.possible == (length >= 2)
    if validation.possible and length < 2000:
        assert 0 < validation.loss(network) < 20


def test_the_estimate_is_the_same_every_time_and_near_the_exact_loss(network):
    codes = codes_of(network, 12_000)
    validation = Validation(codes)
    first = validation.loss(network)
    network.evaluate(np.zeros((3, 2), int), np.zeros((3, 2), int), network.zero_state(2))
    assert validation.loss(network) == first
    assert first == pytest.approx(text_loss(network, codes), rel=0.03)


def test_the_counted_characters_lie_in_what_is_read_and_only_once():
    for length in (2, 40, 66, 255, 256, 5_472, 46_505):
        part = part_of(np.arange(length))
        counted = part.counted.ravel()
        assert len(set(counted)) == len(counted)
        assert 0 < counted.min() <= counted.max() < length
        np.testing.assert_array_equal(np.diff(part.passages, axis=0), 1)


def test_the_estimate_is_the_mean_loss_of_the_counted_characters(network):
    codes = codes_of(network, 3_000)
    part, losses = part_of(codes), []
    for passage in part.passages.T:
        stream = passage[:, None]
        found = network.evaluate(stream[:-1], stream[1:], network.zero_state(1))
        losses += found[part.skipped :, 0].tolist()
    assert len(losses) == part.counted.size
    assert Validation(codes).loss(network) == pytest.approx(np.mean(losses), rel=1e-12)
