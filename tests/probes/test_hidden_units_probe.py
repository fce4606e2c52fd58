"""Hidden units: the states and gates of the forward pass, or a sentence."""

import numpy as np
import pytest
from naive_network import CASES, NAIVE, naive_forward, one_hot

from rnnviz.probes import REGISTRY, Sequence
from rnnviz.probes.hidden_units import LONGEST, HiddenUnits
from rnnviz.tasks.coding import Coding

PROBE = REGISTRY["hidden_units"]
PHRASE = "bad cafe\nhead"


def measured(network, sequence, **options) -> HiddenUnits:
    found = PROBE.measure(network, sequence, options)
    assert isinstance(found, HiddenUnits), found
    return found


def states_by_reading_one_by_one(network, codes):
    """Each state (T, L, H) of `network.forward` after each symbol."""
    state, found = network.zero_state(1), {name: [] for name in network.cell.state_names}
    for code in codes:
        network.forward(np.array([[code]]), state)
        for name, array in state.arrays.items():
            found[name].append(array[:, 0].copy())
    return {name: np.array(rows) for name, rows in found.items()}


def test_the_states_are_those_of_the_forward_pass(network, sequence):
    states = states_by_reading_one_by_one(network, sequence.coding.encode(PHRASE))
    for layer in range(network.layers):
        found = measured(network, sequence, phrase=PHRASE, layer=layer)
        assert found.layer == layer
        assert found.symbols == tuple(PHRASE)
        assert ("h", *found.memories) == network.cell.shown_states
        for name, rows in {"h": found.h, **found.memories}.items():
            over = network.cell.divisor(name)
            expected = states[name] / states[over] if over else states[name]
            np.testing.assert_allclose(rows, expected[:, layer], rtol=0, atol=1e-14)


def test_states_and_gates_follow_the_equations(network, sequence):
    case = next(case for case in CASES if CASES[case][0] == network.cell.name)
    if case not in NAIVE:
        return  # another test asks for its equations
    x = one_hot(sequence.coding.encode(PHRASE)[:, None], network.inputs)
    _, made = naive_forward(case, network, x, network.zero_state(1))
    for layer in range(network.layers):
        found = measured(network, sequence, phrase=PHRASE, layer=layer)
        for name, values in (found.gates | {"h": found.h}).items():
            np.testing.assert_allclose(values, made[name][:, layer, 0], rtol=0, atol=1e-13)


def test_the_gates_are_those_of_the_cell_and_sigmoids_lie_between_0_and_1(network, sequence):
    found = measured(network, sequence, phrase=PHRASE)
    expected = network.cell.gates if len(network.cell.gates) > 1 else ()
    assert tuple(found.gates) == expected
    for name in network.cell.sigmoids:
        assert (found.gates[name] > 0).all()
        assert (found.gates[name] < 1).all()


def test_without_a_layer_the_top_one_is_shown(network, sequence):
    top = measured(network, sequence, phrase="abc")
    asked = measured(network, sequence, phrase="abc", layer=network.layers - 1)
    assert top.layer == network.layers - 1
    np.testing.assert_array_equal(top.h, asked.h)


@pytest.mark.parametrize(("asked", "given"), [(99, -1), (-5, 0)])
def test_a_layer_that_is_not_there_becomes_the_nearest_one(network, sequence, asked, given):
    found = measured(network, sequence, phrase="abc", layer=asked)
    assert found.layer == range(network.layers)[given]


def test_a_phrase_is_folded_like_the_text(network, sequence):
    found = measured(network, sequence, phrase="B\u00c0D,  Cafe")
    assert "".join(found.symbols) == "bad cafe"
    assert found.h.shape == (8, network.hidden)
    np.testing.assert_array_equal(found.h, measured(network, sequence, phrase="bad cafe").h)


def test_unknown_symbols_are_answered_with_a_sentence_that_names_them(network, sequence):
    answer = PROBE.measure(network, sequence, {"phrase": "bad zebra"})
    assert isinstance(answer, str)
    assert "'z'" in answer
    assert answer.endswith(".")


def test_a_phrase_of_which_folding_leaves_nothing_is_answered_with_a_sentence(network, sequence):
    answer = PROBE.measure(network, sequence, {"phrase": "'"})
    assert isinstance(answer, str)
    assert answer.endswith(".")


def test_the_default_phrase_is_read_where_the_alphabet_has_it(network, sequence):
    answer = PROBE.measure(network, sequence, {})
    assert isinstance(answer, str), "the letters s, i, o, m, p, r are missing here"
    other = Coding(tuple(sorted(set("shall i compare"))[: network.inputs]))
    answer = PROBE.measure(
        network, Sequence(sequence.inputs, sequence.targets, sequence.state, other), {"phrase": ""}
    )
    assert isinstance(answer, str)


def test_a_very_long_phrase_is_cut(network, sequence):
    found = measured(network, sequence, phrase="a" * (LONGEST + 10))
    assert found.h.shape == (LONGEST, network.hidden)
    assert len(found.symbols) == LONGEST
