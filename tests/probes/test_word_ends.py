"""Word ends: which unit follows them, found where it is known, and what cannot be compared."""

import numpy as np
import pytest

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.network import Network
from rnnviz.probes.base import Sequence
from rnnviz.probes.word_ends import WordEndsProbe, correlations, ranked
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.folding import Folding

CODING = Coding(tuple(" abcd"), Folding.named("none"))
TEXT = "ab cd abd c abc d " * 4


def network_with(weights):
    """Tanh units that look at the present symbol only: `weights` (units, symbols)."""
    weights = np.array(weights)
    network = Network(CELLS["vanilla"](), 5, len(weights), 5, dtype="float64")
    network.flat[...] = 0.0
    network.parameters["rnn.weight_ih_l0"][...] = weights
    return network


def measured(network, text=TEXT, reads_text=True):
    codes = CODING.encode("ab cd").astype(int)[:, None]
    sequence = Sequence(codes, codes, network.zero_state(1), CODING, reads_text)
    return WordEndsProbe().measure(network, sequence, {"text": text})


def test_a_unit_that_follows_spaces_and_one_that_foresees_them_are_told_apart():
    space, constant, after_d = [1, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, -1]
    found = measured(network_with([constant, space, after_d]))
    assert found.between[1] == pytest.approx(1.0)
    assert np.isnan(found.ends[0])
    assert abs(found.ends[2]) > 0.5
    assert found.ends[2] < 0  # it falls where words end
    assert found.best == 2
    assert found.letters == sum(symbol != " " for symbol in TEXT[:-1])


def test_without_words_there_is_a_sentence():
    network = network_with([[1, 0, 0, 0, 0]])
    for text in ("abcd", "    ", " a"):
        assert "here are none" in measured(network, text)
    assert "here are none" in measured(network, reads_text=False)
    assert "'x'" in measured(network, "ab x")


def test_the_best_correlation_is_first_whatever_its_sign():
    wanted = np.array([0, 1, 1, 0, 1, 0], bool)
    h = np.stack([np.ones(6), np.arange(6.0), 1.0 - 2.0 * wanted], axis=1)
    found = correlations(h, wanted)
    assert found[2] == pytest.approx(-1.0)
    assert ranked(found) == [2, 1, 0]
