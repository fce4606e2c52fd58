"""What is said of simulated gradients."""

import numpy as np
import pytest

from rnnviz.captions.simulator import matrices_caption, point_caption, weight_caption
from rnnviz.probes.simulator import Simulation


@pytest.mark.parametrize(
    ("w", "depth", "left", "told"),
    [
        (0.9, 50, 0.9**50, "|0.9 · 1|^50 = 0.0052: it vanishes."),
        (1.0, 2, 1.0, "|1 · 1|^2 = 1: it survives."),
        (-1.5, 50, 1.5**50, "|−1.5 · 1|^50 = 6.4·10⁸: it explodes."),
        (0.0, 1, 0.0, "|0 · 1|^1 = 0: nothing is left."),
    ],
)
def test_a_weight_is_told_with_its_power_and_a_verdict(w, depth, left, told):
    assert weight_caption(w, 1.0, depth, left) == told


@pytest.mark.parametrize(("depth", "steps"), [(1, "1 step"), (2, "2 steps"), (50, "50 steps")])
def test_random_matrices_are_told_by_their_median(depth, steps):
    sizes = np.array([0.9, 1.0, 1.3])
    found = Simulation(np.zeros((3, depth + 1)), sizes, 2 * sizes)
    assert matrices_caption(found, 1.0) == (
        f"Median of 3 draws after {steps}: 1, it survives. Spectral radius 1.00, σ₁ 2.00."
    )


def test_the_pointer_reads_out_a_curve():
    assert point_caption(3.0, 0.5, "now: w 0.9") == "now: w 0.9, 3 back: 0.5"
    assert point_caption(3.0, 0.0, "now: w 0.9") == "now: w 0.9, 3 back: 0"
