"""Gradient flow without a network: one weight multiplied again and again, or a random W_hh."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from rnnviz.core.initializers.orthogonal import random_orthogonal
from rnnviz.core.numerics import Array
from rnnviz.probes.base import frozen
from rnnviz.probes.matrices import eigenvalues, singular_values
from rnnviz.probes.triangle import norms

Kind = Literal["gaussian", "spectral_radius", "sigma_1", "orthogonal"]
KINDS: tuple[Kind, ...] = ("gaussian", "spectral_radius", "sigma_1", "orthogonal")
Activation = Literal["linear", "tanh", "relu"]
ACTIVATIONS: tuple[Activation, ...] = ("linear", "tanh", "relu")


def scalar_gradient(w: float, slope: float, depth: int) -> Array:
    """(w phi')^d for d = 0 .. depth, with its sign: what is left of a gradient after d steps."""
    with np.errstate(over="ignore"):
        return np.asarray(w * slope) ** np.arange(depth + 1)


@dataclass(frozen=True)
class Simulation:
    """Several random networks: `log10_norms` (draws, depth+1) of a gradient after d steps back.

    Every gradient starts with norm 1 in a random direction. `radius`, `sigma_1` (draws,) are the
    spectral radius and largest singular value of each W_hh; sigma_1^d bounds the norm after d
    steps, because max |phi'| = 1. -inf where the gradient has become exactly zero.
    """

    log10_norms: Array
    radius: Array
    sigma_1: Array


def simulate(
    rng: np.random.Generator,
    H: int,
    depth: int,
    kind: Kind = "gaussian",
    size: float = 1.0,
    activation: Activation = "tanh",
    noise: float = 1.0,
    draws: int = 5,
) -> Simulation:
    """Draw W_hh anew `draws` times, run it forward on random input and send a gradient back.

    h = phi(W_hh h_prev + x), x ~ N(0, noise^2); J_t = diag(phi'(a_t)) W_hh. Matrices, inputs and
    gradients have generators of their own, so that another activation meets the same matrices.
    """
    of_matrices, of_inputs, of_gradients = rng.spawn(3)
    logs: Array = np.empty((draws, depth + 1))
    matrices: Array = np.empty((draws, H, H))
    with np.errstate(over="ignore", invalid="ignore"):
        for draw in range(draws):
            W = matrices[draw] = draw_recurrent(of_matrices, H, kind, size)
            slopes = forward_slopes(of_inputs, W, depth, activation, noise)
            logs[draw] = backward_norms(of_gradients, W, slopes)
    radius = np.abs(eigenvalues(matrices)[:, 0])
    return Simulation(frozen(logs), frozen(radius), frozen(singular_values(matrices)[:, 0]))


def draw_recurrent(rng: np.random.Generator, H: int, kind: Kind, size: float) -> Array:
    """A random W_hh (H, H) of a kind.

    "gaussian": N(0, size^2 / H), whose spectral radius is near `size` and sigma_1 near 2 `size`
    for large H; "spectral_radius", "sigma_1": Gaussian, rescaled to have exactly `size` as that;
    "orthogonal": a random rotation or reflection times `size`.
    """
    if kind == "orthogonal":
        return size * random_orthogonal(H, rng)
    W: Array = rng.standard_normal((H, H)) / np.sqrt(H)
    if kind == "spectral_radius":
        W /= np.abs(eigenvalues(W)[0])
    elif kind == "sigma_1":
        W /= singular_values(W)[0]
    return size * W


def forward_slopes(
    rng: np.random.Generator, W: Array, depth: int, activation: Activation, noise: float
) -> Array:
    """phi'(a_t) (depth, H) along a run from h = 0; a linear unit's are all one."""
    H = len(W)
    if activation == "linear":
        return np.ones((depth, H))
    slopes, h = np.empty((depth, H)), np.zeros(H)
    for slope, x in zip(slopes, noise * rng.standard_normal((depth, H)), strict=True):
        a = W @ h + x
        h = np.tanh(a) if activation == "tanh" else np.maximum(a, 0.0)
        slope[...] = 1.0 - h * h if activation == "tanh" else a > 0.0
    return slopes


def backward_norms(rng: np.random.Generator, W: Array, slopes: Array) -> Array:
    """log10 of the norm (depth+1,) of a random unit vector carried back through all steps."""
    g = rng.standard_normal(len(W))
    g /= np.linalg.norm(g)
    logs: Array = np.zeros(len(slopes) + 1)
    for d, slope in enumerate(slopes[::-1], 1):
        g = (g * slope) @ W
        size = float(norms(g[None])[0])
        with np.errstate(divide="ignore"):
            logs[d] = logs[d - 1] + np.log10(size)
        if size > 0.0:
            g /= size
    return logs
