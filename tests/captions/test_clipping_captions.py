"""What is said of clipping and of updates."""

import math
from dataclasses import fields

import numpy as np
import pytest

from rnnviz.captions.clipping import (
    angle_point_caption,
    angles_caption,
    norm_point_caption,
    norms_caption,
    ratio_accessible_text,
    ratio_label,
    ratios_caption,
    short_names,
    threshold_text,
)
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Curves
from rnnviz.probes.updates import UpdateRatios

FROZEN = Settings(clip="none", learns="readout")
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
    assert norms_caption(shown, 0, FROZEN).endswith("The norm of the readout's gradient is 1 now.")
    assert norms_caption(shown, count, Settings(clip_threshold=5.0)) == (
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


def test_what_was_clipped_before_clipping_was_switched_off_is_told_beside_the_norm_of_now():
    off = Settings().change(clip="none")
    assert norms_caption(curves([9.0]), 1, off) == (
        "Clipping is off. 100 % of 1 step was clipped. The norm is 9 now."
    )


@pytest.mark.parametrize(
    ("threshold", "told"), [(5.0, "5"), (12.5, "12.5"), (0.125, "0.125"), (2_500.0, "2,500")]
)
def test_a_threshold_is_told_as_it_was_set(threshold, told):
    settings = Settings().change(clip_threshold=threshold)
    assert threshold_text(settings) == told
    assert norms_caption(curves([9.0]), 1, settings).startswith(
        f"Clipping by {settings.clip} {'above ' if settings.clip == 'norm' else 'at ±'}{told}. "
    )


def test_the_words_for_angles_and_updates():
    assert angles_caption(np.array([40.0, 10.0, 12.0]), "value") == (
        "The clipped gradient points 12° away from the raw one, 12° in the median of the last "
        "3 measurements, 40° at most."
    )
    assert angles_caption(np.array([4.0]), "norm").endswith("keeps the direction.")
    assert ratios_caption(UpdateRatios(NAMES, (0.01, 0.5, 1e-5)), 9) == (
        "Update / weights: 0.5 in b_ih at most, 1.0·10⁻⁵ in W readout at least (root mean "
        "squares). About 10⁻³ is a rule of thumb, not a law."
    )
    assert ratios_caption(UpdateRatios(NAMES, (0.01, math.inf, 0.0)), 1).startswith(
        "Update / weights: 0.01 in W_hh (root mean squares)."
    )


def test_an_update_that_is_none_is_told_by_why():
    nothing, lost = UpdateRatios(NAMES, (0.0,) * 3), UpdateRatios(NAMES, (math.nan,) * 3)
    assert ratios_caption(nothing, 0) == "No update yet."
    assert ratios_caption(nothing, 7) == "The last update changed no weight."
    assert ratios_caption(lost, 7) == (
        "The updates are no longer finite numbers: the training has diverged."
    )


def test_names_of_tensors_are_those_of_the_equations():
    assert short_names(("rnn.weight_ch_l0", "rnn.weight_hh_l0")) == ("W_ch", "W_hh")
    assert short_names(NAMES) == ("W_hh", "b_ih", "W readout")
    names = ("rnn.weight_ih_l0", "rnn.bias_hh_l1_reverse", "decoder.bias", "attention.query")
    assert short_names(names) == (
        "W_ih layer 1",
        "b_hh layer 2 backward",
        "b readout",
        "attention.query",
    )


def test_norms_that_are_zero_or_no_number_are_told_as_such():
    told = norms_caption(curves([1.0, 0.0]), 0, Settings())
    assert told.endswith("0 % of 2 steps were clipped. The norm was 0 before clipping.")
    lost = norms_caption(curves([9.0, math.inf]), 2, Settings())
    assert lost.endswith("The norm was not a number before clipping.")


def test_without_an_angle_nothing_is_said_of_it():
    assert angles_caption(np.zeros(0), "value") == ""
    one = "The clipped gradient points 4° away from the raw one."
    assert angles_caption(np.array([4.0]), "value") == one


def test_layers_of_a_stack_are_told_apart():
    names = ("rnn.weight_hh_l0", "rnn.weight_hh_l1")
    assert ratios_caption(UpdateRatios(names, (0.5, 0.001)), 1).startswith(
        "Update / weights: 0.5 in W_hh layer 1 at most, 0.001 in W_hh layer 2 at least"
    )


def test_bars_and_points_are_read_out():
    assert ratio_accessible_text("W_hh", 0.1) == "W_hh: 0.1"
    assert [ratio_label(ratio) for ratio in (0.0, math.nan, math.inf)] == [
        "no change",
        "not a number",
        "the weights were zero",
    ]
    assert norm_point_caption(8.8, 1500.0) == "norm 8.8, step 1,500"
    assert angle_point_caption(12.34, 10.0) == "12.3°, step 10"
