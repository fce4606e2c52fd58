"""The needle that shows the largest Lyapunov exponent."""

import math

import pytest

from rnnviz.gui.plotting.needle_gauge import NeedleGauge


@pytest.fixture
def gauge(qtbot):
    gauge = NeedleGauge("Largest Lyapunov exponent")
    qtbot.addWidget(gauge)
    return gauge


WORDS = "λ₁ = −0.29 a step", "memory 3 to 4 steps"


def test_the_gauge_says_what_it_is_given(gauge):
    gauge.show_exponent(-0.29, WORDS)
    assert gauge.lines() == WORDS
    assert gauge.toolTip() == "λ₁ = −0.29 a step. memory 3 to 4 steps."


def test_the_needle_leans_left_where_gradients_fade(gauge):
    gauge.show_exponent(-0.3, WORDS)
    assert -math.pi / 2 < gauge.angle < 0
    gauge.show_exponent(0.3, WORDS)
    assert 0 < gauge.angle < math.pi / 2
    gauge.show_exponent(-math.inf, WORDS)
    assert gauge.angle == -math.pi / 2


@pytest.mark.parametrize("end", [0.2, 0.3, 0.15, 20.0])
def test_the_numbers_at_its_ends_never_run_together(end, gauge):
    gauge.show_exponent(end / 1.15, WORDS)
    advance = gauge.fontMetrics().horizontalAdvance
    for room in range(40, 300, 10):
        left, middle, right = gauge.ends(room)
        assert bool(middle) != bool(left and right)
        assert middle or advance(left) + advance(right) + advance(" ") < room


def test_a_narrow_gauge_leaves_out_words_before_numbers(gauge):
    gauge.show_exponent(-0.29, WORDS)
    gauge.resize(60, 100)
    assert gauge._shortened(gauge.lines()[1]).startswith("3 to")
    gauge.resize(300, 100)
    assert gauge._shortened(gauge.lines()[1]) == WORDS[1]
