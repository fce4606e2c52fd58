"""The n-gram reference lines, against a slow implementation, sums to one, and known figures."""

import math
import re
from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.tasks import ngrams
from rnnviz.tasks.ngrams import heldout_losses, log_probabilities
from rnnviz.tasks.text import read_text

V = 4
TEXTS = st.lists(st.integers(0, V - 1), min_size=1, max_size=30)


def slow_losses(train, heldout, orders):
    """Interpolated Witten-Bell as it is written, one character and one dictionary at a time."""
    after = defaultdict(Counter)
    for n in range(orders):
        for i in range(n, len(train)):
            after[tuple(train[i - n : i])][train[i]] += 1
    losses = []
    for order in range(1, orders + 1):
        loss = 0.0
        for i, symbol in enumerate(heldout):
            p = 1 / V
            for n in range(min(order, i + 1)):
                seen = after.get(tuple(heldout[i - n : i]))
                if seen is not None:
                    p = (seen[symbol] + len(seen) * p) / (seen.total() + len(seen))
            loss -= math.log(p)
        losses.append(loss / len(heldout))
    return losses


def as_codes(symbols):
    return np.array(symbols, np.uint8)


@given(TEXTS, TEXTS, st.integers(1, 6))
def test_the_losses_are_those_of_the_definition(train, heldout, orders):
    losses = heldout_losses(as_codes(train), as_codes(heldout), V, orders)
    assert losses == pytest.approx(slow_losses(train, heldout, orders))


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


def test_only_the_first_characters_are_used(monkeypatch):
    codes = np.random.default_rng(0).integers(0, V, 500).astype(np.uint8)
    monkeypatch.setattr(ngrams, "TRAIN_AT_MOST", 60)
    monkeypatch.setattr(ngrams, "HELDOUT_AT_MOST", 40)
    assert heldout_losses(codes[:300], codes[300:], V) == pytest.approx(
        slow_losses(codes[:60].tolist(), codes[300:340].tolist(), 5)
    )


def test_large_alphabets_do_not_overflow_the_keys():
    wide = 100_000
    train = np.random.default_rng(0).integers(0, wide, 3000).astype(np.uint32)
    losses = heldout_losses(train, train, wide)
    assert all(later < earlier for earlier, later in pairwise(losses))
    assert losses[0] < math.log(wide)


def test_the_sonnets_give_the_known_figures(shared_data):
    # the figures are for this alphabet: letters and the apostrophe, anything else one space
    text = shared_data("sonnets.txt").read_text(encoding="utf-8").lower()
    corpus = read_text(re.sub(r" +", " ", re.sub(r"[^a-z']", " ", text)), "sonnets")
    assert corpus.alphabet == 28
    losses = heldout_losses(*corpus.split(0.1), corpus.alphabet)
    assert losses == pytest.approx((2.83, 2.28, 1.85, 1.62, 1.60), abs=0.01)
