"""Curves in bits and perplexity: all of a run, however it grows, and only its end anew."""

import numpy as np
import pytest
from trainers import make_trainer

from rnnviz.gui.plotting.shown_losses import Grown, ShownLosses

BITS, PERPLEXITY = "bits per character", "perplexity per character"


def test_a_curve_that_grows_is_converted_to_its_end_and_no_part_twice():
    nats = np.random.default_rng(0).uniform(0.1, 5.0, 5000).astype(np.float32)
    grown = Grown(BITS)
    for count in (0, 1, 700, 700, 1024, 1025, 4999, 5000):
        found = grown.of(nats[:count])
        np.testing.assert_allclose(found, nats[:count] / np.log(2), rtol=1e-6)
    assert grown.of(nats) is found  # a run that stands is drawn without a look


def test_another_curve_begins_anew():
    grown = Grown(PERPLEXITY)
    grown.of(np.array([1.0, 2.0, 3.0]))
    for other in (np.array([2.0, 2.0]), np.array([0.5, 0.5, 0.5, 0.5]), np.array([np.nan, 1.0])):
        np.testing.assert_allclose(grown.of(other), np.exp(other))
        np.testing.assert_allclose(grown.of(np.array([1.0, 2.0, 3.0])), np.exp([1.0, 2.0, 3.0]))


def snapshot(**changes):
    trainer = make_trainer(**changes)
    for _ in trainer:
        pass
    return trainer.snapshot()


def test_in_nats_runs_are_drawn_as_they_are():
    runs, losses = [snapshot()], ShownLosses()
    assert losses.of(runs, "nats per character") is runs
    assert losses.of(runs, "squared error") is runs


@pytest.mark.parametrize(
    ("unit", "convert"), [(BITS, lambda x: x / np.log(2)), (PERPLEXITY, np.exp)]
)
def test_all_three_losses_of_a_run_are_converted(unit, convert):
    one = snapshot()
    (found,) = ShownLosses().of([one], unit)
    for name in ("loss", "smoothed", "validation_loss"):
        nats = getattr(one.curves, name)
        np.testing.assert_allclose(getattr(found.curves, name), convert(nats), rtol=1e-6)
    assert found.curves.steps is one.curves.steps
    assert found.curves.gradient_norm is one.curves.gradient_norm


def test_another_unit_begins_anew():
    one, losses = snapshot(), ShownLosses()
    losses.of([one], BITS)
    (found,) = losses.of([one], PERPLEXITY)
    np.testing.assert_allclose(found.curves.loss, np.exp(one.curves.loss), rtol=1e-6)
