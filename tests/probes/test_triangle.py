"""The gradient triangle: every entry a derivative, every column sum ordinary BPTT."""

from dataclasses import replace

import numpy as np
import pytest

from rnnviz.lab.settings import Settings
from rnnviz.lab.trainer import Trainer
from rnnviz.probes.gradient_flow import gradients_by_step
from rnnviz.probes.triangle import norms, triangle


def test_the_losses_are_those_of_the_network(network, sequence):
    expected = network.evaluate(sequence.inputs, sequence.targets, sequence.state.copy())
    for b in range(sequence.inputs.shape[1]):
        found = triangle(network, sequence, stream=b)
        np.testing.assert_allclose(found.losses, expected[:, b], rtol=1e-13)


def test_column_sums_are_ordinary_bptt(network, sequence):
    for layer in range(network.layers):
        expected = gradients_by_step(network, sequence, "summed", layer)
        for b in range(sequence.inputs.shape[1]):
            summed = triangle(network, sequence, layer, b).dh.sum(axis=1)
            scale = np.abs(expected[:, b]).max()
            np.testing.assert_allclose(summed, expected[:, b], rtol=0, atol=1e-12 * scale)


def test_the_last_row_is_the_last_loss_alone(network, sequence):
    for layer in range(network.layers):
        expected = gradients_by_step(network, sequence, "last", layer)
        found = triangle(network, sequence, layer, 1)
        np.testing.assert_allclose(found.dh[:, -1], expected[:, 1], rtol=1e-11, atol=1e-14)
        np.testing.assert_array_equal(found.norms[-1], found.by_step)


def test_norms_are_a_lower_triangle_of_every_loss_by_every_state(network, sequence):
    found = triangle(network, sequence)
    T = len(sequence.inputs)
    assert found.norms.shape == (T, T)
    assert not np.triu(found.norms, 1).any()
    assert (found.norms[np.tril_indices(T)] > 0).all()
    np.testing.assert_allclose(found.norms[4, 2], np.linalg.norm(found.dh[3, 4]), rtol=1e-14)
    summed = np.linalg.norm(found.dh[1:].sum(axis=1), axis=1)
    np.testing.assert_allclose(found.by_step_sum, summed, rtol=1e-13)


def test_entries_are_derivatives_of_their_loss_by_the_state_a_window_begins_with(network, sequence):
    """Central differences of each loss by h_0: row k = 0 of the triangle."""
    epsilon, b = 1e-6, 2
    for layer in range(network.layers):
        found = triangle(network, sequence, layer, b)
        losses = []
        for sign in (1, -1):
            moved = sequence.state.copy()
            moved.h[layer, b, 1] += sign * epsilon
            losses.append(network.evaluate(sequence.inputs, sequence.targets, moved)[:, b].copy())
        slope = (losses[0] - losses[1]) / (2 * epsilon)
        np.testing.assert_allclose(found.dh[0, :, 1], slope, rtol=1e-5, atol=1e-9)


def test_the_state_stays_as_it_was(network, sequence):
    before = sequence.state.copy()
    triangle(network, sequence)
    np.testing.assert_array_equal(sequence.state.h, before.h)
    for name, array in sequence.state.arrays.items():
        np.testing.assert_array_equal(array, before.arrays[name])


@pytest.mark.parametrize("layer", [0, -1])
def test_each_stream_has_a_triangle_of_its_own(network, sequence, layer):
    first, second = (triangle(network, sequence, layer, b) for b in (0, 1))
    assert not np.array_equal(first.dh, second.dh)


@pytest.mark.parametrize("probe", ["triangle", "last loss"])
def test_float32_measures_the_gradients_of_nearly_certain_losses_as_float64_does(probe):
    """Off by more than 1 % were up to 21 of these 40 rows, as p - 1 cancels."""
    settings = Settings().change(task="copying", cell="lstm", hidden=32, batch=4, steps=800)
    trainer = Trainer(settings, None)
    for _ in trainer:
        pass
    network, sequence = trainer.network, trainer.sequence()
    exact = Trainer(settings.change(dtype="float64"), None).network
    exact.flat[...] = network.flat
    same = replace(sequence, state=exact.zero_state(4))
    rows = (network, sequence), (exact, same)
    if probe == "triangle":
        found, expected = (np.diagonal(triangle(*row).norms) for row in rows)
        assert (triangle(*rows[0]).losses < 1e-4).any()
        assert len(found) == 40
    else:  # a blank is to come after 20 of the steps, and all but certain
        rows = [(of, replace(all_, inputs=all_.inputs[:20], targets=all_.targets[:20]))
                for of, all_ in rows]  # fmt: skip
        found, expected = (norms(gradients_by_step(*row, "last", 0)[-1]) for row in rows)
    np.testing.assert_allclose(found, expected, rtol=1e-3)
