"""The reading page: surprise as `evaluate` has it, one unit's values, and what cannot be read."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.core.numerics import softmax
from rnnviz.lab.validation import text_loss
from rnnviz.probes.page import LONGEST_LEAD, PAGE
from rnnviz.probes.reading import ReadingProbe
from rnnviz.tasks.coding import Coding
from rnnviz.tasks.folding import Folding

TEXT = "bad cab\nfed a ged beach head " * 4


def measured(network, sequence, **options):
    return ReadingProbe().measure(network, sequence, {"text": TEXT} | options)


def test_the_mean_surprise_of_a_text_is_its_loss_as_evaluate_measures_it(network, sequence):
    found = measured(network, sequence)
    loss = text_loss(network, sequence.coding.encode(TEXT))
    assert found.mean * np.log(2.0) == pytest.approx(loss, abs=1e-12)
    assert np.isnan(found.surprise[0])
    assert found.likeliest[0] == ""


def test_surprise_and_expectation_are_those_of_the_distribution(network, sequence):
    found = measured(network, sequence)
    codes = sequence.coding.encode(TEXT).astype(int)
    p = softmax(network.forward(codes[:, None], network.zero_state(1))[:, 0].copy())
    for place in range(1, len(TEXT)):
        before = p[place - 1]
        assert found.surprise[place] == pytest.approx(-np.log2(before[codes[place]]), abs=1e-12)
        assert found.chance[place] == pytest.approx(before.max(), abs=1e-12)
        assert found.likeliest[place] == sequence.coding.vocabulary[before.argmax()]


def test_a_page_is_read_on_from_its_lead(network, sequence):
    whole, page = measured(network, sequence), measured(
        network, sequence, text=TEXT[30:], lead=TEXT[:30]
    )  # fmt: skip
    assert page.lead == 30
    assert page.symbols == tuple(TEXT[30:])
    np.testing.assert_allclose(page.surprise, whole.surprise[30:], rtol=0, atol=1e-12)
    np.testing.assert_allclose(page.values, whole.values[30:], rtol=0, atol=1e-12)


def test_every_state_and_gate_of_every_layer_can_be_shown(network, sequence):
    codes = sequence.coding.encode(TEXT).astype(int)[:, None]
    unrolled = network.unroll(len(TEXT), 1)
    unrolled.forward(codes, network.zero_state(1))
    gates = network.cell.gates if len(network.cell.gates) > 1 else ()
    for layer in range(network.layers):
        tape = unrolled.layers[layer].tape
        wanted = {name: tape.states[name][1:] for name in network.cell.shown_states}
        if over := network.cell.divisor("c"):
            wanted["c"] = tape.states["c"][1:] / tape.states[over][1:]
        wanted |= {gate: tape.gate(gate) for gate in gates}
        for signal, values in wanted.items():
            found = measured(network, sequence, layer=layer, signal=signal, unit=2)
            assert (found.signal, found.unit, found.layer) == (signal, 2, layer)
            np.testing.assert_allclose(found.values, values[:, 0, 2], rtol=0, atol=1e-12)
    assert measured(network, sequence, signal="none").signal == network.cell.output
    assert measured(network, sequence, unit=99).unit == network.hidden - 1


def test_a_silenced_unit_shows_the_constant_and_changes_the_page(network, sequence):
    before = measured(network, sequence)
    found = measured(network, sequence, silenced="1", unit=1)
    assert not found.values.any()
    assert found.held.units == (1,)
    assert abs(found.surprise - before.surprise)[1:].max() > 1e-3


def test_long_pages_and_leads_are_cut(network, sequence):
    found = measured(network, sequence, text="ab" * PAGE, lead="cd" * PAGE)
    assert len(found.symbols) == PAGE
    assert found.lead == LONGEST_LEAD


def test_what_cannot_be_read_is_a_sentence(network, sequence):
    class Nothing:
        def encode(self, text):
            return np.zeros(0, np.intp)

        def decode(self, codes):
            return ""

    empty = replace(sequence, coding=Nothing())
    assert "Nothing of this page" in measured(network, empty)
    bare = replace(sequence, coding=Coding(("a", "b"), Folding.named("none")))
    assert "'x'" in measured(network, bare, text="abx")
    assert "units 0 to 4" in measured(network, sequence, silenced="7")
    drawn = replace(sequence, reads_text=False)
    assert "choose the task Text" in measured(network, drawn)


def test_a_page_of_one_character_says_nothing_of_it(network, sequence):
    found = measured(network, sequence, text="a")
    assert np.isnan(found.mean)
    assert found.finite


def test_weights_that_are_no_numbers_make_no_page_of_numbers(network, sequence):
    network.flat[:] = np.nan
    with np.errstate(all="ignore"):
        assert not measured(network, sequence).finite
