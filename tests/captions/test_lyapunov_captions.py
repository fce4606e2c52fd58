"""What is said of the largest Lyapunov exponent."""

import math

import numpy as np
import pytest
from measured import EVERY_CASE, is_told

from rnnviz.captions.lyapunov import caption, gauge_captions
from rnnviz.probes.lyapunov import Lyapunov, memory_of


def exponent(value, steps=30):
    return Lyapunov(value, memory_of(value), np.full((steps, 1), value), 0)


@pytest.mark.parametrize(
    ("value", "steps", "told"),
    [
        (-math.log(2), 30, "gradients shrink to 0.5 a step; memory about 1.44 steps."),
        (math.log(2), 30, "gradients grow 2-fold a step, e-fold in 1.44 steps."),
        (1e-6, 30, "gradients neither grow nor shrink to speak of."),
        (0.0, 30, "gradients neither grow nor shrink to speak of."),
        (-math.log(2), 2, "gradients shrink to 0.5 a step; memory about 1.44 steps."),
    ],
)
def test_the_exponent_is_put_into_words(value, steps, told):
    assert caption(exponent(value, steps)) == f"Measured along {steps} steps: {told}"


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
        assert ("diverged" in told) == math.isnan(found.exponent)
        assert ("Nothing passes" in told) == (found.exponent == -math.inf)
        assert not case.diverged or "diverged" in told
        assert (" a step; memory" in told) <= (found.exponent < 0)
        assert ("-fold a step" in told) <= (found.exponent > 0)


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        (-0.2, ("λ₁ = −0.2 a step", "memory 5 steps")),
        (0.001, ("λ₁ = 0.001 a step", "e-fold in 1,000 steps")),
        (0.0, ("λ₁ = 0 a step", "neither fades nor grows")),
        (-math.inf, ("λ₁ = −∞", "nothing is passed on")),
        (math.inf, ("λ₁ is not finite", "training has diverged")),
        (math.nan, ("λ₁ is not finite", "training has diverged")),
    ],
)
def test_two_lines_stand_below_the_needle(value, lines):
    assert gauge_captions(value, memory_of(value)) == lines
