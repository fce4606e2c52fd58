"""What is said of the bias of a gate that keeps the past."""

import math

import pytest

from rnnviz.captions.forget_bias import caption


@pytest.mark.parametrize(
    ("bias", "told"),
    [
        (None, ""),
        (0.0, "Remembers about 2.0 steps."),
        (1, f"Remembers about {1 + math.e:.1f} steps."),
        (5.0, "About 149 steps."),
        (-20.0, "Remembers about 1.0 steps."),
    ],
)
def test_a_bias_b_keeps_a_state_for_one_plus_e_to_the_b_steps(bias, told):
    assert caption(bias) == told
