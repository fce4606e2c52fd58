"""What is said of the gradient that a window cuts off."""

import math

import numpy as np
import pytest

from rnnviz.captions import decay
from rnnviz.captions.truncation import caption, missed_text
from rnnviz.probes.truncation import NO_TEXT_BEFORE, Truncation


def found(missed=0.12, degrees=7.0, window=25, lengths=(50, 100, 200), finite=True):
    some = np.full(len(lengths), missed)
    angles = np.full(len(lengths), math.radians(degrees))
    return Truncation(window, lengths, some, angles, some, 1, finite, "characters")


@pytest.mark.parametrize(
    ("of", "told"),
    [
        (found(), "The gradient of 25 characters misses 12 % of that of 200 (angle 7°)."),
        (
            found(0.0004, 0.02),
            "The gradient of 25 characters misses 0.04 % of that of 200 (angle 0.02°).",
        ),
        (found(0.0, 0.0), "The gradient of 25 characters misses nothing of that of 200."),
        (
            found(0.5, 30.0, 1, (2,)),
            "The gradient of 1 character misses 50 % of that of 2 (angle 30°).",
        ),
        (
            found(3.2, 80.0),
            "The gradient of 25 characters is far from that of 200: they differ by 3.2 times its "
            "length (angle 80°).",
        ),
        (
            found(1.0, math.nan),
            "The gradient of 25 characters is far from that of 200: they differ by its length "
            "(no angle).",
        ),
        (found(math.nan, math.nan), "The gradient of 200 characters is exactly zero."),
        (NO_TEXT_BEFORE, NO_TEXT_BEFORE),
        (None, ""),
    ],
)
def test_what_is_missed_is_a_number(of, told):
    assert caption(of) == told


def test_gradients_that_are_no_numbers_are_not_compared():
    assert "diverged" in caption(found(finite=False))


def test_help_texts_are_given_the_bare_number():
    assert missed_text(0.12) == "12 %"
    assert missed_text(0.0) == "nothing"
    assert missed_text(math.nan) == ""


def test_the_decays_caption_has_it_after_the_rate_and_before_what_was(network_decay):
    told = decay.caption(network_decay, (), found())
    assert told.endswith("The gradient of 25 characters misses 12 % of that of 200 (angle 7°).")
    assert told.startswith(decay.caption(network_decay))


@pytest.fixture
def network_decay():
    from trainers import make_trainer

    from rnnviz.lab.snapshot import Request

    request = Request("decay")
    return make_trainer().measure([request])[request]
