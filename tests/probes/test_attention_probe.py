"""Attention weights step by step: those of the equations, over phrases, texts and tasks."""

import numpy as np
import pytest
from trainers import make_run, train

from rnnviz.probes import REGISTRY
from rnnviz.probes.attention import NONE, AttentionWeights

PROBE = REGISTRY["attention"]


@pytest.fixture(scope="module")
def run():
    return train(make_run(cell="gru", hidden=6, attention=3, dtype="float64", steps=8), 8)


def test_the_weights_are_those_of_the_equations(run):
    network, sequence = run.trainer.network, run.trainer.sequence()
    found = PROBE.measure(network, sequence, {"phrase": "again and old"})
    assert isinstance(found, AttentionWeights)
    T = len("again and old")
    codes = sequence.coding.encode("again and old")[:, None]
    unrolled = network.unroll(T, 1)
    unrolled.forward(codes.astype(int), network.zero_state(1))
    h, W_q = unrolled.layers[-1].tape.h[1:, 0], network.parameters["attention.weight"]
    for t in range(T):
        before = np.concatenate((np.zeros((3, 6)), h))[t : t + 3]
        scores = before @ (W_q @ h[t]) / np.sqrt(6)
        alpha = np.exp(scores) / np.exp(scores).sum()
        expected = np.zeros(T + 3)
        expected[t : t + 3] = alpha
        np.testing.assert_allclose(found.weights[:, t], expected[3:], rtol=0, atol=1e-12)
        assert found.earlier[t] == pytest.approx(expected[:3].sum(), abs=1e-12)
    assert found.symbols == tuple("again and old")
    assert (found.reach, found.scored) == (3, range(T - 1))


def test_without_a_phrase_it_is_the_window_trained_on(run):
    sequence = run.trainer.sequence()
    found = PROBE.measure(run.trainer.network, sequence, {})
    assert found.weights.shape == (len(sequence.inputs),) * 2
    assert found.thing == "character"


def test_a_task_of_signs_is_named_by_them():
    run = train(make_run(None, task="copying", length=4, hidden=6, attention=8, steps=2), 2)
    found = PROBE.measure(run.trainer.network, run.trainer.sequence(), {"phrase": "abc"})
    assert len(found.symbols) == 24
    assert found.symbols[10:14] == ("-", "-", "-", "|")
    assert not found.weights[np.tril_indices(24)].any()


def test_without_attention_there_is_a_sentence_that_says_how_to_have_it():
    run = train(make_run(hidden=4, steps=1), 1)
    assert PROBE.measure(run.trainer.network, run.trainer.sequence(), {}) == NONE


def test_what_no_one_can_read_is_said(run):
    sentence = PROBE.measure(run.trainer.network, run.trainer.sequence(), {"phrase": "ÿ"})
    assert "ÿ" in sentence
