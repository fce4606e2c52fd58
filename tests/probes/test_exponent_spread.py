"""How far an exponent can be trusted: its spread over stretches, and whose paths it is of."""

import math

import numpy as np
import pytest

from rnnviz.captions.lyapunov import caption
from rnnviz.core.cells import LSTM, Vanilla
from rnnviz.core.network import Network
from rnnviz.core.weight_edits import set_keep_bias
from rnnviz.probes import REGISTRY, Sequence
from rnnviz.probes.lyapunov import lyapunov, spread_of
from rnnviz.probes.replay import replay


class Letters:
    """Writes nothing: these windows are never read out."""

    def encode(self, text):
        return np.zeros(len(text), np.intp)

    def decode(self, codes):
        return "a" * len(codes)


def windows(network, T, B=1):
    codes = np.random.default_rng(1).integers(0, 5, (T + 1, B))
    return Sequence(codes[:-1], codes[1:], network.zero_state(B), Letters())


def network_of(cell, layers=1):
    network = Network(cell, 5, 16, 5, layers, dtype=np.float64)
    network.flat[...] = np.random.default_rng(0).uniform(-0.3, 0.3, network.flat.size)
    return network


def test_the_spread_is_the_standard_error_over_stretches_and_sequences():
    assert spread_of(np.full((20, 1), -0.2)) == 0.0
    growth = np.repeat([-0.1, -0.3, -0.1, -0.3], 5)[:, None]
    expected = np.std([-0.1, -0.3, -0.1, -0.3], ddof=1) / 2
    assert spread_of(growth) == pytest.approx(expected)
    both = np.hstack((growth, growth - 1.0))
    means = np.array([-0.1, -0.3, -0.1, -0.3, -1.1, -1.3, -1.1, -1.3])
    assert spread_of(both) == pytest.approx(means.std(ddof=1) / math.sqrt(8))


def test_one_step_and_what_is_no_number_have_no_spread():
    assert math.isnan(spread_of(np.array([[-0.2]])))
    assert math.isnan(spread_of(np.full((20, 1), -np.inf)))
    assert math.isnan(spread_of(np.full((20, 1), np.nan)))


def test_a_long_memory_is_not_told_from_a_short_window_and_a_short_one_is():
    keeper, forgetter = network_of(LSTM()), network_of(Vanilla())
    set_keep_bias(keeper, 3.0)
    found, short = (
        lyapunov(replay(network, windows(network, 25), 0).unrolled.layers[0])
        for network in (keeper, forgetter)
    )
    assert found.memory > len(found.growth)
    assert "; memory " not in caption(found)
    assert "; memory " in caption(short)


def test_a_memory_that_is_told_holds_over_five_thousand_characters():
    network = network_of(Vanilla())
    short = lyapunov(replay(network, windows(network, 100), 0).unrolled.layers[0])
    long = lyapunov(replay(network, windows(network, 5000), 0).unrolled.layers[0])
    assert "; memory " in caption(short)
    assert long.memory == pytest.approx(short.memory, rel=0.2)


@pytest.mark.parametrize(("layers", "layer", "alone"), [(1, 0, False), (2, 1, False), (2, 0, True)])
def test_below_the_top_an_exponent_is_of_paths_through_its_layer_alone(layers, layer, alone):
    network = network_of(Vanilla(), layers)
    for probe in ("lyapunov", "spectrum"):
        found = REGISTRY[probe].measure(network, windows(network, 9, 2), {"layer": layer})
        assert (found if probe == "lyapunov" else found.lyapunov).alone == alone
