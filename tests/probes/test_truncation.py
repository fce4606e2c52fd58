"""What a window's gradient misses: against plain backward passes over windows of every length."""

import dataclasses
import math

import numpy as np
import pytest
from trainers import CORPUS, make_trainer

from rnnviz.core.cells import LSTM
from rnnviz.core.network import Network
from rnnviz.lab.snapshot import Request
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence
from rnnviz.probes.truncation import (
    DRAWN_WHOLE,
    FROM_ZEROS,
    MOST_STEPS,
    NO_TEXT_BEFORE,
    Truncation,
    angle,
    gradients_back,
    steps_at_most,
)

PROBE = REGISTRY["truncation"]


def after(sequence, steps):
    """The same window with so much random text before it."""
    rng, V = np.random.default_rng(7), int(sequence.inputs.max()) + 1
    before = rng.integers(0, V, (steps, sequence.inputs.shape[1]))
    return dataclasses.replace(sequence, before=before)


def brute_force(network, sequence, length):
    """The gradient of the window's losses over the last `length` steps, by one backward pass."""
    stretch = np.concatenate((sequence.before, sequence.inputs))
    B = stretch.shape[1]
    state = network.zero_state(B)
    if len(stretch) > length:
        network.forward(stretch[: len(stretch) - length], state)
    network.loss_and_gradients(stretch[-length:], sequence.targets, state)
    return B * network.flat_gradient  # which is that of the mean over the sequences


def test_gradients_are_those_of_one_backward_pass_over_each_length(network, sequence):
    T = len(sequence.inputs)
    sequence = after(sequence, 7 * T)
    lengths = (T, T + 1, 2 * T, 4 * T, 8 * T)
    stretch = np.concatenate((sequence.before, sequence.inputs))
    found = gradients_back(network, stretch, sequence.targets, lengths)
    for gradient, length in zip(found, lengths, strict=True):
        expected = brute_force(network, sequence, length)
        np.testing.assert_allclose(gradient, expected, rtol=1e-9, atol=1e-13)


def test_what_is_missed_is_the_difference_of_those_gradients(network, sequence):
    T = len(sequence.inputs)
    sequence = after(sequence, 7 * T)
    found = PROBE.measure(network, sequence, {})
    assert found.lengths == (2 * T, 4 * T, 8 * T)
    short = brute_force(network, sequence, T)
    readout = network.parameters["decoder.weight"].size + network.parameters["decoder.bias"].size
    for place, length in enumerate(found.lengths):
        long = brute_force(network, sequence, length)
        missed = np.linalg.norm(short - long) / np.linalg.norm(long)
        cosine = short @ long / np.linalg.norm(short) / np.linalg.norm(long)
        inner = np.linalg.norm((short - long)[:-readout]) / np.linalg.norm(long[:-readout])
        assert found.missed[place] == pytest.approx(missed, rel=1e-9)
        assert math.cos(found.angles[place]) == pytest.approx(cosine, rel=1e-9)
        assert found.recurrent[place] == pytest.approx(inner, rel=1e-9)
        np.testing.assert_allclose(short[-readout:], long[-readout:], rtol=1e-9, atol=1e-13)


def test_only_lengths_with_text_before_the_window_are_compared(network, sequence):
    T = len(sequence.inputs)
    assert PROBE.measure(network, after(sequence, T), {}).lengths == (2 * T,)
    assert PROBE.measure(network, after(sequence, 3 * T + 2), {}).lengths == (2 * T, 4 * T)
    assert PROBE.measure(network, after(sequence, T - 1), {}) == NO_TEXT_BEFORE
    assert PROBE.measure(network, after(sequence, 0), {}) == NO_TEXT_BEFORE


