"""What is said of clipping and of updates."""

import math
from dataclasses import fields

import numpy as np
import pytest

from rnnviz.captions.clipping import (
    angles_caption,
    norms_caption,
    percent,
    ratios_caption,
    short_names,
)
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves, UpdateRatios

NAMES = ("rnn.weight_hh_l0", "rnn.bias_ih_l0", "decoder.weight")


def curves(norms):
    """Curves of norms with a threshold of 5."""
    norms = np.asarray(norms, np.float32)
    values = dict.fromkeys((f.name for f in fields(Curves)), np.zeros(0))
    values |= {"gradient_norm": norms, "clipped": norms >= 5, "steps": np.arange(1, len(norms) + 1)}
    return Curves(**values)


def test_the_words_say_how_many_steps_were_clipped():
    norms = np.array([9.0] * 100 + [1.0] * 300)
    shown, count = curves(norms), 100
    assert norms_caption(shown, count, Settings()) == (
        "Clipping by norm above 5. 25 % of 400 steps were clipped, 0 % of the last 200. "
        "The norm was 1 before clipping."
    )
    value = Settings().change(clip="value", clip_threshold=0.1)
    assert norms_caption(curves([9.0]), 1, value) == (
        "Clipping by value at ±0.1. 100 % of 1 step was clipped. The norm was 9 before clipping."
    )
    off = Settings().change(clip="none")
    assert norms_caption(curves([2.0]), 0, off) == "Clipping is off. The norm is 2 now."
    assert "not a number" in norms_caption(curves([math.nan]), 0, off)


@pytest.mark.parametrize(
    ("share", "words"),
    [(0.0, "0 %"), (0.0004, "0.04 %"), (0.25, "25 %"), (0.9999, "99.9 %"), (1.0, "100 %")],
)
def test_a_share_is_never_rounded_to_none_or_all(share, words):
    assert percent(share) == words


def test_the_words_for_angles_and_updates():
    assert angles_caption(np.array([40.0, 10.0, 12.0]), "value") == (
        "The clipped gradient points 12° away from the raw one, 12° in the median of the last "
        "3 measurements, 40° at most."
    )
    assert angles_caption(np.array([4.0]), "norm").endswith("keeps the direction.")
    assert ratios_caption(UpdateRatios(NAMES, (0.01, 0.5, 1e-5))) == (
        "Largest update: 0.5 of b_ih; smallest: 1.0·10⁻⁵ of W readout (root mean squares). "
        "About 10⁻³ is a rule of thumb, not a law."
    )
    assert ratios_caption(UpdateRatios(NAMES, (0.0, 0.0, 0.0))) == "No update yet."
    assert "not numbers" in ratios_caption(UpdateRatios(NAMES, (math.nan,) * 3))


def test_names_of_tensors_are_those_of_the_equations():
    assert short_names(NAMES) == ("W_hh", "b_ih", "W readout")
    names = ("rnn.weight_ih_l0", "rnn.bias_hh_l1_reverse", "decoder.bias", "attention.query")
    assert short_names(names) == (
        "W_ih layer 1",
        "b_hh layer 2 backwards",
        "b readout",
        "attention.query",
    )
