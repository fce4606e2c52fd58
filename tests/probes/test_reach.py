"""Reach: the gradient of one logit at every input, against derivatives carried forward."""

import numpy as np
import pytest
from forward_mode import logit_slopes

from rnnviz.probes.reach import ReachProbe, row_norms
from rnnviz.probes.silencing import Silencing, with_units_held

TEXT = "bad cab\nfed"


def measured(network, sequence, **options):
    return ReachProbe().measure(network, sequence, {"text": TEXT} | options)


def slopes(network, sequence, text=TEXT):
    codes = sequence.coding.encode(text).astype(int)
    return codes, logit_slopes(network, np.eye(network.inputs)[codes])


@pytest.mark.parametrize("place", [1, 2, 10])
def test_reach_is_the_norm_of_the_logits_slope_at_every_input(network, sequence, place):
    codes, d = slopes(network, sequence)
    found = measured(network, sequence, place=place)
    expected = np.linalg.norm(d[place - 1, codes[place]], axis=-1)
    np.testing.assert_allclose(found.norms, expected[:place], rtol=1e-9, atol=1e-15)
    assert not expected[place:].any()
    assert found.symbol == TEXT[place]


def test_reach_is_what_central_differences_find(network, sequence):
    codes = sequence.coding.encode(TEXT).astype(int)
    x, eps = np.eye(network.inputs)[codes][:, None], 1e-5
    found = measured(network, sequence, place=6)
    for k in range(6):
        slope = []
        for d in range(network.inputs):
            ends = []
            for sign in (1.0, -1.0):
                moved = x.copy()
                moved[k, 0, d] += sign * eps
                logits = network.forward(moved[:6], network.zero_state(1))
                ends.append(logits[5, 0, codes[6]])
            slope.append((ends[0] - ends[1]) / (2 * eps))
        assert found.norms[k] == pytest.approx(np.linalg.norm(slope), rel=1e-6, abs=1e-9)


def test_the_likeliest_characters_logit_can_be_meant(network, sequence):
    codes, d = slopes(network, sequence)
    logits = network.forward(codes[:, None], network.zero_state(1))[:, 0]
    best = int(logits[4].argmax())
    found = measured(network, sequence, place=5, of="likeliest")
    assert found.symbol == sequence.coding.vocabulary[best]
    expected = np.linalg.norm(d[4, best], axis=-1)[:5]
    np.testing.assert_allclose(found.norms, expected, rtol=1e-9, atol=1e-15)


def test_the_lead_is_reached_too(network, sequence):
    whole = measured(network, sequence, place=8)
    found = measured(network, sequence, text=TEXT[3:], lead=TEXT[:3], place=5)
    np.testing.assert_allclose(found.norms, whole.norms, rtol=1e-12, atol=0)
    assert len(found.on_page) == 5


def test_a_silenced_network_is_asked_as_it_is(network, sequence):
    held = with_units_held(network, Silencing(0, (1,), (0.0,)))
    codes, d = slopes(held, sequence)
    found = measured(network, sequence, place=4, silenced="1", silenced_layer=0)
    expected = np.linalg.norm(d[3, codes[4]], axis=-1)[:4]
    np.testing.assert_allclose(found.norms, expected, rtol=1e-9, atol=1e-15)


def test_before_the_first_character_there_is_nothing_to_reach(network, sequence):
    assert "Nothing was read" in measured(network, sequence, place=0)
    assert len(measured(network, sequence, place=0, lead="ab").norms) == 2


def test_small_norms_do_not_vanish_in_their_squares():
    rows = np.array([[3e-30, 4e-30], [0.0, 0.0], [3e30, 4e30]], np.float32)
    np.testing.assert_allclose(row_norms(rows), [5e-30, 0.0, 5e30], rtol=1e-6)