def test_a_network_that_passes_nothing_on_misses_nothing(network, sequence):
    for name, parameter in network.parameters.items():
        if "hh" in name or "ch" in name:
            parameter[...] = 0.0
    if network.cell.name != "vanilla":
        return  # gates pass the state on without W_hh
    found = PROBE.measure(network, after(sequence, 42), {})
    np.testing.assert_array_equal(found.missed, 0.0)
    np.testing.assert_array_equal(found.angles, 0.0)


@pytest.mark.parametrize(
    ("longer", "degrees"),
    [(1.0, 1e-6), (1.0, 0.3), (1.0, 90.0), (1.0, 179.0), (1.7, 0.01), (1.7, 0.3), (1.7, 120.0)],
)
def test_angles_are_exact_however_small(degrees, longer):
    there = math.radians(degrees)
    one, other = np.array([2.0, 0.0]), 2.0 * longer * np.array([math.cos(there), math.sin(there)])
    found = angle(*(float(np.linalg.norm(v)) for v in (one, other, one - other)))
    assert found == pytest.approx(there, rel=1e-6)


def test_the_angle_with_nothing_is_no_number():
    assert math.isnan(angle(0.0, 1.0, 1.0))
    assert math.isnan(angle(math.nan, 1.0, 1.0))
    assert angle(1.0, 1.0, 0.0) == 0.0


@pytest.mark.parametrize(("window", "batch"), [(25, 1), (25, 64), (300, 8), (1000, 1)])
def test_no_measurement_takes_more_than_its_share_of_steps(window, batch, network):
    rng, V = np.random.default_rng(0), network.inputs
    text = rng.integers(0, V, (8 * window + 1, batch))
    begin = 7 * window
    seen = Sequence(
        text[begin:-1], text[begin + 1 :], network.zero_state(batch), None, True, text[:begin]
    )
    found = PROBE.measure(network, seen, {})
    assert found.sequences * found.lengths[-1] <= MOST_STEPS
    assert found.lengths[0] == 2 * window


@pytest.mark.parametrize(
    ("hidden", "layers", "steps"), [(64, 1, 4000), (256, 1, 1144), (512, 2, 143)]
)
def test_a_large_network_is_followed_over_fewer_steps(hidden, layers, steps):
    assert steps_at_most(Network(LSTM(), 3, hidden, 3, layers)) == steps


def measured(trainer):
    request = Request("truncation")
    return trainer.measure([request])[request]


def test_a_trainer_hands_over_what_was_read_before_its_window():
    trainer = make_trainer(window=5, batch=3)
    codes, _ = CORPUS.split(trainer.settings.validation)
    streams = codes[: 3 * (len(codes) // 3)].reshape(3, -1).T
    positions = []
    for step in range(2 * len(streams) // 5):
        trainer.goal = step + 1
        place = trainer.feed.position
        next(trainer)
        seen = trainer.sequence()
        positions.append(place)
        np.testing.assert_array_equal(seen.inputs, streams[place : place + 5])
        np.testing.assert_array_equal(seen.before, streams[max(0, place - 35) : place])
    assert positions.count(0) == 3  # the text began anew, twice


def test_before_the_first_step_the_window_that_comes_first_is_measured():
    trainer = make_trainer(window=5, batch=3)
    assert measured(trainer) == NO_TEXT_BEFORE
    trainer.feed.position = 20  # as a run that comes back from its file
    assert trainer.sequence().before.shape == (20, 3)
    assert measured(trainer).lengths == (10, 20)


def test_where_nothing_is_cut_off_it_is_said():
    assert measured(make_trainer(state="reset")) == FROM_ZEROS
    assert measured(make_trainer(None, task="adding", length=6)) == DRAWN_WHOLE


def test_sixty_steps_of_training_find_a_number():
    trainer = make_trainer(window=5, batch=2, steps=60)
    for _ in trainer:
        pass
    found = measured(trainer)
    assert isinstance(found, Truncation)
    assert found.finite
    assert found.sequences == 2
    assert (found.missed > 0).all()
    assert (found.missed < 1).all()
