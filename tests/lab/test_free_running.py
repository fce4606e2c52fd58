"""Free running: what is lost after own outputs beside true ones, found in a simpler way."""

import numpy as np
import pytest
from trainers import material_for

from rnnviz.core.numerics import log_softmax
from rnnviz.lab.free_running import (
    NOT_FED_BACK,
    NOTHING_HELD_OUT,
    FreeRunning,
    free_running_of,
)
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Request
from rnnviz.lab.trainer import Trainer

REQUEST = Request("free_running")


def trained(task, steps=60, **changes):
    settings = Settings().change(task=task, hidden=16, batch=8, lr=1e-2, steps=steps, **changes)
    trainer = Trainer(settings, material_for(task))
    for _ in trainer:
        pass
    return trainer


def measured(trainer):
    found = trainer.measure([REQUEST])[REQUEST]
    assert isinstance(found, FreeRunning)
    return found


def test_words_lose_what_a_network_does_that_reads_its_own_letters():
    trainer = trained("reverse", length=4)
    found, network = measured(trainer), trainer.network
    inputs, targets, _ = trainer.feed.unseen()
    state = network.zero_state(256)
    outputs, losses = network.forward(inputs[:5], state)[-1], []
    for t in range(4):
        own = log_softmax(outputs)[np.arange(256), targets[t]]
        losses.append(-own.mean())
        outputs = network.forward(outputs.argmax(axis=-1)[None], state)[0]
    np.testing.assert_allclose(found.free, losses, rtol=1e-4)
    told = network.evaluate(inputs, targets, network.zero_state(256)).mean(axis=1)
    np.testing.assert_allclose(found.forced, told, rtol=1e-4)
    assert found.forced[0] == pytest.approx(found.free[0], rel=1e-5)
    assert found.free_score == trainer.feed.estimate(network).score
    assert found.forced_score == trainer.feed.forced_score(network)


def test_a_sine_is_written_on_from_its_middle():
    trainer = trained("noisy_sine", length=20, noise=0.0)
    found, network = measured(trainer), trainer.network
    series = trainer.feed.unseen()
    state = network.zero_state(256)
    output, losses = network.forward(series.inputs[:11], state)[-1:], []
    for t in range(10, 20):
        losses.append(np.square(output[0] - series.targets[t]).mean())
        output = network.forward(output.copy(), state)
    np.testing.assert_allclose(found.free, losses, rtol=1e-3)
    assert np.isnan(found.free_score)


def test_of_numbers_it_is_the_error_of_the_free_forecasts_in_their_unit():
    trainer = trained("numbers", length=20, horizon=7)
    found = measured(trainer)
    error, _ = trainer.feed.free_errors(trainer.network)
    assert len(found.free) == 7
    assert np.sqrt(found.free.mean()) == pytest.approx(error, rel=1e-4)
    assert found.forced[0] == pytest.approx(found.free[0], rel=1e-5)


def test_of_a_text_held_out_characters_are_read_before_others_are_written():
    trainer = trained("text", window=20)
    found = measured(trainer)
    assert len(found.free) == len(found.forced) <= 32
    assert found.forced[0] == pytest.approx(found.free[0], rel=1e-5)
    assert found.free[1:].mean() > found.forced[1:].mean()
    again = free_running_of(trainer.feed, trainer.network)
    np.testing.assert_array_equal(found.free, again.free)


def test_measuring_changes_nothing_that_is_learned():
    plain = trained("reverse", 20, length=4)
    watched = trained("reverse", 10, length=4)
    measured(watched)
    watched.goal = 20
    for _ in watched:
        measured(watched)
    np.testing.assert_array_equal(watched.network.flat, plain.network.flat)


def test_it_says_why_there_is_nothing_to_compare():
    adding, nothing = trained("adding", 1), trained("text", 1, validation=0.0)
    assert adding.measure([REQUEST])[REQUEST] == NOT_FED_BACK
    assert nothing.measure([REQUEST])[REQUEST] == NOTHING_HELD_OUT
