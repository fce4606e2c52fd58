"""What probes find in layers that read in both directions, against differences, by time."""

import numpy as np
import pytest
from gradient_cases import Letters, assert_close
from naive_connections import connected
from naive_network import STEPS, drawn_state, drawn_window
from test_cells import central_differences

from rnnviz.core.architecture import Connections
from rnnviz.probes import REGISTRY
from rnnviz.probes.base import Sequence
from rnnviz.probes.gradient_flow import by_step
from rnnviz.probes.silencing import Silencing, with_units_held
from rnnviz.probes.time_order import AFTER, ALL, BEFORE, pairs
from rnnviz.probes.triangle import triangle

T, H, V = 4, 3, 3
CASES = [("lstm", 1), ("lstm", 2), ("gru", 2)]
every_case = pytest.mark.parametrize(("case", "layers"), CASES)


def both_ways(case, layers, **more):
    network = connected(case, layers, Connections(bidirectional=True, **more), H=H, V=V)
    inputs, targets = drawn_window(network, T, 2, T)
    state = drawn_state(network, 2)
    return network, Sequence(inputs, targets, state, Letters(), reads_text=False)


def losses(network, sequence, case, nudge, held=None):
    """Every loss (T,) of the first sequence, a nudge (2L, T, H) being added to each state h.

    Of the layer whose units are `held` these are never seen but at their values.
    """

    def seen(number, h):
        return held.shown(h[None])[0] if held is not None and held.layer == number else h

    y = sequence.inputs[:, 0]
    for level in range(network.layers):
        sides = []
        for direction, end in enumerate(("", "_reverse")):
            number = 2 * level + direction
            p = {
                name.removesuffix(f"_l{level}{end}").removeprefix("rnn."): array
                for name, array in network.parameters.items()
                if name.endswith(f"_l{level}{end}")
            }
            s = {name: array[number, 0] for name, array in sequence.state.arrays.items()}
            s["h"] = seen(number, s["h"])
            h = np.zeros((T, H))
            for t in range(T)[:: -1 if direction else 1]:
                s = STEPS[case](p, y[t], s)
                s["h"] = h[t] = seen(number, s["h"] + nudge[number, t])
            sides.append(h)
        y = np.concatenate(sides, axis=1)
    z = y @ network.parameters["decoder.weight"].T + network.parameters["decoder.bias"]
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    return -np.take_along_axis(log_p, sequence.targets[:, :1], axis=1)[:, 0]


@every_case
def test_every_losss_gradient_at_every_state_is_what_differences_say(case, layers):
    network, sequence = both_ways(case, layers)
    nudge = np.zeros((2 * layers, T, H))
    for t in range(T):
        loss = lambda: losses(network, sequence, case, nudge)[t]  # noqa: B023, E731
        expected = central_differences(loss, nudge)
        for layer in range(2 * layers):
            found = triangle(network, sequence, layer).dh[1:, t]
            np.testing.assert_allclose(found, expected[layer], rtol=0, atol=3e-8)
        for level in range(layers):
            both = REGISTRY["triangle"].measure(network, sequence, {"layer": 2 * layers + level})
            pair = np.concatenate(expected[2 * level : 2 * level + 2], axis=1)
            np.testing.assert_allclose(both.norms[t], np.linalg.norm(pair, axis=1), atol=3e-8)
            assert both.both


@every_case
def test_the_sums_are_ordinary_backpropagation_and_the_shares_add_up(case, layers):
    network, sequence = both_ways(case, layers)
    for layer in range(3 * layers):
        found = REGISTRY["triangle"].measure(network, sequence, {"layer": layer, "stream": 1})
        assert found.residual < 1e-12
        assert found.reach == where_reached(layer, layers)
        shown = pairs(T, found.reach)
        np.testing.assert_array_equal(np.isnan(found.log10), ~shown)
        np.testing.assert_array_equal(found.norms > 0.0, shown)
        shares = REGISTRY["shares"].measure(network, sequence, {"layer": layer, "stream": 1})
        assert abs(shares.total - 1.0) < 1e-12
        assert abs(shares.by_lag.sum() - 1.0) < 1e-12
        assert not shares.shares[~shown].any()


def where_reached(layer, layers):
    top = 2 * layers - 2
    return {top: BEFORE, top + 1: AFTER}.get(layer, ALL)


@every_case
def test_the_shares_of_a_backward_layer_are_those_of_its_steps_in_time(case, layers):
    network, sequence = both_ways(case, layers)
    found = triangle(network, sequence, 2 * layers - 1)
    shares = REGISTRY["shares"].measure(network, sequence, {"layer": 2 * layers - 1}).shares
    for t in range(T - 1):  # a loss without a gradient at a state has no share there
        assert found.dh[1:, t].any(axis=1).tolist() == (shares[t] != 0.0).tolist()


