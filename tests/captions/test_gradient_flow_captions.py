"""What is said of how much of the gradient is left some steps back."""

from dataclasses import replace

import numpy as np
import pytest
from measured import EVERY_CASE, is_told

from rnnviz.captions import gradient_flow as captions
from rnnviz.captions.gradient_flow import ALL_ZERO, CONTRAST, NOT_FINITE, why_unavailable
from rnnviz.captions.number_format import percentage
from rnnviz.probes.gradient_flow import GradientFlow


def flow(norms, mode="last", dtype=float):
    norms = np.asarray(norms, dtype)
    return GradientFlow(np.arange(len(norms)), norms[:, None], norms, norms / 2, 2 * norms, mode, 0)


def caption(found, step="character"):
    """The caption with ordinary spaces."""
    return captions.caption(found, step).replace("\N{NO-BREAK SPACE}%", " %")


def decaying(T):
    return np.array([1.4 * (8e-6) ** (d / 20) for d in range(T)])


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (1.0, "100 %"),
        (1.2345, "123 %"),
        (0.35, "35 %"),
        (0.0996, "10 %"),
        (0.056, "5.6 %"),
        (0.0035, "0.35 %"),
        (8.1e-6, "0.0008 %"),
        (9.7e-6, "0.001 %"),
        (1.2e-8, "0.000001 %"),
        (4e-12, "4·10⁻¹⁰ %"),
        (1e-310, "1·10⁻³⁰⁸ %"),
    ],
)
def test_a_share_is_said_plainly(share, told):
    assert percentage(share) == told


@pytest.mark.parametrize(
    ("T", "told"),
    [
        (1, "Norm now 1.4. The window is one character long: there is nothing further back."),
        (2, "Norm now 1.4. 1 character back, 56 % of the gradient is left."),
        (5, "Norm now 1.4. 4 characters back, 9.6 % of the gradient is left."),
        (11, "Norm now 1.4. 10 characters back, 0.28 % of the gradient is left."),
        (16, "Norm now 1.4. 10 characters back, 0.28 % of the gradient is left; 15 back, 0.02 %."),
        (
            21,
            "Norm now 1.4. 10 characters back, 0.28 % of the gradient is left; 20 back, 0.0008 %.",
        ),
        (
            50,
            "Norm now 1.4. 10 characters back, 0.28 % of the gradient is left; 20 back, 0.0008 %.",
        ),
    ],
)
def test_the_words_for_a_window_of(T, told):
    assert caption(flow(decaying(T))) == told


def test_zero_underflow_growth_and_no_number_have_their_own_words():
    norms = np.zeros(25)
    assert caption(flow(norms)) == "The gradient is exactly zero at the last character already."
    norms[0] = 1.0
    assert "10 characters back, nothing is left" in caption(flow(norms))
    assert "the gradient is 1,000 times as large" in caption(flow(2.0 ** np.arange(25)))
    norms[10] = np.nan
    assert "10 characters back, not a number" in caption(flow(norms))
    norms[0] = np.inf
    assert caption(flow(norms)) == NOT_FINITE


def test_float32_measurements_can_be_put_in_words():
    assert "20 back, 0.0008 %." in caption(flow(decaying(30), dtype=np.float32))


def test_the_sum_over_losses_is_said_to_hide_what_vanishes():
    assert caption(flow(decaying(30), "summed")).startswith(f"{CONTRAST} Norm now 1.4.")


def test_where_there_is_one_loss_its_curve_is_not_said_to_hide_anything():
    one = replace(flow(decaying(30), "summed"), losses=1)
    assert caption(one).startswith(
        "There is one loss here: both curves are the same. Norm now 1.4."
    )
    assert CONTRAST not in caption(one)
    assert caption(replace(one, losses=2)).startswith(CONTRAST)


def test_a_ratio_is_told_in_per_cent_below_one_and_in_times_above():
    norms = np.full(25, 1.0)
    norms[10], norms[20] = 2.1, 1.44
    assert caption(flow(norms)).endswith(
        "10 characters back, the gradient is 2.1 times as large; 20 back, 1.4 times as large."
    )
    norms[10], norms[20] = 0.9, 450.0
    assert caption(flow(norms)).endswith(
        "90 % of the gradient is left; 20 back, 450 times as large."
    )


def test_of_what_is_gone_nothing_more_is_said_further_back():
    norms = np.zeros(25)
    norms[0] = 1.0
    assert caption(flow(norms)).endswith(
        "nothing is left: it is too small for the computer's numbers."
    )


def test_lags_are_counted_in_what_the_network_reads():
    assert "10 steps back" in caption(flow(decaying(30)), "step")


def test_a_number_is_not_parted_from_its_sign():
    assert "0.28\N{NO-BREAK SPACE}% of" in captions.caption(flow(decaying(30)))


def test_where_nothing_can_be_drawn_it_is_said_why():
    assert why_unavailable(flow(np.zeros(5))) == ALL_ZERO
    assert why_unavailable(flow(np.full(5, np.nan))) == NOT_FINITE


@pytest.mark.parametrize("mode", ["last", "summed"])
@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_of_every_layer_something_true_is_said(case, mode):
    step = "step" if case.window == "one loss" else "character"
    for found in case.measure("gradient_flow", mode=mode):
        told, now = caption(found, step), float(found.median[0])
        assert is_told(told)
        assert ("diverged" in told) == (not np.isfinite(now))
        assert ("exactly zero" in told) == (now == 0)
        assert not case.diverged or "diverged" in told


def test_the_legend_and_the_pointer():
    assert captions.middle_half(8, 64) == "middle half of 8 of 64 sequences"
    assert captions.middle_half(4, 4) == "middle half of 4 sequences"
    assert captions.point_caption(10.0, 0.5, 2.0) == "10 back: 0.5 = 25 % of now"
    assert captions.point_caption(10.0, 0.5, 0.0) == "10 back: 0.5"
    assert captions.point_caption(10.0, 4.2, 2.0) == "10 back: 4.2 = 2.1 times now"
