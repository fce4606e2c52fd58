"""How losses are written: in the unit of what is learned, and what is said when there is none."""

import math
from dataclasses import replace

import numpy as np
import pytest
from triangles import snapshot

from rnnviz.captions import losses

TEXT, STEP, SQUARES = "nats per character", "nats per step", "squared error"


def of(unit, smoothed, diverged=False):
    """A snapshot of a run whose losses are in this unit."""
    made = snapshot()
    return replace(made, task=replace(made.task, unit=unit), smoothed=smoothed, diverged=diverged)


@pytest.mark.parametrize(
    ("loss", "unit", "told"),
    [
        (math.log(2), TEXT, "0.69 nats, 1.00 bits"),
        (math.log(2), STEP, "0.693 nats per step"),
        (0.0012345, SQUARES, "squared error 0.00123"),
        (0.0, TEXT, "0.00 nats, 0.00 bits"),
        (0.0, SQUARES, "squared error 0"),
    ],
)
def test_losses_are_written_in_their_unit(loss, unit, told):
    assert losses.caption(loss, unit) == told
    assert losses.mean_caption(of(unit, loss)) == told


@pytest.mark.parametrize(
    ("unit", "exact", "brief", "short"),
    [
        (TEXT, "0.693 nats", "0.69 nats", "0.69 (1.00 bits)"),
        (STEP, "0.6931 nats per step", "0.693 nats per step", "0.693"),
        (SQUARES, "squared error 0.6931", "squared error 0.693", "0.693"),
    ],
)
def test_bits_are_told_only_where_characters_are_counted(unit, exact, brief, short):
    loss = np.float32(math.log(2))
    assert losses.headline(replace(of(unit, loss), step=300)) == f"{exact}, mean of 30 steps"
    assert losses.briefly(loss, unit) == brief
    assert losses.short(loss, unit) == short


@pytest.mark.parametrize("unit", [TEXT, STEP, SQUARES])
@pytest.mark.parametrize("lost", [of("", math.nan), of("", math.inf), of("", 2.0, diverged=True)])
def test_a_loss_that_is_no_number_is_not_written_as_one(unit, lost):
    lost = replace(lost, task=replace(lost.task, unit=unit))
    lost = replace(lost, step=3)
    assert losses.mean_caption(lost) == "not a number: diverged"
    assert losses.headline(lost) == "loss is not a number"
    assert losses.briefly(math.nan, unit) == "loss not finite"


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (0, "2.000 nats, before the first step"),
        (1, "2.000 nats, last step"),
        (19, "2.000 nats, last step"),
        (20, "2.000 nats, mean of 2 steps"),
        (50, "2.000 nats, mean of 5 steps"),
        (5000, "2.000 nats, mean of 200 steps"),
    ],
)
def test_the_headline_says_over_how_many_steps_it_is_a_mean(step, told):
    assert losses.headline(replace(of(TEXT, 2.0), step=step)) == told


def test_what_is_not_measured_yet_is_not_told():
    new = replace(of(TEXT, math.nan), step=0)
    assert losses.headline(new) == losses.mean_caption(new) == ""


def test_beside_the_headline_stands_the_held_out_loss_or_the_score():
    text, accuracy = of(TEXT, 2.0), replace(of(STEP, 2.0).task, measure="accuracy")
    error = replace(accuracy, measure="mean squared error", unit=SQUARES)
    curves = replace(
        text.curves,
        validation_steps=np.array([0, 1_250]),
        validation_loss=np.array([3.0, 2.469]),
        validation_score=np.array([0.5, 0.97]),
    )
    measured = replace(text, curves=curves, step=1_250)
    assert losses.held_out_caption(measured) == "held out 2.47"
    assert losses.held_out_caption(replace(measured, task=accuracy)) == "accuracy 97\xa0%"
    assert losses.held_out_caption(replace(measured, task=error)) == "MSE 0.97"
    assert losses.held_out_caption(text) == ""
    assert losses.held_out_caption(replace(measured, step=1_375)) == "held out 2.47"
    later = replace(measured, step=1_499)
    assert losses.held_out_caption(later) == "held out 2.47 at step 1,250"
    assert losses.held_out_caption(replace(later, task=error)) == "MSE 0.97 at step 1,250"


def test_the_pointer_reads_out_a_curve_and_where_it_is():
    point = losses.point_caption
    assert point("training", 2.0, TEXT, 1500.0) == ("training 2.00 (2.89 bits), step 1,500")
    assert point("training", 2.0, TEXT, 3e6, losses.INPUTS).endswith(", 3,000,000 characters")
    assert point("training", 2.0, SQUARES, 40.0, losses.INPUTS) == "training 2, 40 inputs"
    assert point("training", 2.0, SQUARES, 40.04, losses.SECONDS) == "training 2, 40.0 s"
