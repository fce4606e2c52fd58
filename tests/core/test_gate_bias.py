"""Gate biases: the right block, the right total, the right spread."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnnviz.core.gate_bias import chrono, set_gate_bias
from rnnviz.refusal import Refusal

LSTM = ("i", "f", "g", "o")
GRU = ("r", "z", "n")


def biases(gates, H, dtype=np.float64):
    rng = np.random.default_rng(0)
    return tuple(rng.normal(size=len(gates) * H).astype(dtype) for _ in range(2))


def untouched(before, after, gates, H, changed):
    """Whether the blocks of all gates that are not in `changed` are as they were."""
    pairs = zip(gates, before.reshape(-1, H), after.reshape(-1, H), strict=True)
    return all(np.array_equal(b, a) for gate, b, a in pairs if gate not in changed)


@given(gates=st.sampled_from([LSTM, GRU]), H=st.integers(1, 9), value=st.floats(-5, 5))
def test_the_gates_total_bias_is_the_value_and_the_other_gates_keep_theirs(gates, H, value):
    for place, gate in enumerate(gates):
        bias_ih, bias_hh = biases(gates, H)
        before_ih, before_hh = bias_ih.copy(), bias_hh.copy()
        set_gate_bias(bias_ih, bias_hh, gates, gate, value)
        assert (bias_ih.reshape(-1, H)[place] == value).all()
        assert (bias_hh.reshape(-1, H)[place] == 0.0).all()
        assert untouched(before_ih, bias_ih, gates, H, {gate})
        assert untouched(before_hh, bias_hh, gates, H, {gate})


def test_a_gate_that_the_cell_does_not_have_is_refused():
    with pytest.raises(ValueError, match="no gate 'f' among r, z, n"):
        set_gate_bias(*biases(GRU, 3), GRU, "f", 1.0)


def test_chrono_spreads_an_lstms_horizons_and_mirrors_them_in_the_input_gate():
    H, longest = 4000, 100
    bias_ih, bias_hh = biases(LSTM, H)
    before = bias_ih.copy()
    chrono(bias_ih, bias_hh, LSTM, "f", "i", longest, np.random.default_rng(1))
    total = (bias_ih + bias_hh).reshape(4, H)
    u = np.exp(total[1])
    assert u.min() >= 1.0
    assert u.max() <= longest - 1
    np.testing.assert_allclose(np.quantile(u, [0.25, 0.5, 0.75]), [25.5, 50.0, 74.5], rtol=0.05)
    np.testing.assert_array_equal(total[0], -total[1])
    assert untouched(before, bias_ih, LSTM, H, {"i", "f"})


def test_chrono_sets_only_the_keep_gate_of_a_gru():
    H = 50
    bias_ih, bias_hh = biases(GRU, H)
    before_ih, before_hh = bias_ih.copy(), bias_hh.copy()
    chrono(bias_ih, bias_hh, GRU, "z", None, 100, np.random.default_rng(1))
    assert untouched(before_ih, bias_ih, GRU, H, {"z"})
    assert untouched(before_hh, bias_hh, GRU, H, {"z"})
    assert (bias_ih.reshape(3, H)[1] > 0.0).all()


def test_chrono_starts_float32_from_the_float64_numbers():
    H = 20
    single, double = biases(LSTM, H, np.float32), biases(LSTM, H)
    chrono(*single, LSTM, "f", "i", 50, np.random.default_rng(7))
    chrono(*double, LSTM, "f", "i", 50, np.random.default_rng(7))
    changed = slice(0, 2 * H)  # i and f
    assert single[0].dtype == np.float32
    np.testing.assert_array_equal(single[0][changed], double[0][changed].astype(np.float32))


def test_chrono_at_its_shortest_is_a_bias_of_zero():
    bias_ih, bias_hh = biases(GRU, 3)
    chrono(bias_ih, bias_hh, GRU, "z", None, 2, np.random.default_rng(0))
    assert (bias_ih[3:6] == 0.0).all()


def test_chrono_refuses_a_longest_lag_below_two():
    with pytest.raises(Refusal, match="at least 2 steps, not 1"):
        chrono(*biases(GRU, 3), GRU, "z", None, 1, np.random.default_rng(0))
