"""The step Jacobians of a layer along the window."""

from collections.abc import Iterable

import numpy as np

from rnnviz.core.layer import Layer
from rnnviz.core.numerics import Array
from rnnviz.core.step_back import StepBack
from rnnviz.probes.replay import is_finite

CLOUD = 256
"""Eigenvalues of step Jacobians that are computed unless asked otherwise."""


def size_of(layer: Layer) -> int:
    """N, the numbers that a step hands to the next: H for each of the cell's states."""
    return layer.tape.H * len(layer.cell.state_names)


def spread(layer: Layer, count: int = 0) -> Array:
    """Steps evenly over the window, the last among them; by default as many as make the cloud."""
    T = layer.tape.T
    count = min(T, count if count > 0 else max(1, CLOUD // size_of(layer)))
    steps: Array = np.unique(np.linspace(T - 1, 0, count).round().astype(np.intp))
    return steps


def step_jacobians(layer: Layer, steps: Iterable[int]) -> Array:
    """J_t (n, N, N) of a layer run over one sequence: row i is the gradient of h_t's unit i.

    With several states rows and columns stand in the cell's order, those of h first. All NaN
    where the states are no longer finite.
    """
    back, wanted = StepBack(layer), list(steps)
    J: Array = np.full((len(wanted), size_of(layer), size_of(layer)), np.nan, layer.tape.dtype)
    if not is_finite(layer):
        return J
    identity: Array = np.eye(size_of(layer), dtype=layer.tape.dtype)
    for place, t in enumerate(wanted):
        J[place] = pull_back(back, t, identity, layer.tape.H)
    return J


def free_jacobians(layer: Layer, steps: Iterable[int]) -> Array:
    """J_t of what is shown of the states: the same, but where they stand on a scale that moves."""
    wanted, states = list(steps), layer.tape.states.values()
    found = [
        layer.cell.free_of_scale(
            J, [state[t, 0] for state in states], [state[t + 1, 0] for state in states]
        )
        for t, J in zip(wanted, step_jacobians(layer, wanted), strict=True)
    ]
    return np.array(found) if found else step_jacobians(layer, ())


def pull_back(back: StepBack, t: int, rows: Array, H: int) -> Array:
    """rows @ J_t for rows (n, N): gradients of all states, side by side in the cell's order."""
    after = tuple(rows[:, start : start + H].copy() for start in range(0, rows.shape[1], H))
    return np.concatenate(back(t, after), axis=1)
