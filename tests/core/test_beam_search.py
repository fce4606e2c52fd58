"""Beam search: greedy at width 1, the best of all at full width, every score exact."""

from itertools import product

import numpy as np
import pytest
from naive_connections import connected
from naive_network import CASES, make_network, one_hot

from rnnviz.core.architecture import Connections
from rnnviz.core.beam_search import beam_search, log_probability
from rnnviz.core.sampling import NoDistributionError, sample

V, LENGTH = 3, 4
PRIME = np.array([2, 0, 1])

every_case = pytest.mark.parametrize(("case", "layers"), list(product(CASES, (1, 2))))


def make(case="gru", layers=1, symbols=V):
    network = make_network(case, D=symbols, V=symbols, layers=layers)
    network.flat *= 2.0
    return network


def log_p_by_reading_all_again(network, prime, written):
    """The sum of log softmax, each from a forward pass over all that comes before."""
    total, text = 0.0, list(prime)
    for symbol in written:
        x = one_hot(np.array(text)[:, None], network.inputs)
        z = network.forward(x, network.zero_state(1))[-1, 0]
        total += z[symbol] - np.log(np.exp(z).sum())
        text.append(symbol)
    return total


@every_case
def test_as_wide_as_all_paths_it_finds_them_all_in_their_order(case, layers):
    network = make(case, layers)
    found = beam_search(network, PRIME, V**LENGTH, LENGTH)
    everything = {
        written: log_p_by_reading_all_again(network, PRIME, written)
        for written in product(range(V), repeat=LENGTH)
    }
    expected = sorted(everything, key=everything.get, reverse=True)
    assert [tuple(found.written(w)) for w in range(V**LENGTH)] == expected
    np.testing.assert_allclose(
        found.scores[-1], [everything[one] for one in expected], rtol=0, atol=1e-12
    )
    assert np.exp(found.scores[-1]).sum() == pytest.approx(1.0, abs=1e-12)


def test_what_attention_looks_back_at_belongs_to_every_beginning():
    network = connected("gru", 2, Connections(skip=True, attention=2), D=V, V=V)
    found = beam_search(network, PRIME, 5, LENGTH)
    for w in range(5):
        expected = log_p_by_reading_all_again(network, PRIME, tuple(found.written(w)))
        assert found.scores[-1, w] == pytest.approx(expected, abs=1e-12)


@every_case
def test_a_width_of_one_is_greedy_writing(case, layers):
    network = make(case, layers, symbols=7)
    found = beam_search(network, PRIME, 1, 20)
    greedy = sample(network, PRIME, 20, np.random.default_rng(0), top_k=1)
    np.testing.assert_array_equal(found.symbols[:, 0], greedy)
    np.testing.assert_array_equal(found.written(0), greedy)


@pytest.mark.parametrize("width", [2, 3, 8])
@every_case
def test_every_score_is_the_log_probability_of_its_path(case, layers, width):
    network = make(case, layers, symbols=7)
    found = beam_search(network, PRIME, width, 6)
    for step, number in np.argwhere(found.alive):
        numbers = found.path(step, number)
        written = found.symbols[range(step + 1), numbers]
        expected = log_p_by_reading_all_again(network, PRIME, written)
        assert found.scores[step, number] == pytest.approx(expected, abs=1e-12)
        assert log_probability(network, PRIME, written) == pytest.approx(expected, abs=1e-12)
    assert (np.diff(found.scores, axis=1) <= 0).all()


def test_a_wider_one_finds_what_greed_misses():
    """After 0 the likeliest is 1 (0.6), which leads to nothing likely; 2 (0.4) leads to 3."""
    network = make_network("vanilla-tanh", D=4, V=4, H=4)
    network.flat[...] = 0.0
    p = network.parameters
    p["rnn.weight_ih_l0"][...] = 50.0 * np.eye(4)
    after = np.full((4, 4), 1e-9)
    after[0, 1:3], after[1], after[2, 3], after[3] = (0.6, 0.4), 0.25, 1.0, 0.25
    p["decoder.weight"][...] = np.log(after).T
    greedy, wide = (beam_search(network, np.array([0]), width, 2) for width in (1, 2))
    assert greedy.written(0)[0] == 1
    assert list(wide.written(0)) == [2, 3]
    assert wide.scores[-1, 0] == pytest.approx(np.log(0.4), abs=1e-6)
    assert greedy.scores[-1, 0] == pytest.approx(np.log(0.6 * 0.25), abs=1e-6)


def test_there_are_never_more_beginnings_than_texts_of_that_length():
    found = beam_search(make(), PRIME, 8, 3)
    assert found.alive.sum(axis=1).tolist() == [3, 8, 8]
    assert found.lasting[-1].all()
    assert not (found.lasting & ~found.alive).any()


def test_what_leads_to_the_end_lasts_and_all_else_does_not():
    found = beam_search(make("lstm", symbols=7), PRIME, 4, 10)
    expected = np.zeros(found.scores.shape, bool)
    for number in range(4):
        expected[range(10), found.path(9, number)] = True
    np.testing.assert_array_equal(found.lasting, expected)
    assert not expected.all()


def test_a_symbol_that_is_never_to_be_written_is_on_no_path():
    network = make(symbols=5)
    found = beam_search(network, PRIME, 4, 6, never=3)
    assert not (found.symbols[found.alive] == 3).any()
    only = beam_search(make(symbols=1), np.array([0]), 3, 4, never=0)
    assert not only.alive.any()


def test_nothing_of_the_network_is_changed():
    network = make("lstm", 2)
    before = network.flat.copy()
    beam_search(network, PRIME, 3, 5)
    log_probability(network, PRIME, PRIME)
    np.testing.assert_array_equal(network.flat, before)


def test_what_cannot_be_searched_is_refused():
    network = make()
    with pytest.raises(ValueError, match="at least one symbol"):
        beam_search(network, PRIME[:0], 2, 3)
    network.flat[...] = np.nan
    with pytest.raises(NoDistributionError):
        beam_search(network, PRIME, 2, 3)


def test_no_symbols_are_asked_for_and_none_are_written():
    found = beam_search(make(), PRIME, 3, 0)
    assert found.symbols.shape == found.parents.shape == found.scores.shape == (0, 3)
    assert log_probability(make(), PRIME, PRIME[:0]) == 0.0
