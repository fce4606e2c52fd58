"""Every task that draws its sequences: its shapes, its line to beat, and that it can be learned."""

import numpy as np
import pytest
from references.tasks import REFERENCES

from rnnviz.core.numerics import softmax
from rnnviz.lab.memory_bench import SETTINGS, BenchRun
from rnnviz.tasks import DRAWN

KNOWN = [name for name in DRAWN if name in REFERENCES]
"""Those that can be compared with their references; another test asks for the others."""


def rng(seed=0):
    return np.random.default_rng(seed)


def loss_of(task, outputs, targets):
    """The mean loss of a scored step, from its definition."""
    if task.loss == "mean_squared_error":
        return np.square(outputs - targets).mean()
    return -np.log(np.take_along_axis(softmax(outputs), targets[..., None], axis=-1)).mean()


@pytest.mark.parametrize("name", list(DRAWN))
@pytest.mark.parametrize("T", [4, 21])
@pytest.mark.parametrize("B", [1, 3])
def test_a_batch_has_the_declared_shapes_and_symbols(name, T, B):
    task = DRAWN[name]()
    inputs, targets, fresh = task.batch(rng(), T, B)
    assert fresh
    assert inputs.shape[:2] == (task.steps(T), B)
    assert 1 <= len(targets) <= len(inputs)
    if np.issubdtype(inputs.dtype, np.integer):
        assert inputs.ndim == 2
        assert 0 <= inputs.min() <= inputs.max() < task.inputs
    else:
        assert inputs.shape[2:] == (task.inputs,)
    if task.loss == "cross_entropy":
        assert targets.shape[1:] == (B,)
        assert 0 <= targets.min() <= targets.max() < task.outputs
    else:
        assert targets.shape[1:] == (B, task.outputs)


@pytest.mark.parametrize("name", list(DRAWN))
def test_the_same_generator_draws_the_same_batch_and_another_one_another(name):
    first, again, other = (DRAWN[name]().batch(rng(seed), 12, 8) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.inputs, again.inputs)
    np.testing.assert_array_equal(first.targets, again.targets)
    assert (first.inputs != other.inputs).any()


@pytest.mark.parametrize("name", KNOWN)
@pytest.mark.parametrize("T", [5, 20])
def test_without_memory_one_comes_as_far_as_the_line_to_beat(name, T):
    task = DRAWN[name]()
    batch, baseline = task.batch(rng(), T, 4000), task.baseline(T)
    outputs = REFERENCES[name].forgetful(batch)
    assert outputs.shape == (*batch.targets.shape[:2], task.outputs)
    near = {"rel": 0.05, "abs": REFERENCES[name].near}
    assert task.score(outputs, batch.targets) == pytest.approx(baseline.score, **near)
    assert loss_of(task, outputs, batch.targets) == pytest.approx(baseline.loss, rel=0.05)
    assert not task.solves(baseline.score, T)


@pytest.mark.parametrize("name", KNOWN)
def test_a_network_learns_it(name):
    reference, task = REFERENCES[name], DRAWN[name]()
    run = BenchRun(task, reference.length, SETTINGS.change(**reference.settings))
    while run.step < reference.steps and not run.solved:
        run.learn()
    if task.measure == "accuracy":
        assert run.score >= reference.score > task.baseline(reference.length).score
    else:
        assert run.score <= reference.score < task.baseline(reference.length).score
