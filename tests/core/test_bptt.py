"""Through time: windows in a row, every loss's own gradient, memory that is used again."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from naive_network import (
    CASES,
    CELLS,
    NAIVE,
    drawn_state,
    drawn_window,
    make_network,
    naive_forward,
)

from rnnviz.core.per_loss import per_loss_gradients

every_cell = pytest.mark.parametrize("case", list(CASES))
every_depth = pytest.mark.parametrize("layers", [1, 2])


def unrolled_back(network, inputs, targets, state):
    """A window gone through and back with losses not divided by the batch; also d L_t / d h_t."""
    (T, B), scored = inputs.shape[:2], len(targets)
    unrolled, readout = network.unroll(T, B), network.readout(scored, B)
    unrolled.forward(inputs, state)
    readout.forward(unrolled.top[T - scored :])
    readout.losses(targets)
    dh_losses = np.zeros((T, B, network.hidden), network.dtype)
    readout.backward(dh_losses[T - scored :])
    unrolled.top_gradient()[...] = dh_losses
    unrolled.backward(None)
    return unrolled, dh_losses


def outputs_of(network, *given):
    """`per_loss_gradients` of the state that the layer above reads."""
    return per_loss_gradients(*given)[network.cell.output]


def assert_close(found, expected, relative=1e-12):
    np.testing.assert_allclose(found, expected, rtol=0, atol=relative * np.abs(expected).max())


@every_cell
@every_depth
def test_the_losses_own_gradients_add_up_to_ordinary_bptt(case, layers):
    network = make_network(case, layers=layers, H=6)
    inputs, targets = drawn_window(network, 12, 3, 12)
    unrolled, dh_losses = unrolled_back(network, inputs, targets, drawn_state(network, 3))
    for b in range(3):
        found = per_loss_gradients(unrolled, dh_losses[:, b].copy(), b)
        assert tuple(found) == network.cell.state_names
        for name, rows in found.items():
            assert len(rows) == layers
            for layer in range(layers):
                tape = unrolled.layers[layer].tape
                assert_close(rows[layer].sum(axis=1), tape.gradients[name][:, b])


@every_cell
@every_depth
def test_a_loss_has_no_gradient_in_its_future(case, layers):
    network = make_network(case, layers=layers)
    inputs, targets = drawn_window(network, 6, 1, 6)
    unrolled, dh_losses = unrolled_back(network, inputs, targets, drawn_state(network, 1))
    found = per_loss_gradients(unrolled, dh_losses[:, 0].copy())
    for name, layers_rows in found.items():
        for rows in layers_rows:
            for t in range(6):
                assert not rows[t + 2 :, t].any()
                assert rows[t + 1, t].any() or name != network.cell.output


@every_cell
def test_who_watches_sees_every_step_of_every_layer_once_latest_first(case):
    network = make_network(case, layers=2)
    inputs, targets = drawn_window(network, 4, 2, 4)
    unrolled, dh_losses = unrolled_back(network, inputs, targets, drawn_state(network, 2))
    seen = []
    dh = outputs_of(
        network,
        unrolled,
        dh_losses[:, 1].copy(),
        1,
        lambda layer, t, losses, flow: seen.append((layer, t, losses, flow.dh.copy())),
    )
    assert [(layer, t) for layer, t, *_ in seen] == [(la, t) for la in (1, 0) for t in (3, 2, 1, 0)]
    for layer, t, losses, rows in seen:
        assert losses == slice(t, 4)
        np.testing.assert_array_equal(rows, dh[layer][t + 1, t:])


@every_cell
@every_depth
def test_the_summed_gradient_is_there_by_step_with_fewer_scored_steps(case, layers):
    network = make_network(case, layers=layers)
    inputs, targets = drawn_window(network, 6, 2, 2)
    state = drawn_state(network, 2)
    unrolled, dh_losses = unrolled_back(network, inputs, targets, state)
    assert not dh_losses[:4].any()
    dh = outputs_of(network, unrolled, dh_losses[:, 0].copy())
    assert not dh[-1][:, :4].any()
    assert_close(dh[-1].sum(axis=1), unrolled.layers[-1].tape.dh[:, 0])
    assert np.abs(unrolled.layers[0].tape.dh[0, 0]).max() > 0


@pytest.mark.parametrize("case", NAIVE)
@given(cuts=st.sets(st.integers(1, 8)), B=st.integers(1, 3), layers=st.integers(1, 2))
def test_windows_with_carried_state_are_one_long_window(case, cuts, B, layers):
    network = make_network(case, layers=layers)
    inputs, _ = drawn_window(network, 9, B, 9)
    state = drawn_state(network, B)
    whole, _ = naive_forward(case, network, inputs, state)
    places = [0, *sorted(cuts), 9]
    for start, end in pairwise(places):
        outputs = network.forward(inputs[start:end], state)
        np.testing.assert_allclose(outputs, whole[start:end], rtol=0, atol=1e-12)


@every_cell
@every_depth
def test_gradients_stop_at_the_windows_beginning(case, layers):
    network = make_network(case, layers=layers)
    inputs, targets = drawn_window(network, 8, 2, 8)
    carried = drawn_state(network, 2)
    network.loss_and_gradients(inputs[:4], targets[:4], carried)
    began = carried.copy()
    network.loss_and_gradients(inputs[4:], targets[4:], carried)
    second = network.flat_gradient.copy()
    fresh = make_network(case, layers=layers)
    fresh.loss_and_gradients(inputs[4:], targets[4:], began)
    np.testing.assert_array_equal(second, fresh.flat_gradient)


@every_cell
@every_depth
def test_used_memory_leaves_no_trace(case, layers):
    used, fresh = make_network(case, layers=layers), make_network(case, layers=layers)
    for seed in range(3):
        inputs, targets = drawn_window(used, 5, 2, 5, seed=seed)
        used.loss_and_gradients(inputs, targets, drawn_state(used, 2, seed))
    inputs, targets = drawn_window(used, 5, 2, 5, seed=9)
    states = drawn_state(used, 2), drawn_state(fresh, 2)
    losses = [
        network.loss_and_gradients(inputs, targets, state)
        for network, state in zip((used, fresh), states, strict=True)
    ]
    assert losses[0] == losses[1]
    np.testing.assert_array_equal(used.flat_gradient, fresh.flat_gradient)
    np.testing.assert_array_equal(states[0].h, states[1].h)


@every_cell
@every_depth
def test_a_batch_too_large_for_the_cache_is_the_mean_of_its_sequences(case, layers):
    """Over 2 MB of local derivatives a layer, which the way back makes step by step."""
    T, B, H = 8, 64, 512 // len(CELLS[CASES[case][0]].gates)
    network = make_network(case, layers=layers, H=H)
    network.flat *= 0.2
    inputs, targets = drawn_window(network, T, B, T)
    state = drawn_state(network, B)
    alone, total = 0.0, np.zeros_like(network.flat)
    for b in range(B):
        one = slice(b, b + 1)
        own = state.some(one).copy()
        alone += network.loss_and_gradients(inputs[:, one], targets[:, one], own) / B
        total += network.flat_gradient / B
    assert network.loss_and_gradients(inputs, targets, state) == pytest.approx(alone, rel=1e-12)
    assert_close(network.flat_gradient, total)


@every_cell
def test_a_window_of_a_single_step_works(case):
    network = make_network(case, layers=2)
    inputs, targets = drawn_window(network, 1, 1, 1)
    state = drawn_state(network, 1)
    unrolled, dh_losses = unrolled_back(network, inputs, targets, state)
    dh = outputs_of(network, unrolled, dh_losses[:, 0].copy())
    assert dh[0].shape == (2, 1, 4)
    assert_close(dh[0][:, 0], unrolled.layers[0].tape.dh[:, 0])


def test_a_states_copy_is_its_own():
    network = make_network("lstm", layers=2)
    state = drawn_state(network, 2)
    copy = state.copy()
    before = state.h.tolist(), state.c.tolist()
    state.h += 1.0
    state.c += 1.0
    assert (copy.h.tolist(), copy.c.tolist()) == before


def test_forward_leaves_the_state_it_begins_with():
    network = make_network("lstm", layers=2)
    inputs, _ = drawn_window(network, 3, 2, 3)
    state = drawn_state(network, 2)
    before = state.copy()
    unrolled = network.unroll(3, 2)
    unrolled.forward(inputs, state)
    np.testing.assert_array_equal(state.h, before.h)
    np.testing.assert_array_equal(state.c, before.c)
    unrolled.final_state(state)
    np.testing.assert_array_equal(state.h[-1], unrolled.top[-1])
