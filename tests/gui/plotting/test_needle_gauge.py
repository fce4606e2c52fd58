"""The needle that shows the largest Lyapunov exponent."""

import math

import pytest

from rnnviz.gui.plotting.needle_gauge import NeedleGauge
from rnnviz.probes.lyapunov import memory_of


@pytest.fixture
def gauge(qtbot):
    gauge = NeedleGauge("Largest Lyapunov exponent")
    qtbot.addWidget(gauge)
    return gauge


@pytest.mark.parametrize(
    ("exponent", "words"),
    [
        (-0.2, ("λ₁ = −0.2 a step", "memory 5 steps")),
        (0.05, ("λ₁ = 0.05 a step", "e-fold in 20 steps")),
        (-0.0001, ("λ₁ = −0.0001 a step", "memory 10,000 steps")),
        (0.0, ("λ₁ = 0 a step", "neither fades nor grows")),
        (-math.inf, ("λ₁ = −∞", "nothing is passed on")),
        (math.nan, ("λ₁ is not finite", "training has diverged")),
        (math.inf, ("λ₁ is not finite", "training has diverged")),
    ],
)
def test_the_gauge_says_the_exponent_and_the_memory(exponent, words, gauge):
    gauge.show_exponent(exponent, memory_of(exponent))
    assert gauge.lines() == words


def test_the_needle_leans_left_where_gradients_fade(gauge):
    gauge.show_exponent(-0.3, memory_of(-0.3))
    assert -math.pi / 2 < gauge.angle < 0
    gauge.show_exponent(0.3, memory_of(0.3))
    assert 0 < gauge.angle < math.pi / 2
    gauge.show_exponent(-math.inf, memory_of(-math.inf))
    assert gauge.angle == -math.pi / 2


@pytest.mark.parametrize("end", [0.2, 0.3, 0.15, 20.0])
def test_the_numbers_at_its_ends_never_run_together(end, gauge):
    gauge.show_exponent(end / 1.15, memory_of(end))
    advance = gauge.fontMetrics().horizontalAdvance
    for room in range(40, 300, 10):
        left, middle, right = gauge.ends(room)
        assert bool(middle) != bool(left and right)
        assert middle or advance(left) + advance(right) + advance(" ") < room


def test_a_narrow_gauge_leaves_out_words_before_numbers(gauge):
    gauge.show_exponent(-0.29, 3.4)
    gauge.resize(60, 100)
    assert gauge._shortened(gauge.lines()[1]).startswith("3.4")
    gauge.resize(300, 100)
    assert gauge._shortened(gauge.lines()[1]) == "memory 3.4 steps"
