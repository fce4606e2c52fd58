"""Every probe: it changes nothing, answers alike twice, and hands out what nobody can change."""

from dataclasses import fields, is_dataclass

import numpy as np
import pytest

from rnnviz.probes import REGISTRY

OPTIONS = {
    "cell_walk": [{}, {"layer": 0, "back": True, "around": 9, "unit": 2}],
    "step_jacobian": [{"phrase": "ab cd", "step": 1}],
    "hidden_units": [{}, {"phrase": "ab cd", "layer": 0}],
    "gradient_flow": [{}, {"mode": "summed", "layer": 0}, {"mode": "last", "layer": 99}],
}
CASES = [(name, options) for name in REGISTRY for options in OPTIONS.get(name, [{}])]

every_probe = pytest.mark.parametrize(("name", "options"), CASES, ids=str)


def everything(network, sequence):
    """Copies of all arrays that a probe could spoil."""
    arrays = [network.flat, network.flat_gradient, sequence.inputs, sequence.targets]
    return [array.copy() for array in (*arrays, *sequence.state.arrays.values())]


def arrays_of(result):
    if isinstance(result, np.ndarray):
        return [result]
    if isinstance(result, dict):
        return [array for value in result.values() for array in arrays_of(value)]
    if is_dataclass(result):
        parts = (getattr(result, field.name) for field in fields(result))
        return [array for part in parts for array in arrays_of(part)]
    return []


@every_probe
def test_network_and_sequence_stay_as_they_were_to_the_last_bit(network, sequence, name, options):
    network.loss_and_gradients(sequence.inputs, sequence.targets, sequence.state.copy())
    before = everything(network, sequence)
    REGISTRY[name].measure(network, sequence, options)
    for found, expected in zip(everything(network, sequence), before, strict=True):
        np.testing.assert_array_equal(found, expected)


@every_probe
def test_the_next_training_step_is_what_it_would_have_been(network, sequence, name, options):
    gradients = []
    for probed in (False, True):
        state = sequence.state.copy()
        network.loss_and_gradients(sequence.inputs, sequence.targets, state)
        if probed:
            REGISTRY[name].measure(network, sequence, options)
        network.loss_and_gradients(sequence.targets, sequence.inputs, state)
        gradients.append(network.flat_gradient.copy())
    np.testing.assert_array_equal(*gradients)


@every_probe
def test_the_same_question_has_the_same_answer(network, sequence, name, options):
    first, second = (REGISTRY[name].measure(network, sequence, options) for _ in range(2))
    assert type(first) is type(second)
    for a, b in zip(arrays_of(first), arrays_of(second), strict=True):
        np.testing.assert_array_equal(a, b)


@every_probe
def test_an_answer_is_read_only_and_does_not_change_later(network, sequence, name, options):
    answer = REGISTRY[name].measure(network, sequence, {"phrase": "abc"} | options)
    arrays = arrays_of(answer)
    assert arrays or (isinstance(answer, str) and answer.endswith("."))
    before = [array.copy() for array in arrays]
    network.flat *= -1.0
    REGISTRY[name].measure(network, sequence, options)
    for array, expected in zip(arrays, before, strict=True):
        assert not array.flags.writeable
        np.testing.assert_array_equal(array, expected)


@every_probe
def test_weights_that_are_no_numbers_are_measured_without_complaint(
    network, sequence, name, options
):
    network.flat[::3] = np.nan
    with np.errstate(all="ignore"):
        REGISTRY[name].measure(network, sequence, options)
