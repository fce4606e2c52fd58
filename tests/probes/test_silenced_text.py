"""What silenced and whole networks write by the same seed."""

import numpy as np
import pytest

from rnnviz.core.sampling import sample
from rnnviz.probes.silenced_text import SilencedTextProbe
from rnnviz.probes.silencing import Silencing, with_units_held

OPTIONS = {"prime": "ab", "length": 40, "seed": 5, "temperature": 0.8}


def measured(network, sequence, **options):
    return SilencedTextProbe().measure(network, sequence, OPTIONS | options)


def test_both_texts_are_what_sampling_writes_with_that_seed(network, sequence):
    found = measured(network, sequence, silenced="0,3", silenced_layer=0)
    held = with_units_held(network, Silencing(0, (0, 3), (0.0, 0.0)))
    prime = sequence.coding.encode("ab").astype(int)
    for writer, text in ((network, found.whole), (held, found.text)):
        codes = sample(writer, prime, 40, np.random.default_rng(5), 0.8)
        assert sequence.coding.decode(codes) == text
    assert found.whole[: found.alike] == found.text[: found.alike]
    assert found.alike == 40 or found.whole[found.alike] != found.text[found.alike]


def test_with_nothing_silenced_both_are_the_same(network, sequence):
    found = measured(network, sequence)
    assert found.whole == found.text
    assert found.alike == 40
    np.testing.assert_array_equal(found.surprise, found.whole_surprise)
    assert found.held is None


def test_surprise_is_that_of_who_wrote_it(network, sequence):
    found = measured(network, sequence, silenced="2")
    held = with_units_held(network, Silencing(network.layers - 1, (2,), (0.0,)))
    prime = sequence.coding.encode("ab").astype(int)
    written = sample(held, prime, 40, np.random.default_rng(5), 0.8)
    codes = np.concatenate((prime, written))[:, None]
    losses = held.evaluate(codes[:-1], codes[1:], held.zero_state(1))[1:, 0]
    np.testing.assert_allclose(found.surprise * np.log(2.0), losses, atol=1e-12)


def test_the_mean_and_the_length_are_kept_to(network, sequence):
    found = measured(network, sequence, silenced="1", silence_to="mean", length=7, top_k=1)
    assert len(found.text) == 7
    assert not found.held.is_zero
    assert measured(network, sequence, length=7, top_k=1, seed=9).whole == found.whole


@pytest.mark.parametrize(
    ("options", "sentence"),
    [({"silenced": "9"}, "no unit 9"), ({"prime": "語"}, "")],
)
def test_what_cannot_be_done_is_a_sentence_or_folded(network, sequence, options, sentence):
    found = measured(network, sequence, **options)
    assert sentence in str(found)


def test_a_network_whose_outputs_are_no_numbers_writes_nothing(network, sequence):
    network.flat[:] = np.nan
    with np.errstate(all="ignore"):
        assert "writes nothing" in measured(network, sequence)
