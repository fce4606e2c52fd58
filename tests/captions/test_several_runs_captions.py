"""What is said of several runs in one plot."""

import numpy as np
import pytest

from rnnviz.captions import clipping, gradient_flow
from rnnviz.captions.several_runs import (
    of_run,
    other_measures,
    other_units,
    shares_left,
    titled,
)
from rnnviz.probes.gradient_flow import GradientFlow


def test_what_is_told_of_a_run_begins_with_its_name():
    assert of_run("LSTM, bias 4", "norm 3, step 2") == "LSTM, bias 4: norm 3, step 2"
    assert of_run("", "norm 3, step 2") == "norm 3, step 2"


def test_a_second_picture_says_what_is_not_comparable():
    assert titled("LSTM", "") == "LSTM"
    assert titled("LSTM", "axes") == "LSTM (axes of its own)"


def test_it_is_counted_how_many_runs_are_missing():
    assert other_units(0, "squared error") == ""
    assert other_units(1, "squared error") == (
        "1 other run is not drawn: its loss is not in squared error."
    )
    assert other_units(3, "nats per character") == (
        "3 other runs are not drawn: their losses are not in nats per character."
    )
    assert other_measures(0, "accuracy") == ""
    assert other_measures(1, "accuracy") == (
        "1 other run is not drawn: it has no accuracy of this task."
    )
    assert other_measures(2, "accuracy") == (
        "2 other runs are not drawn: they have no accuracy of this task."
    )


def test_what_is_left_is_compared_at_one_lag_that_all_windows_have():
    long = {lag: 0.9**lag for lag in range(40)}
    short = {lag: 0.5**lag for lag in range(11)}
    assert shares_left({"LSTM, bias 4": long, "vanilla": short}, "character") == (
        "10 characters back there is left: 35 % in LSTM, bias 4; 0.1 % in vanilla."
    )
    assert shares_left({"LSTM": long}, "step").startswith("20 steps back there is left: 12 %")


def test_shares_that_are_none_are_told():
    shares = {"a": {0: 1.0, 1: float("nan")}, "b": {0: 1.0, 1: 0.0}, "c": {0: 1.0, 1: 3.0}}
    assert shares_left(shares, "step") == (
        "1 step back there is left: not a number in a; nothing in b; 3 times as much in c."
    )


@pytest.mark.parametrize("shares", [{}, {"a": {}}, {"a": {0: 1.0}, "b": {0: 1.0, 1: 0.5}}])
def test_windows_of_one_step_have_nothing_to_compare(shares):
    assert shares_left(shares, "step") == (
        "A window is one step long: there is nothing further back to compare."
    )


def flow(norms, mode="last", losses=3):
    norms = np.array(norms)
    return GradientFlow(
        np.arange(len(norms), dtype=float), norms[:, None], norms, norms, norms, mode, 0, losses
    )


def test_gradients_are_compared_by_their_shares():
    flows = {"vanilla": flow([4.0, 2.0, 1.0]), "LSTM": flow([0.1, 0.1, 0.09])}
    assert gradient_flow.compared(flows) == (
        "2 characters back there is left: 25\N{NO-BREAK SPACE}% in vanilla; "
        "90\N{NO-BREAK SPACE}% in LSTM."
    )
    summed = {name: flow([4.0, 2.0], "summed") for name in ("a", "b")}
    assert gradient_flow.compared(summed, "step").endswith(gradient_flow.CONTRAST)
    single = {name: flow([4.0, 2.0], "summed", losses=1) for name in ("a", "b")}
    assert gradient_flow.CONTRAST not in gradient_flow.compared(single)


@pytest.mark.parametrize("norms", [[0.0, 0.0], [np.nan, np.nan], [np.inf, 1.0], [3.0]])
def test_gradients_that_are_none_are_compared_too(norms):
    told = gradient_flow.compared({"a": flow(norms), "b": flow([1.0, 0.5])})
    assert told.endswith(".")
    assert "nan" not in told


def test_norms_say_over_how_many_steps_they_are_means():
    assert clipping.norm_mean_caption(3.14, 20, 1) == "norm 3.1, step 20"
    assert clipping.norm_mean_caption(3.14, 4000, 16) == "norm 3.1, mean of 16 steps up to 4,000"
