"""The tree of a phrase's likeliest continuations, beside a greedy and a sampled one."""

import numpy as np
import pytest
from trainers import CORPUS, make_trainer, train

from rnnviz.core.beam_search import beam_search
from rnnviz.core.numerics import log_softmax
from rnnviz.core.sampling import sample
from rnnviz.lab.snapshot import Request
from rnnviz.probes import REGISTRY
from rnnviz.probes.beam_search import DEEPEST, NOT_FINITE, WIDEST, BeamTree
from rnnviz.probes.next_character import NO_TEXT

PROBE = REGISTRY["beam_search"]
PHRASE = "bad cafe"


def measured(network, sequence, **options) -> BeamTree:
    found = PROBE.measure(network, sequence, {"phrase": PHRASE} | options)
    assert isinstance(found, BeamTree), found
    return found


def log_p(network, prime, written):
    text = np.concatenate((prime, written))[:, None]
    p = log_softmax(network.forward(text, network.zero_state(1))[:, 0])
    return p[range(len(prime) - 1, len(text) - 1), written].sum()


@pytest.mark.parametrize("width", [1, 2, 8])
def test_the_tree_is_that_of_the_core(network, sequence, width):
    prime = sequence.coding.encode(PHRASE).astype(int)
    beams = beam_search(network, prime, width, 6)
    found = measured(network, sequence, width=width, length=6)
    assert found.width == width
    assert len(found.symbols) == 6
    np.testing.assert_array_equal(found.parents, beams.parents)
    np.testing.assert_array_equal(found.scores, beams.scores)
    np.testing.assert_array_equal(found.lasting, beams.lasting)
    assert found.best.text == sequence.coding.decode(beams.written(0))
    assert found.best.log_p == beams.scores[-1, 0]


def test_all_three_continuations_have_their_own_log_probability(network, sequence):
    prime = sequence.coding.encode(PHRASE).astype(int)
    found = measured(network, sequence, width=4, length=10, temperature=0.7, top_k=3, draw=5)
    drawn = sample(network, prime, 10, np.random.default_rng(5), 0.7, 3)
    assert found.sampled.text == sequence.coding.decode(drawn)
    assert found.temperature == 0.7
    greedy = sample(network, prime, 10, np.random.default_rng(0), top_k=1)
    assert found.greedy.text == sequence.coding.decode(greedy)
    for one in (found.best, found.greedy, found.sampled):
        written = sequence.coding.encode("".join(one.text)).astype(int)
        if len(written) == 10:  # else the folding took a space away
            assert one.log_p == pytest.approx(log_p(network, prime, written), abs=1e-12)
    assert found.sampled.log_p == pytest.approx(log_p(network, prime, drawn), abs=1e-12)


def test_a_width_of_one_is_the_greedy_continuation(network, sequence):
    found = measured(network, sequence, width=1, length=9)
    assert found.best == found.greedy
    assert found.lasting.all()


def test_a_wider_search_of_a_trained_network_finds_nothing_worse():
    trainer = train(make_trainer(hidden=16, steps=80))
    requests = [
        Request("beam_search", (("phrase", "the s"), ("width", width), ("length", 6)))
        for width in (1, 8)
    ]
    found = trainer.measure(requests)
    narrow, wide = (found[request] for request in requests)
    assert wide.best.log_p >= narrow.best.log_p - 1e-6
    assert set(wide.best.text) <= set(CORPUS.vocabulary)


def test_width_and_length_are_kept_within_bounds(network, sequence):
    found = measured(network, sequence, width=99, length=999)
    assert found.scores.shape == (DEEPEST, WIDEST)
    assert measured(network, sequence, width=-1, length=0).scores.shape == (1, 1)


def test_another_draw_samples_another_text(network, sequence):
    texts = {measured(network, sequence, length=20, draw=draw).sampled.text for draw in range(3)}
    assert len(texts) == 3


def test_what_cannot_be_searched_is_answered_with_a_sentence(network, sequence):
    assert "'z'" in PROBE.measure(network, sequence, {"phrase": "zebra"})
    network.flat[...] = np.nan
    with np.errstate(all="ignore"):
        assert PROBE.measure(network, sequence, {"phrase": "ab"}) == NOT_FINITE
    request = Request("beam_search")
    assert make_trainer(None, task="copying").measure([request])[request] == NO_TEXT
