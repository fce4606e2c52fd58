"""What is said of a walk through the cell: a step forward, one loss back, factors, Jacobians."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from formula import compute
from measured import EVERY_CASE, Case, is_told

from rnnviz.captions import cell_step, way_back
from rnnviz.captions.number_format import percentage
from rnnviz.lab.signs import Signs
from rnnviz.probes import REGISTRY

every_case = pytest.mark.parametrize("case", EVERY_CASE, ids=str)
LSTM = Case("lstm", "usual", "many losses")


def walks(case, **options):
    """The walk back in the lower layer and in the top one."""
    return list(case.measure("cell_walk", **({"back": True, "around": 9} | options)))


@every_case
def test_whatever_is_measured_is_told(case):
    for walk in walks(case):
        told = [cell_step.caption(walk, step) for step in walk.shown]
        told += [way_back.factor_caption(walk, step) for step in walk.shown]
        told.append(way_back.caption(walk))
        for text in told:
            assert is_told(text), text
            assert ("diverged" in text) == ("no longer finite" in text)
        if case.diverged:
            assert all("diverged" in text for text in told), told
        assert "nan" not in way_back.product(walk)
        if case.state == "usual" and walk.norms.size:
            scale = "The scale of c, n and m moves, and such norms with it."
            assert (scale in way_back.caption(walk)) == (case.cell == "slstm")
    for found in case.measure("step_jacobian", step=0):
        assert is_told(way_back.jacobian_caption(found))


@every_case
def test_a_lower_layer_is_told_that_a_loss_comes_from_above_too(case):
    if case.state != "usual":
        return
    lower, top = (way_back.caption(walk) for walk in walks(case, step=0, first=0))
    assert "It comes down from layer 2 at every step" in lower
    assert "layer" not in top
    lower, top = (way_back.jacobian_caption(f) for f in case.measure("step_jacobian", step=0))
    assert "Layer 2 adds to it" in lower
    assert "layer" not in top.lower()


def test_a_step_of_a_text_is_told():
    (_, walk) = walks(LSTM, phrase="abcde", step=1)
    p = walk.outputs[1 - walk.first]
    told = cell_step.caption(walk, 1)
    assert told.startswith("Character 2 of 5: the network reads “b”, and this layer h of layer 1.")
    likeliest = "abcde"[p.argmax()]
    assert f" Likeliest next is “{likeliest}” with {100 * p.max():.0f} %" in told
    assert told.endswith(f"“c” with {100 * p[2]:.0f} %: loss {walk.losses[1]:.2f} nats.")
    assert cell_step.caption(walk, 4).endswith("; what follows is not known.")
    certain = np.zeros_like(walk.outputs)
    certain[:, 2] = 1.0
    sure = replace(walk, outputs=certain, losses=np.zeros(5))
    assert cell_step.caption(sure, 1).endswith(
        "next is “c” with 100 %, and that is true: loss 0 nats."
    )
    assert "the true one is “d” with 0 %" in cell_step.caption(sure, 2)


def test_a_step_of_numbers_is_told():
    (walk, _) = walks(Case("gru", "usual", "one loss"), step=23)
    told = cell_step.caption(walk, 23)
    assert re.fullmatch(
        r"Step 24 of 25: the network reads −?[\d.]+\. Out comes −?[\d.]+; no answer is asked for "
        r"here\.",
        told,
    )
    told = cell_step.caption(walk, 24)
    assert re.search(r"Out comes −?[\d.]+, wanted −?[\d.]+: squared error [\d.]+\.$", told)


def test_symbols_without_letters_are_numbers():
    network = LSTM.network()
    sequence = replace(LSTM.sequence(network), reads_text=False, coding=Signs(""))
    walk = REGISTRY["cell_walk"].measure(network, sequence, {"layer": 0, "step": 2})
    told = cell_step.caption(walk, 2)
    assert told.startswith(f"Step 3 of 25: the network reads {int(walk.inputs[2])}. Likeliest is ")
    unasked = replace(walk, targets=np.full(25, -1), losses=np.full(25, np.nan))
    assert cell_step.caption(unasked, 2).endswith("; no answer is asked for here.")


def test_signs_of_a_task_are_read_as_such_and_its_steps_are_counted():
    network = LSTM.network()
    sequence = replace(LSTM.sequence(network), reads_text=False)
    walk = REGISTRY["cell_walk"].measure(network, sequence, {"layer": 0, "step": 2})
    told = cell_step.caption(walk, 2)
    assert told.startswith(f"Step 3 of 25: the network reads “{walk.symbols[2]}”. Likeliest is ")


def test_the_way_back_is_told_with_norms():
    (_, walk) = walks(LSTM, step=20, first=17, around=8)
    told = way_back.caption(walk)
    start, end = walk.norms[0], walk.norms[-1]
    assert told.startswith(f"Loss after “{walk.symbols[24]}” (25), {walk.losses[24]:.2f} nats: ")
    assert f"its gradient for (h, c) begins with norm {start:.2g}; 8 characters back, " in told
    assert told.endswith(f"{percentage(end / start)} of it is left.")


def test_one_character_has_nothing_to_go_back_from():
    for walk in walks(LSTM, phrase="a"):
        assert way_back.caption(walk) == way_back.NO_LOSS
        assert way_back.product(walk) == ""
        assert way_back.factor_caption(walk, 0).startswith("No gradient of the chosen loss")


def test_a_loss_before_what_is_shown_reaches_nothing_of_it():
    for walk in walks(LSTM, loss=3, step=12, around=3):
        assert way_back.caption(walk).endswith(
            "it does not hang on what is read later, so nothing goes back here."
        )
        assert way_back.factor_caption(walk, 12).startswith("No gradient of the chosen loss")


def test_a_gradient_that_is_exactly_zero_is_told():
    for walk in walks(Case("gru", "zeros", "one loss")):
        assert way_back.caption(walk).endswith(": its gradient is exactly zero.")
        assert way_back.product(walk) == ""
        assert "the gradient that comes is exactly zero." in way_back.factor_caption(walk, 24)


@pytest.mark.parametrize("steps", [1, 2, 8, 9, 25])
def test_factors_multiply_to_what_is_written(steps):
    (_, walk) = walks(LSTM, step=25 - steps, first=25 - steps, around=1)
    assert len(walk.factors) == steps
    told = way_back.product(walk)
    if steps > 1:
        *_, whole = told.split(" = ")
        assert whole == way_back.factor_text(float(walk.norms[-1] / walk.norms[0]))
    assert told.count(" × ") == max(0, min(steps, 9) - 1)
    assert ("more)" in told) == (steps > 8)
    if 1 < steps <= 8:
        left, right = told.replace("×", "*").split(" = ")
        if "·" not in told:
            assert compute(left) == pytest.approx(compute(right), rel=0.01 * steps)


@pytest.mark.parametrize(
    ("factor", "text"),
    [(1.0, "1.00"), (0.61, "0.61"), (0.058, "0.058"), (12.3, "12.30"), (150, "150"),
     (2e-7, "2.0·10⁻⁷"), (math.nan, "–"), (0.0, "0")],
)  # fmt: skip
def test_a_factor_is_written(factor, text):
    assert way_back.factor_text(factor) == text


def test_a_factor_tells_of_both_norms_and_of_what_comes_from_above():
    lower, top = walks(LSTM, step=20, first=17, around=8)
    told = way_back.factor_caption(top, 20)
    assert told.startswith(f"“{top.symbols[20]}” (21): the gradient for (h, c) comes with norm ")
    assert f"norm {top.norms[4]:.2g} and leaves with {top.norms[5]:.2g}: a factor" in told
    assert f"a factor of {top.factors[4]:.2f}. Click" in told
    assert "What layer 2 adds before this step is in it." in way_back.factor_caption(lower, 20)
    assert "What layer 2 adds" not in way_back.factor_caption(lower, 17)  # nothing before it


def test_a_jacobian_says_the_most_it_can_do_and_what_it_does():
    network, layers = LSTM.network(), 2
    (_, found) = LSTM.measure("step_jacobian", step=20)
    told = way_back.jacobian_caption(found)
    names = f"d (h, c) after “{found.symbol}” / d (h, c) before it, 8 × 8. σ₁ = "
    assert told.startswith(names)
    assert network.layers == layers
    assert told.endswith(f"The gradient that comes leaves with {found.factor:.2f} of its norm.")
    grown = way_back.jacobian_caption(replace(found, singular=np.array([1.7])))
    assert "σ₁ = 1.7: it can make a gradient 1.7 times as long, but no longer." in grown
    shrunk = way_back.jacobian_caption(replace(found, singular=np.array([0.93])))
    assert "it shortens every gradient, to 0.93 of its length at most." in shrunk
    assert "no gradient longer" in way_back.jacobian_caption(replace(found, singular=np.ones(1)))
    nothing = way_back.jacobian_caption(replace(found, singular=np.zeros(1)))
    assert "nothing passes" in nothing
    (_, later) = LSTM.measure("step_jacobian", step=20, loss=3)
    assert way_back.jacobian_caption(later).endswith("no gradient goes back here.")


@pytest.mark.parametrize(
    ("units", "text"),
    [("2", "unit 2"), ("1,2", "units 1 and 2"), ("0,1,3", "units 0, 1 and 3"),
     ("0,1,2,3", "units 0, 1, 2 and 1 more")],
)  # fmt: skip
def test_silenced_units_are_named(units, text):
    lower, top = walks(LSTM, silenced=units, step=3)
    told = f" Silenced: what reads {text} of layer "
    assert cell_step.caption(lower, 3).endswith(f"{told}1 reads a constant.")
    assert cell_step.caption(top, 3).endswith(f"{told}2 reads a constant.")
    assert "ilenced" not in cell_step.caption(walks(LSTM, step=3)[0], 3)