@every_case
def test_the_curve_by_lag_is_the_last_row_by_time_and_decay_goes_to_the_layers_own_past(
    case, layers
):
    network, sequence = both_ways(case, layers)
    for layer in range(2 * layers):
        M = REGISTRY["triangle"].measure(network, sequence, {"layer": layer}).norms
        np.testing.assert_allclose(by_step(network, sequence, "last", layer)[1:, 0], M[-1])
        decay = REGISTRY["decay"].measure(network, sequence, {"layer": layer})
        assert decay.ahead == bool(layer % 2)
        for d in range(T):
            side = [(t, t + d) if decay.ahead else (t + d, t) for t in range(T - d)]
            assert_close(decay.mean[d], np.mean([M[t, k] / M[t, t] for t, k in side]))


def test_with_attention_a_loss_reaches_all_states_that_have_read_from_the_end():
    network, sequence = both_ways("gru", 1, attention=2)
    backward = REGISTRY["triangle"].measure(network, sequence, {"layer": 1})
    assert backward.reach == ALL
    assert backward.norms[T - 1, 1] > 0.0
    assert backward.residual < 1e-12
    assert REGISTRY["triangle"].measure(network, sequence, {"layer": 0}).reach == BEFORE


def test_states_and_gates_of_a_backward_layer_stand_where_they_are_in_time():
    network, sequence = both_ways("gru", 2)
    unrolled = network.unroll(T, 1)
    unrolled.forward(sequence.inputs[:, :1], network.zero_state(1))
    for layer in range(4):
        found = REGISTRY["hidden_units"].measure(network, sequence, {"layer": layer})
        level, side = unrolled.levels[layer // 2], layer % 2
        np.testing.assert_array_equal(found.h, level.shares(level.output)[side][:, 0])
        z = unrolled.layers[layer].tape.gate("z")[:, 0]
        np.testing.assert_array_equal(found.gates["z"], z[::-1] if side else z)


def test_layers_asked_for_are_kept_within_what_there_is_and_the_top_one_reads_forward():
    network, sequence = both_ways("gru", 2)
    for probe in ("triangle", "decay", "gradient_flow", "saturation", "hidden_units", "spectrum"):
        assert REGISTRY[probe].measure(network, sequence, {}).layer == 2
    assert REGISTRY["saturation"].measure(network, sequence, {"layer": 9}).layer == 3
    assert REGISTRY["triangle"].measure(network, sequence, {"layer": 9}).layer == 2


def test_what_is_measured_along_steps_says_that_these_are_of_the_layers_own_order():
    network, sequence = both_ways("lstm", 2)
    for layer in range(4):
        measured = (REGISTRY[name].measure(network, sequence, {"layer": layer})
                    for name in ("lyapunov", "direct_path"))  # fmt: skip
        exponent, path = measured
        assert exponent.from_end == path.from_end == bool(layer % 2)
        assert exponent.alone == (layer < 2)


@every_case
def test_through_the_cell_a_loss_reaches_what_the_triangle_says(case, layers):
    network, sequence = both_ways(case, layers)
    for layer, loss in np.ndindex(2 * layers, T):
        backward, expected = layer % 2 == 1, triangle(network, sequence, layer).dh[1:, loss]
        own = T - 1 - loss if backward else loss
        options = {"layer": layer, "loss": own, "around": 9, "back": True, "step": 0}
        walk = REGISTRY["cell_walk"].measure(network, sequence, options)
        assert [walk.number(step) for step in range(T)] == list(walk_order(backward))
        assert walk.number(walk.loss_step) == loss + 1
        found = walk.gradients["h"][::-1] if backward else walk.gradients["h"]
        assert_close(found, expected)
        for step in range(T):
            jacobian = REGISTRY["step_jacobian"].measure(
                network, sequence, options | {"step": step}
            )
            assert jacobian.number == walk.number(step)
            assert jacobian.reached == (step <= walk.last)
            if jacobian.reached:
                at = walk.last - step
                assert jacobian.norm_after == pytest.approx(walk.norms[at])
                if layer >= 2 * layers - 2:  # below, more comes down at the step before
                    assert jacobian.norm_before == pytest.approx(walk.norms[at + 1])


def walk_order(backward):
    return range(T, 0, -1) if backward else range(1, T + 1)


@pytest.mark.parametrize("layer", range(4))
def test_units_of_either_direction_can_be_silenced(layer):
    network, sequence = both_ways("gru", 2)
    held = Silencing(layer, (1,), (0.3,))
    copy = with_units_held(network, held)
    unrolled, readout = copy.unroll(T, 1), copy.readout(T, 1)
    unrolled.forward(sequence.inputs[:, :1], sequence.state.some(slice(0, 1)))
    readout.forward(unrolled.top)
    found = readout.exact_losses(sequence.targets[:, :1])[:, 0]
    assert_close(found, losses(network, sequence, "gru", np.zeros((4, T, H)), held))
    assert np.abs(found - losses(network, sequence, "gru", np.zeros((4, T, H)))).max() > 1e-4
