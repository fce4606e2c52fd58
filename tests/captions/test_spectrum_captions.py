"""What is said of eigenvalues, of singular values, and of what they do not decide."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from measured import EVERY_CASE, Case, H, Letters, V, is_told

from rnnviz.captions import spectrum as captions
from rnnviz.captions.spectrum import bound_caption, caption
from rnnviz.core.cells import Vanilla
from rnnviz.core.network import Network
from rnnviz.probes import REGISTRY, Sequence
from rnnviz.probes.lyapunov import Lyapunov
from rnnviz.probes.spectrum import Spectrum


def spectrum(bound=0.5, steps=1, exponent=-0.2, relu=False, other=""):
    growth = np.full((19, 1), exponent)
    memory = math.inf if exponent == 0 else 1 / abs(exponent)
    values, sigma = np.array([[0.5 + 0j, 0.1]]), np.array([bound])
    return Spectrum(
        ("a",), values, sigma, abs(values[:, 0]), np.arange(steps), np.zeros((steps, 1024)),
        bound, Lyapunov(exponent, memory, growth, 0, 0.0, other), 0, 0, relu,
    )  # fmt: skip


@given(st.floats(0.01, 0.99), st.floats(0.0, 5.0))
def test_a_small_sigma_is_enough_to_vanish_whatever_the_radius(sigma, radius):
    told = bound_caption(sigma, radius, relu=False)
    assert "gradients must vanish" in told
    assert told.endswith("decides neither.")


@given(st.floats(1.001, 100.0), st.floats(0.0, 5.0))
def test_a_large_sigma_promises_nothing_whatever_the_radius(sigma, radius):
    told = bound_caption(sigma, radius, relu=False)
    assert "may explode, but need not" in told
    assert "must" not in told
    assert told.endswith("decides neither.")


@pytest.mark.parametrize("sigma", [1.0, 1.0 + 3e-7, 1.0 - 3e-7])
def test_a_sigma_of_one_rules_out_explosion_alone(sigma):
    told = bound_caption(sigma, 1.0, relu=False)
    assert told.startswith("σ₁ = 1: gradients cannot explode")


@given(st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_with_a_leak_a_small_sigma_is_still_enough_but_for_less(sigma, leak):
    told = bound_caption(sigma, 1.0, relu=False, leak=leak)
    assert "gradients must vanish" in told
    assert f"({1 - leak:g} + {leak:g} σ₁) of their length" in told
    assert told.endswith("decides neither.")
    assert "may explode" in bound_caption(1.0 + sigma, 1.0, relu=False, leak=leak)
    assert "cannot explode" in bound_caption(1.0, 1.0, relu=False, leak=leak)


def test_a_leak_is_counted_in_the_bound():
    told = bound_caption(0.95, 1.0, relu=False, leak=0.3)
    assert "to at most 0.985 (0.7 + 0.3 σ₁) of their length at every step" in told


def test_of_gates_nothing_is_said_from_one_block():
    told = bound_caption(None, 4.0, relu=False)
    assert "no block of W_hh decides" in told
    assert "must" not in told


def test_a_relu_is_not_said_to_saturate():
    assert "where units saturate" in caption(spectrum(2.0))
    assert "where units fall silent" in caption(spectrum(2.0, relu=True))
    for cell, told in (("vanilla", "units saturate"), ("relu", "units fall silent")):
        assert all(
            told in caption(found)
            for found in Case(cell, "usual", "many losses").measure("spectrum")
            if found.bound > 1
        )


def test_below_the_top_layer_the_bound_is_of_paths_through_this_layer_alone():
    told = caption(spectrum(0.95, other="through the layers above"))
    assert told.startswith(
        "σ₁ = 0.95 is below 1: through this layer alone gradients must vanish, to at most 0.95 of "
        "their length at every step; through the layers above they need not."
    )
    assert "Through this layer alone, measured along 19 steps:" in told
    one = caption(spectrum(1.0, other="through the layers above"))
    assert one.startswith("σ₁ = 1: through this layer alone gradients cannot explode")
    gates = bound_caption(None, 4.0, relu=False, other="through the layers above")
    assert gates.endswith("the step Jacobians do, for paths through this layer alone.")


def test_a_gradient_that_a_loss_sends_through_the_layer_above_may_grow_below_a_small_sigma():
    rng = np.random.default_rng(0)
    network = Network(Vanilla(), V, H, V, 2)
    network.flat[...] = rng.uniform(-0.05, 0.05, network.flat.size)
    lower, upper = network.layer_parameters()
    lower.W_hh[...], upper.W_ih[...], upper.W_hh[...] = (s * np.eye(H) for s in (0.95, 1.0, 1.0))
    codes = rng.integers(0, V, (26, 1))
    sequence = Sequence(codes[:-1], codes[1:], network.zero_state(1), Letters())
    at = {"layer": 0}
    shares = REGISTRY["decay"].measure(network, sequence, at).mean
    assert shares[1] > 1  # which the bound of 0.95 would rule out
    told = caption(REGISTRY["spectrum"].measure(network, sequence, at))
    assert "through this layer alone" in told
    assert "through the layers above they need not" in told
    assert "through this layer alone" not in caption(
        REGISTRY["spectrum"].measure(network, sequence, {"layer": 1})
    )


@pytest.mark.parametrize(
    ("sigma", "told"),
    [
        (0.99987, "σ₁ = 0.9999 is below 1"),
        (1.00042, "σ₁ = 1.0004 is above 1"),
        (1.3e20, "σ₁ = 1.3·10²⁰ is above 1"),
    ],
)
def test_a_sigma_that_is_not_one_is_not_written_as_one(sigma, told):
    assert bound_caption(sigma, 1.0, relu=False).startswith(told)


def test_the_bound_comes_first_then_what_is_missing_and_the_exponent_last():
    exponent = (
        "Measured along 19 steps: gradients shrink to about 0.82 a step; too few steps to tell "
    )
    exponent += "a memory."
    bound = (
        "σ₁ = 0.5 is below 1, which is enough: gradients must vanish, to at most 0.5 of their "
        "length at every step. The spectral radius 0.5 decides neither."
    )
    assert caption(spectrum()) == f"{bound} {exponent}"
    missing = "Those of 1,024 rows are too slow to be shown."
    assert caption(spectrum(steps=0)) == f"{bound} {missing} {exponent}"


@pytest.mark.parametrize("case", EVERY_CASE, ids=str)
def test_of_every_layer_something_true_is_said(case):
    for found in case.measure("spectrum"):
        if isinstance(found, str):
            assert not case.network().cell.has("W_hh")
            assert found == "A minGRU has no W_hh: its state goes on without a product."
            continue
        told = caption(found)
        assert is_told(told)
        if case.diverged:
            assert told == "The weights are no longer finite numbers: the training has diverged."
        elif math.isnan(found.lyapunov.exponent):
            assert told == (
                "The states or their gradients are no longer finite numbers: the training has "
                "diverged."
            )
        else:
            assert ("no block of W_hh decides" in told) == (len(found.gates) > 1)
            assert ("must vanish" in told) == (found.bound is not None and found.bound < 1)
        assert "Nothing passes" not in told or found.lyapunov.exponent == -math.inf


def test_eigenvalues_are_read_out_with_a_minus_of_full_width():
    assert captions.complex_number(0.6 - 0.8j) == "0.6 − 0.8i"
    assert captions.accessible_text("W_hh", 0.3 + 0.4j) == "W_hh: 0.3 + 0.4i, modulus 0.5"
    assert captions.accessible_text("W_hh", complex(-0.7)) == "W_hh: −0.7, modulus 0.7"
    nothing = captions.accessible_text("W_hh", complex(math.nan, math.nan))
    assert nothing == "W_hh: not a number, modulus not a number"
