"""The step Jacobians of a layer along the window, and their product."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.bptt import StepBack
from rnnviz.core.layer import Layer
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.matrices import ComplexArray, eigenvalues, singular_values
from rnnviz.probes.replay import is_finite, replay, stream_of

CLOUD = 256
"""Eigenvalues of step Jacobians that are computed unless asked otherwise."""


@dataclass(frozen=True)
class Jacobians:
    """J_t = d h_t / d h_{t-1}, for an LSTM of the pair (h, c), at some steps of the window.

    `steps` (n,) counted from 0; `singular` (n, N), `eigenvalues` (n, N) of J_t, N = H or 2H.
    `product_log10` (N,): log10 of the singular values of J_{T-1} ... J_0, NaN where they are
    lost in the rounding of the largest; `product_eigenvalues` (N,) are those of the same
    product divided by 10 ** `product_scale`, which keeps them within floating-point range.
    """

    steps: Array
    singular: Array
    eigenvalues: ComplexArray
    product_log10: Array
    product_eigenvalues: ComplexArray
    product_scale: float
    layer: int
    stream: int


class JacobiansProbe(Probe):
    """Options: layer, stream, steps (how many Jacobians, evenly spread over the window)."""

    name = "jacobians"
    label = "Step Jacobians"
    hint = "Singular values and eigenvalues of dh_t / dh_{t-1}, and of their product."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Jacobians` of one sequence of the window."""
        index, stream = layer_of(network, options), stream_of(sequence, options)
        layer = replay(network, sequence, stream).unrolled.layers[index]
        steps = spread(layer, int(options.get("steps", 0)))
        J = step_jacobians(layer, steps)
        product, scale = jacobian_product(layer)
        return Jacobians(
            frozen(steps),
            frozen(singular_values(J)),
            frozen(eigenvalues(J)),
            frozen(log10_singular(product, scale)),
            frozen(eigenvalues(product)),
            scale,
            index,
            stream,
        )


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


def pull_back(back: StepBack, t: int, rows: Array, H: int) -> Array:
    """rows @ J_t for rows (n, N): gradients of all states, side by side in the cell's order."""
    after = tuple(rows[:, start : start + H].copy() for start in range(0, rows.shape[1], H))
    return np.concatenate(back(t, after), axis=1)


def jacobian_product(layer: Layer) -> tuple[Array, float]:
    """J_{T-1} ... J_0 divided by 10 ** scale, and that scale; rescaled at every step."""
    back, H = StepBack(layer), layer.tape.H
    product: Array = np.eye(size_of(layer), dtype=layer.tape.dtype)
    scale = 0.0
    if not is_finite(layer):
        return np.full_like(product, np.nan), scale
    for t in range(layer.tape.T - 1, -1, -1):
        product = pull_back(back, t, product, H)
        largest = float(np.abs(product).max())
        if 0.0 < largest < np.inf:
            product = product / largest
            scale += float(np.log10(largest))
    return product, scale


def log10_singular(product: Array, scale: float) -> Array:
    """log10 of the singular values of product * 10 ** scale; NaN below its rounding error."""
    s = singular_values(product).astype(np.float64)
    lost = s <= len(s) * np.finfo(product.dtype).eps * s.max()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(lost & (s.max() > 0.0), np.nan, np.log10(s) + scale)
