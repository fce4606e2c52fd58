"""Writing: the right distribution, the same text from the same seed, nothing changed by it."""

import numpy as np
import pytest
from naive_network import CASES, make_network, one_hot

from rnnviz.core.sampling import NoDistributionError, sample

V = 5
LOGITS = np.array([0.0, 1.0, -1.0, 2.0, 0.5])
DRAWS = 4000


def make_writer(case, layers=1):
    return make_network(case, D=V, V=V, layers=layers)


def make_forgetful():
    """A network whose every prediction is softmax(LOGITS)."""
    network = make_writer("vanilla-tanh")
    network.flat[...] = 0.0
    network.parameters["decoder.bias"][...] = LOGITS
    return network


def frequencies(**options):
    rng = np.random.default_rng(0)
    written = sample(make_forgetful(), np.array([0]), DRAWS, rng, **options)
    return np.bincount(written, minlength=V) / DRAWS


def softmax(logits):
    return np.exp(logits) / np.exp(logits).sum()


@pytest.mark.parametrize("temperature", [0.3, 1.0, 3.0])
def test_symbols_come_as_often_as_the_softmax_at_this_temperature_says(temperature):
    expected = softmax(LOGITS / temperature)
    spread = 4 * np.sqrt(expected * (1 - expected) / DRAWS)
    assert (np.abs(frequencies(temperature=temperature) - expected) <= spread + 1e-3).all()


def test_only_the_top_k_are_written_in_their_own_proportions():
    expected = np.where(LOGITS >= 1.0, softmax(LOGITS), 0.0)
    expected /= expected.sum()
    found = frequencies(top_k=2)
    assert not found[LOGITS < 1.0].any()
    np.testing.assert_allclose(found, expected, atol=0.04)


@pytest.mark.parametrize("top_k", [V, V + 100])
def test_a_top_k_of_the_whole_alphabet_changes_nothing(top_k):
    np.testing.assert_array_equal(frequencies(top_k=top_k), frequencies())


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("case", list(CASES))
def test_the_likeliest_text_is_the_one_the_forward_pass_predicts(case, layers):
    network = make_writer(case, layers)
    prime = np.array([3, 1, 4])
    rng = np.random.default_rng(0)
    expected = list(prime)
    for _ in range(12):
        x = one_hot(np.array(expected)[:, None], V)
        outputs = network.forward(x, network.zero_state(1))
        expected.append(int(outputs[-1, 0].argmax()))
    for options in ({"top_k": 1}, {"temperature": 1e-4}):
        assert list(sample(network, prime, 12, rng, **options)) == expected[3:]


def test_the_same_seed_writes_the_same_and_another_seed_another_text():
    network, prime = make_writer("lstm", 2), np.array([0, 2])
    texts = [sample(network, prime, 50, np.random.default_rng(seed)).tolist() for seed in (7, 7, 8)]
    assert texts[0] == texts[1] != texts[2]


def test_a_longer_text_begins_like_a_shorter_one():
    network, prime = make_writer("gru"), np.array([1])
    short, long = (sample(network, prime, n, np.random.default_rng(0)) for n in (10, 30))
    np.testing.assert_array_equal(long[:10], short)


def test_what_was_read_matters():
    network = make_writer("gru")
    first, second = (
        sample(network, np.array(prime), 30, np.random.default_rng(0)).tolist()
        for prime in ([0, 0, 0, 1], [3, 3, 3, 1])
    )
    assert first != second


@pytest.mark.parametrize("case", list(CASES))
def test_writing_changes_no_weight_and_no_gradient(case):
    network = make_writer(case)
    before = network.flat.copy(), network.flat_gradient.copy()
    sample(network, np.array([1, 2]), 20, np.random.default_rng(0))
    np.testing.assert_array_equal(network.flat, before[0])
    np.testing.assert_array_equal(network.flat_gradient, before[1])


def test_no_text_is_asked_for_and_none_is_written():
    assert sample(make_forgetful(), np.array([0]), 0, np.random.default_rng(0)).shape == (0,)


def test_a_network_that_reads_nothing_cannot_begin():
    with pytest.raises(ValueError, match="at least one symbol"):
        sample(make_forgetful(), np.array([], np.intp), 5, np.random.default_rng(0))


@pytest.mark.parametrize("temperature", [0.05, 5.0])
def test_extreme_logits_and_temperatures_still_choose_a_symbol(temperature):
    network = make_forgetful()
    network.parameters["decoder.bias"][...] = [1e30, -1e30, 0.0, 1e30, 5.0]
    written = sample(network, np.array([0]), 50, np.random.default_rng(0), temperature)
    assert set(written) == {0, 3}


def test_being_asked_whether_to_proceed_changes_nothing():
    network, prime, asked = make_writer("lstm"), np.array([1, 4, 2]), []
    alone = sample(network, prime, 30, np.random.default_rng(0))
    watched = sample(
        network, prime, 30, np.random.default_rng(0), proceed=lambda share: not asked.append(share)
    )
    np.testing.assert_array_equal(watched, alone)
    np.testing.assert_allclose(asked, np.arange(32) / 32)


@pytest.mark.parametrize("symbols", [0, 1, 2, 3, 17])
def test_a_text_ends_where_it_is_not_to_proceed(symbols):
    network, prime = make_writer("gru"), np.array([1, 4, 2])
    answers = iter([True] * symbols + [False])
    whole = sample(network, prime, 30, np.random.default_rng(0))
    begun = sample(network, prime, 30, np.random.default_rng(0), proceed=lambda _: next(answers))
    np.testing.assert_array_equal(begun, whole[: max(0, symbols - 2)])


@pytest.mark.parametrize("logit", [np.nan, np.inf])
@pytest.mark.parametrize("options", [{}, {"top_k": 2}])
def test_logits_that_are_no_numbers_choose_no_symbol(logit, options):
    network = make_forgetful()
    network.parameters["decoder.bias"][2] = logit
    with pytest.raises(NoDistributionError):
        sample(network, np.array([0]), 3, np.random.default_rng(0), **options)
