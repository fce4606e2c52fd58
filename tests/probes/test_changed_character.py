"""A changed character: differences as two readings have them, and what cannot be changed."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.core.numerics import softmax
from rnnviz.probes.changed_character import ChangedCharacterProbe
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.folding import Folding

TEXT = "bad cab\nfed a ged"


def measured(network, sequence, **options):
    return ChangedCharacterProbe().measure(network, sequence, {"text": TEXT} | options)


def states_and_chances(network, sequence, text):
    codes = sequence.coding.encode(text).astype(int)[:, None]
    unrolled = network.unroll(len(text), 1)
    unrolled.forward(codes, network.zero_state(1))
    p = softmax(network.readout(len(text), 1).forward(unrolled.top)[:, 0].copy())
    return [layer.tape.h[1:, 0].copy() for layer in unrolled.layers], p


def test_differences_are_those_of_two_readings(network, sequence):
    found = measured(network, sequence, place=4, to="h")
    h, p = states_and_chances(network, sequence, TEXT)
    other, q = states_and_chances(network, sequence, TEXT[:4] + "h" + TEXT[5:])
    assert (found.symbol, found.instead) == ("c", "h")
    for layer in range(network.layers):
        norms = np.linalg.norm(other[layer] - h[layer], axis=1)[4:]
        np.testing.assert_allclose(found.states[layer], norms, atol=1e-13)
        whole = np.linalg.norm(h[layer], axis=1)[4:]
        np.testing.assert_allclose(found.relative[layer], norms / whole, atol=1e-13)
    kl = (p * np.log(p / q)).sum(axis=1)[4:]
    np.testing.assert_allclose(found.divergence, kl, atol=1e-13)
    np.testing.assert_allclose(found.variation, 0.5 * np.abs(p - q).sum(axis=1)[4:], atol=1e-13)
    assert found.finite
    assert found.variation.min() >= 0
    assert found.variation.max() <= 1


def test_without_a_wish_it_is_what_was_expected(network, sequence):
    _, p = states_and_chances(network, sequence, TEXT)
    order = np.argsort(-p[6])
    expected = sequence.coding.decode(order[:2])
    wanted = expected[1] if expected[0] == TEXT[7] else expected[0]
    assert measured(network, sequence, place=7).instead == wanted
    assert measured(network, sequence, place=0).instead != TEXT[0]


def test_a_lead_is_read_first_and_stays(network, sequence):
    whole = measured(network, sequence, place=9, to="b")
    found = measured(network, sequence, text=TEXT[5:], lead=TEXT[:5], place=4, to="b")
    assert found.lead == 5
    np.testing.assert_allclose(found.states, whole.states, atol=1e-13)


def test_a_silenced_network_is_asked_as_it_is(network, sequence):
    found = measured(network, sequence, place=4, to="h", silenced="0,1,2,3,4")
    assert not found.variation.any()  # nothing of the top layer is read


def test_what_cannot_be_changed_is_a_sentence(network, sequence):
    assert "the same" in measured(network, sequence, place=4, to="c")
    assert "single character" in measured(network, sequence, place=4, to="ab")
    bare = replace(sequence, coding=Coding(("a", "b"), Folding.named("none")))
    assert "'x'" in measured(network, bare, text="ab", to="x")
    assert "choose the task Text" in measured(network, replace(sequence, reads_text=False))


@pytest.mark.parametrize("place", [-5, 99])
def test_places_are_kept_within_the_page(network, sequence, place):
    assert measured(network, sequence, place=place).place == (0 if place < 0 else len(TEXT) - 1)
