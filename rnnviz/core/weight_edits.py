"""Changes a network's recurrent weights by hand: what a teacher does to show what follows."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.core.gate_bias import set_gate_bias
from rnnviz.core.numerics import Array
from rnnviz.core.pauses import Pauses, pieces_of, product

if TYPE_CHECKING:
    from rnnviz.core.network import Network

AT_ONCE = 500**3
"""Cubes of units of all blocks together that are factorised within about half a second.

What takes no longer is done without a question whether something urgent waits: it is what somebody
asked for.
"""


SQUARINGS = 26
"""So many make the 67 millionth power of a matrix, whose norm tells the radius to seven digits."""


def spectral_radius(W: Array) -> float:
    """rho(W) = max |eigenvalue| of a square matrix; NaN if it has numbers that are none."""
    if not np.isfinite(W).all():
        return float("nan")
    return float(np.abs(np.linalg.eigvals(W.astype(np.float64))).max())


def radius_of_large(W: Array, pauses: Pauses) -> float:
    """The same from products alone, which can be left between two pieces.

    rho = lim ||W^k||^(1/k)  (Gelfand 1941), k = 2, 4, 8 ..., each power divided by its norm
    """
    if not np.isfinite(W).all():
        return float("nan")
    n = len(W)
    power: Array = W.astype(np.float64)
    square, logarithm, k = np.empty_like(power), 0.0, 1.0
    for _ in range(SQUARINGS):
        norm = float(np.linalg.norm(power))
        if norm == 0.0:
            return 0.0
        logarithm += math.log(norm) / k
        power /= norm
        product(power, power, square, pieces_of(n, n, n), pauses)
        power, square, k = square, power, 2.0 * k
    return math.exp(logarithm)


def largest_singular_value(W: Array) -> float:
    """sigma_1(W), the most that W stretches any vector; NaN if it has numbers that are none."""
    if not np.isfinite(W).all():
        return float("nan")
    return float(np.linalg.norm(W.astype(np.float64), 2))


def rescale_radius(network: Network, wanted: float) -> None:
    """Multiply every gate's block of every W_hh so that its spectral radius is `wanted`."""

    def size(block: Array) -> float:
        is_large = len(block) ** 3 > AT_ONCE
        return radius_of_large(block, network.pauses) if is_large else spectral_radius(block)

    rescale(network, size, wanted)


def rescale(network: Network, size: Callable[[Array], float], wanted: float) -> None:
    """Multiply every gate's block of every W_hh so that `size` (rho or sigma_1) is `wanted`.

    A block of size zero (a nilpotent one, for rho) has no such factor and stays.
    """

    def rescaled(block: Array) -> Array:
        present = size(block)
        usable = np.isfinite(present) and present > 1e-12
        return block * (wanted / present) if usable else block

    _each_block(network, rescaled)


def make_orthogonal(network: Network) -> None:
    """Replace every gate's block of W_hh by the nearest orthogonal matrix, U V^T of its SVD."""

    def nearest(block: Array) -> Array:
        U, _, Vt = np.linalg.svd(block.astype(np.float64))
        product: Array = U @ Vt
        return product

    _each_block(network, nearest)


def make_identity(network: Network) -> None:
    """Replace every gate's block of W_hh by the identity."""
    _each_block(network, lambda block: np.eye(len(block)))


def set_keep_bias(network: Network, b: float) -> None:
    """Give the gate that keeps the past (LSTM's f, GRU's z) the bias b in every layer.

    Its horizon is then about 1 + e^b steps. Raises ValueError for a cell without such a gate.
    """
    cell = network.cell
    if cell.keep_gate is None:
        raise ValueError(f"a {cell.label} has no gate that keeps the past")
    for p in network.layer_parameters():
        bias = cell.keep_sign * b
        set_gate_bias(p.b_ih, p.arrays.get("b_hh"), cell.gates, cell.keep_gate, bias)


def _each_block(network: Network, change: Callable[[Array], Array]) -> None:
    """Change every gate's block of every W_hh, all of them or, where that is broken off, none."""
    H, gates, changed = network.hidden, len(network.cell.gates), []
    takes_long = network.layers * gates * H**3 > AT_ONCE
    for p in network.layer_parameters():
        for gate in range(gates):
            block = p.W_hh[gate * H : (gate + 1) * H]
            if takes_long:
                network.pauses()
            changed.append((block, change(block)))
    for block, values in changed:
        block[...] = values
