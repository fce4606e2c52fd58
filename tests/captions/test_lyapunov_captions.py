"""What is said of the largest Lyapunov exponent."""

import math

import numpy as np
import pytest
from measured import EVERY_CASE, is_told

from rnnviz.captions.lyapunov import caption, gauge_captions
from rnnviz.probes.lyapunov import Lyapunov, memory_of


def exponent(value, steps=30, spread=0.0, other=""):
    return Lyapunov(value, memory_of(value), np.full((steps, 1), value), 0, spread, other)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (-math.log(2), "gradients shrink to about 0.5 a step; memory about 1.4 steps."),
        (math.log(2), "gradients grow about 2-fold a step, e-fold in about 1.4 steps."),
        (-1.0, "gradients shrink to about 0.37 a step; memory about 1.0 steps."),
        (1e-6, "gradients neither grow nor shrink to speak of."),
        (0.0, "gradients neither grow nor shrink to speak of."),
    ],
)
def test_the_exponent_is_put_into_words(value, told):
    assert caption(exponent(value)) == f"Measured along 30 steps: {told}"


def test_a_memory_is_told_with_the_range_in_which_windows_find_it():
    found = exponent(-0.24, 75, 0.04)
    assert caption(found).endswith("gradients shrink to about 0.79 a step; memory 3 to 6 steps.")
    assert gauge_captions(found) == ("λ₁ = −0.24 a step", "memory 3 to 6 steps")
    assert caption(exponent(-0.34, 75, 0.002)).endswith("memory 2.9 to 3.0 steps.")
    assert caption(exponent(0.24, 75, 0.04)).endswith("1.3-fold a step, e-fold in 3 to 6 steps.")


@pytest.mark.parametrize(("memory", "steps"), [(28.8, 19), (6.0, 4), (13.2, 19), (24.9, 75)])
def test_a_window_that_is_short_beside_the_memory_tells_none(memory, steps):
    found = exponent(-1.0 / memory, steps, 0.1 / memory)
    assert caption(found).endswith("; too few steps to tell a memory.")
    assert gauge_captions(found)[1] == "too few steps for more"
    assert caption(exponent(1.0 / memory, steps)).endswith("; too few steps to tell more.")


def test_stretches_that_differ_too_much_make_no_rate():
    found = exponent(-0.24, 75, 0.2)
    assert caption(found).endswith("gradients shrink to about 0.79 a step, but at no steady rate.")
    assert gauge_captions(found)[1] == "no steady rate"


def test_caption_and_gauge_agree_on_what_does_not_change():
    found = exponent(2e-8, 19)
    assert caption(found).endswith("neither grow nor shrink to speak of.")
    assert gauge_captions(found) == ("λ₁ about 0", "neither fades nor grows")


def test_a_step_that_hardly_shrinks_is_not_said_to_keep_its_length():
    assert "shrink to about 0.996 a step" in caption(exponent(-0.004, 75))


def test_below_the_top_layer_it_is_of_paths_through_this_layer_alone():
    told = caption(exponent(-math.log(2), other="through the layers above"))
    assert told.startswith("Through this layer alone, measured along 30 steps: gradients shrink")
    nothing = caption(exponent(-math.inf, other="through the layers above"))
    assert nothing == "Through this layer alone nothing passes from step to step."


def test_one_step_is_one():
    assert caption(exponent(0.0, 1)).startswith("Measured along 1 step:")


def test_what_is_no_number_has_diverged_and_what_is_zero_has_not():
    for lost in (math.nan, math.inf):
        assert "diverged" in caption(exponent(lost))
    nothing = "Nothing passes from step to step: the gradient is exactly zero."
    assert caption(exponent(-math.inf)) == nothing


@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_of_every_layer_something_true_is_said(case):
    for found in case.measure("lyapunov"):
        told = caption(found)
        assert is_told(told)
        assert ("diverged" in told) == (math.isnan(found.exponent) or found.exponent == math.inf)
        assert ("othing passes" in told) == (found.exponent == -math.inf)
        assert not case.diverged or "diverged" in told
        assert (" a step; memory" in told) <= (found.exponent < 0)
        assert ("; memory" in told) <= (4 * found.memory <= len(found.growth))
        assert ("-fold a step" in told) <= (found.exponent > 0)
        assert ("Through this layer alone" in told) == (found.layer == 0 and "diverged" not in told)


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (-0.2, ("λ₁ = −0.2 a step", "memory about 5 steps")),
        (1.0, ("λ₁ = 1 a step", "e-fold in about 1.0 steps")),
        (0.001, ("λ₁ about 0", "neither fades nor grows")),
        (0.0, ("λ₁ about 0", "neither fades nor grows")),
        (-math.inf, ("λ₁ = −∞", "nothing is passed on")),
        (math.inf, ("λ₁ is not finite", "training has diverged")),
        (math.nan, ("λ₁ is not finite", "training has diverged")),
    ],
)
def test_two_lines_stand_below_the_needle(value, lines):
    assert gauge_captions(exponent(value)) == lines
