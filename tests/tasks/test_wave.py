"""Draw the wave: what is read, what is wanted, and what one comes to who did not read it."""

import numpy as np
import pytest

from rnnviz.lab.feeds import DrawnFeed
from rnnviz.lab.settings import Settings
from rnnviz.refusal import Refusal
from rnnviz.tasks.wave import KINDS, Wave


def rng(seed=0):
    return np.random.default_rng(seed)


def test_only_the_first_step_is_read():
    inputs, targets, fresh = Wave().batch(rng(), 40, 50)
    assert fresh
    assert inputs.shape == (40, 50, 4)
    assert targets.shape == (40, 50, 1)
    assert (inputs[1:] == 0).all()
    assert (inputs[0, :, :3].sum(axis=1) == 1).all()
    assert np.abs(inputs[0, :, 3]).max() <= 1.0


def test_every_wave_has_its_kind_and_the_period_that_was_told():
    task = Wave(period=10.0, spread=0.3)
    inputs, targets, _ = task.batch(rng(), 60, 200)
    for b in range(200):
        period = 10.0 * (1.0 + 0.3 * inputs[0, b, 3])
        place = np.arange(60) / period
        saw = 2.0 * (place - np.floor(place)) - 1.0
        sine = np.sin(2.0 * np.pi * place)
        wanted = {"sine": sine, "square": np.where(saw < 0, 1.0, -1.0), "saw": saw}
        kind = KINDS[inputs[0, b, :3].argmax()]
        jumps = np.abs(saw) > 0.999 if kind == "saw" else np.abs(sine) < 1e-3
        away = ~jumps | (kind == "sine")
        np.testing.assert_allclose(targets[away, b, 0], wanted[kind][away], atol=1e-4)


@pytest.mark.parametrize("options", [{}, {"spread": 0.0}, {"period": 7.0, "spread": 0.5}])
def test_the_baseline_is_the_best_that_one_draws_who_does_not_know_which(options):
    task = Wave(**options)
    targets = task.batch(rng(), 40, 20_000).targets
    mean = targets.mean(axis=1, keepdims=True)
    assert task.score(np.broadcast_to(mean, targets.shape), targets) == pytest.approx(
        task.baseline(40).score, rel=0.02
    )


def test_the_waves_that_are_shown_are_of_every_kind_in_turn():
    feed = DrawnFeed(Settings().change(task="wave"))
    batch = feed.unseen()
    assert (batch.inputs[0, :, :3].argmax(axis=1) == np.arange(256) % 3).all()
    noted = [feed.task.describe(batch, batch.targets, index).noted for index in range(3)]
    assert [words.split(",")[0] for words in noted] == list(KINDS)
    assert "period 1" in noted[0] or "period 2" in noted[0]


@pytest.mark.parametrize("options", [{"spread": 0.6}, {"period": 1.0}])
def test_an_impossible_option_is_refused(options):
    with pytest.raises(Refusal, match="must lie between"):
        Wave(**options)
