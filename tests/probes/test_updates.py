"""Root mean squares, and the ratio of an update to its weights."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.core.cells import Vanilla
from rnnviz.core.network import Network
from rnnviz.probes.updates import rms, rms_ratio, update_ratios


@given(st.integers(-150, 150), st.floats(1e-6, 1e3), st.integers(0, 2**32 - 1))
def test_the_ratio_is_that_of_the_sizes_at_every_scale(exponent, ratio, seed):
    weight = np.random.default_rng(seed).uniform(0.5, 1.0, (3, 4)) * 10.0**exponent
    assert rms(weight) == pytest.approx(
        math.sqrt(np.mean((weight * 10.0**-exponent) ** 2)) * 10.0**exponent
    )
    assert rms_ratio(-ratio * weight, weight) == pytest.approx(ratio)


def test_tensors_of_different_size_compare():
    assert rms_ratio(np.full(3, 0.1), np.ones(3)) == pytest.approx(0.1)
    assert rms_ratio(np.full((30, 10), 0.1), np.ones((30, 10))) == pytest.approx(0.1)


def test_the_ends_of_the_range():
    zero, one = np.zeros(2), np.ones(2)
    assert rms_ratio(one, zero) == math.inf
    assert rms_ratio(zero, zero) == 0.0
    assert rms_ratio(zero, one) == 0.0
    assert math.isnan(rms_ratio(np.array([np.nan, 1.0]), one))
    assert rms(np.array([np.inf, 1.0])) == math.inf
    assert math.isnan(rms(np.zeros(0)))


def test_an_update_is_compared_with_the_weights_that_it_changed():
    network = Network(Vanilla(), 2, 3, 2)
    network.flat[...] = 1.0
    network.parameters["rnn.bias_hh_l0"][...] = 0.0
    network.parameters["decoder.bias"][...] = 0.0
    before = network.flat.copy()
    network.parameters["rnn.weight_hh_l0"][...] += 0.5
    network.parameters["rnn.bias_hh_l0"][...] += 0.5
    found = update_ratios(network, before)
    ratios = dict(zip(found.names, found.ratios, strict=True))
    assert ratios["rnn.weight_hh_l0"] == 0.5
    assert ratios["rnn.bias_hh_l0"] == math.inf
    assert ratios["decoder.bias"] == ratios["decoder.weight"] == 0.0
