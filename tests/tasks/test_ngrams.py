"""The n-gram reference lines, against a slow implementation, sums to one, and known figures."""

import math
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.tasks import ngrams
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.heldout import part_of
from rnnviz.tasks.ngrams import heldout_losses, log_probabilities
from rnnviz.tasks.text import read_text

V = 4
TEXTS = st.lists(st.integers(0, V - 1), min_size=1, max_size=30)


def slow_losses(train, heldout, orders, counted=slice(None)):
    """Interpolated Witten-Bell as it is written, one character and one dictionary at a time.

    The mean is taken over the `counted` places of the held-out text.
    """
    after = defaultdict(Counter)
    for n in range(orders):
        for i in range(n, len(train)):
            after[tuple(train[i - n : i])][train[i]] += 1
    losses = []
    places = range(len(heldout))[counted] if isinstance(counted, slice) else counted
    for order in range(1, orders + 1):
        loss = 0.0
        for i in places:
            p = 1 / V
            for n in range(min(order, i + 1)):
                seen = after.get(tuple(heldout[i - n : i]))
                if seen is not None:
                    p = (seen[heldout[i]] + len(seen) * p) / (seen.total() + len(seen))
            loss -= math.log(p)
        losses.append(loss / len(places))
    return losses


def as_codes(symbols):
    return np.array(symbols, np.uint8)


@given(TEXTS, TEXTS, st.integers(1, 6))
def test_the_probabilities_are_those_of_the_definition(train, heldout, orders):
    found = [-p.mean() for p in log_probabilities(as_codes(train), as_codes(heldout), V, orders)]
    assert found == pytest.approx(slow_losses(train, heldout, orders))


@given(TEXTS, TEXTS, st.integers(1, 6))
def test_the_losses_of_a_short_text_are_those_of_all_but_its_first_character(
    train, heldout, orders
):
    losses = heldout_losses(as_codes(train), as_codes(heldout), V, orders)
    if len(heldout) == 1:
        assert losses == ()
    else:
        assert losses == pytest.approx(slow_losses(train, heldout, orders, slice(1, None)))


@pytest.mark.parametrize("length", [60, 70, 300, 3000, 20_000])
def test_the_losses_are_those_of_the_characters_that_a_network_is_measured_on(length):
    rng = np.random.default_rng(length)
    train, heldout = (rng.integers(0, V, n).astype(np.uint8) for n in (200, length))
    places = part_of(np.arange(length)).counted.ravel()
    assert len(set(places)) == len(places)
    losses = heldout_losses(train, heldout, V, 5)
    expected = slow_losses(train.tolist(), heldout.tolist(), 5, places.tolist())
    assert losses == pytest.approx(expected)


@given(TEXTS, st.lists(st.integers(0, V - 1), max_size=8))
def test_the_probabilities_of_all_symbols_sum_to_one(train, context):
    codes = as_codes(train)
    totals = sum(
        np.exp([log_p[-1] for log_p in log_probabilities(codes, as_codes([*context, v]), V)])
        for v in range(V)
    )
    assert totals == pytest.approx(np.ones(5))


def test_a_part_that_is_empty_has_no_losses():
    some, none = as_codes([0, 1]), as_codes([])
    assert heldout_losses(some, none, V) == ()
    assert heldout_losses(none, some, V) == ()


def test_only_the_first_characters_are_learned_from(monkeypatch):
    codes = np.random.default_rng(0).integers(0, V, 500).astype(np.uint8)
    monkeypatch.setattr(ngrams, "TRAIN_AT_MOST", 60)
    assert heldout_losses(codes[:300], codes[300:340], V) == pytest.approx(
        slow_losses(codes[:60].tolist(), codes[300:340].tolist(), 5, slice(1, None))
    )


def test_large_alphabets_do_not_overflow_the_keys():
    wide = 100_000
    train = np.random.default_rng(0).integers(0, wide, 3000).astype(np.uint32)
    losses = heldout_losses(train, train, wide)
    assert all(later < earlier for earlier, later in pairwise(losses))
    assert losses[0] < math.log(wide)


KNOWN = (2.860, 2.305, 1.890, 1.652, 1.641)
"""What all held-out characters of the sonnets lose, computed twice elsewhere: n = 1 to 5."""


def test_the_sonnets_give_the_known_figures(shared_data):
    text = shared_data("sonnets.txt").read_text(encoding="utf-8")
    corpus = read_text(text, "sonnets", Folding.named("letters"))
    assert corpus.alphabet == 28
    train, heldout = corpus.split(0.1)
    whole = [-log_p.mean() for log_p in log_probabilities(train, heldout, 28)]
    assert whole == pytest.approx(KNOWN, abs=0.001)
    # The part that the held-out curve is measured on, 7,680 of the 9,258 characters:
    assert heldout_losses(train, heldout, 28) == pytest.approx(KNOWN, abs=0.012)
