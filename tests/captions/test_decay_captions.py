"""What is said of how a loss's gradient fades: now, and at earlier moments."""

from dataclasses import replace

import numpy as np
import pytest
from measured import EVERY_CASE, is_told

from rnnviz.captions.decay import (
    caption,
    middle_half,
    moment_label,
    point_caption,
    rate_caption,
)
from rnnviz.lab.snapshot import Moment
from rnnviz.probes.decay import Decay, fit


def decay(r, unit="characters", **facts):
    r = np.asarray(r, float)
    line, lags = fit(r), np.arange(len(r), dtype=float)
    numbers = line.slope, line.intercept, line.half_life
    found = Decay(lags, r, r / 2, r, 2 * r, *numbers, "h", 0, 0, len(r), unit=unit)
    return replace(found, **facts)


def halving(every, T=25):
    return decay(0.5 ** (np.arange(T) / every))


def test_half_lives_in_words():
    lags = np.arange(25.0)
    said = caption(decay(0.5 ** (lags / 6.93)))
    assert said == "Half of the gradient is gone after every 6.9 characters back."
    assert "doubles every 6.9 steps back" in caption(decay(2.0 ** (lags / 6.93), "steps"))
    assert "hardly changes" in caption(decay(0.5 ** (lags / 693.0)))
    assert "hardly changes" in caption(decay(np.ones(25)))
    fast = "With every character back, 10 % of the gradient is left."
    assert caption(decay(0.1**lags)) == fast
    assert caption(decay(9.2**lags, "steps")) == (
        "With every step back, the gradient is 9.2 times as large."
    )


def test_a_half_life_is_stated_only_where_a_line_fits():
    lags = np.arange(100.0)
    slow_after_fast = 0.9 * 0.3**lags + 0.1 * 0.98**lags
    assert caption(decay(slow_after_fast, "steps")) == (
        "The gradient changes at no steady rate: 10 steps back, 8.2 % of it is left; "
        "99 back, 1.4 % of it is left."
    )
    assert caption(decay([1.0, 0.01, 0.01, 0.01, 4.0])).endswith(
        "rate: 4 characters back, it is 4 times as large."
    )
    assert caption(decay([1.0, 0.9, 0.3, 0.001, 0.0009, 0.0])).endswith(
        "5 characters back, nothing of it is left."
    )


def test_a_curve_that_stays_within_a_factor_of_two_hardly_changes_whatever_the_line():
    r = 1.0 + 0.4 * np.sin(np.arange(40.0))
    assert caption(decay(r, "steps")) == (
        "Over these 40 steps the gradient hardly changes: it stays within a factor of 2."
    )


def test_powers_of_ten_are_written_as_people_write_them():
    fast_then_still = [1.0, 1e-8, 2.5e-5, 1e-8, 2.5e-5]
    assert caption(decay(fast_then_still)).endswith("4 characters back, 0.003 % of it is left.")
    large = decay([1.0, 1e-8, 1e5, 1e-8, 9.6e5])
    assert caption(large).endswith("4 characters back, it is 9.6·10⁵ times as large.")


def test_now_is_compared_with_the_first_moment_that_had_a_half_life():
    now, start = halving(2.0), Moment(0, halving(9.0))
    told = "Half of the gradient is gone after every 2.0 characters back."
    assert caption(now) == told
    assert caption(now, (start,)) == f"{told} At the start it was every 9.0."
    later = Moment(1_000, halving(9.0))
    assert caption(now, (later, start)) == f"{told} At step 1,000 it was every 9.0."
    growing = Moment(0, decay(1e3 ** np.arange(25.0)))
    assert caption(now, (growing, Moment(5, "A sentence."))) == told
    one = caption(decay([1.0]), (start,))
    assert one.endswith("is one character long: there is nothing further back.")
    uneven = decay([1.0, 0.01, 0.01, 0.01, 0.4])
    assert caption(uneven, (start,)).endswith(
        "40 % of it is left. At the start half of it was gone after every 9.0."
    )
    steady = caption(decay(0.5 ** (np.arange(25.0) / 90.0)), (start,))
    assert steady.endswith("factor of 2. At the start half of it was gone after every 9.0.")


def test_two_or_three_lags_make_no_half_life():
    for r in ([1.0, 0.45], [1.0, 0.5, 0.25]):
        assert np.isnan(decay(r).half_life)
    assert caption(decay([1.0, 0.45])) == (
        "Too few lags for a rate: 1 character back, 45 % of it is left."
    )
    assert caption(decay([1.0, 0.5, 0.25])).endswith("2 characters back, 25 % of it is left.")
    assert caption(decay([1.0, 0.5, 0.25, 0.125])).startswith("Half of the gradient is gone")


def test_a_gradient_that_becomes_exactly_zero_is_said_to_and_where():
    assert caption(decay([1.0, 0.0, 0.0])) == "Nothing of the gradient is left 1 character back."
    assert caption(decay([1.0, 0.9, 0.0])) == "Nothing of the gradient is left 2 characters back."
    sudden = decay([1.0, 0.9, 0.3, 0.001, 0.0009] + 20 * [0.0])
    assert caption(sudden).endswith("rate: 5 characters back, nothing of it is left.")
    zero = decay([np.nan] * 5)
    assert caption(zero) == "Every gradient is exactly zero: there is nothing to draw."


def test_a_short_window_over_which_the_gradient_halves_is_not_said_to_hardly_change():
    assert (
        caption(halving(4.0, 5)) == "Half of the gradient is gone after every 4.0 characters back."
    )
    assert "hardly changes" in caption(halving(9.0, 5))


def test_what_is_no_longer_finite_has_not_vanished():
    lost = decay([1.0, 0.0, 0.0], finite=False)
    assert caption(lost) == "The gradients are no longer finite numbers: the training has diverged."


@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_of_every_layer_something_true_is_said(case):
    for found in case.measure("decay"):
        told, unit = caption(found), "steps" if case.window == "one loss" else "characters"
        assert is_told(told)
        assert is_told(rate_caption(found))
        assert found.unit == unit
        alone = "The window is one character long" in told
        assert alone == (case.window == "one step" and found.finite)
        assert ("diverged" in rate_caption(found)) == (not found.finite)
        assert not case.diverged or not found.finite
        if "gone after" in told:
            assert f"{unit} back" in told
            assert found.slope < 0


def test_the_legend_says_what_the_quartiles_are_of():
    many = halving(2.0)
    assert middle_half(many) == "middle half of 25 losses"
    assert middle_half(replace(many, batch=16)) == "middle half of 25 losses of sequence 1"
    one = replace(many, losses=1, sequences=8, batch=64)
    assert middle_half(one) == "middle half of 8 of 64 sequences"
    assert middle_half(replace(one, batch=8)) == "middle half of 8 sequences"


def test_moments_and_points_are_named():
    assert [moment_label(Moment(step, None)) for step in (0, 10_000)] == ["start", "step 10,000"]
    assert point_caption(4.0, 0.0625, "start") == "4 back: 6.2 % left (start)"
    assert point_caption(4.0, 6.25, "start") == "4 back: 6.2 times as large (start)"
