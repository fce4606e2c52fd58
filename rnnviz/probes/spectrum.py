"""Eigenvalues of W_hh and of the step Jacobians, and how fast gradients grow along a window."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import (
    Probe,
    Sequence,
    frozen,
    layer_of,
    no_recurrent_weights,
    other_way,
)
from rnnviz.probes.jacobians import free_jacobians, size_of, spread
from rnnviz.probes.lyapunov import Lyapunov, lyapunov
from rnnviz.probes.matrices import LARGEST, ComplexArray, eigenvalues, singular_values
from rnnviz.probes.replay import replay, stream_of


@dataclass(frozen=True)
class Spectrum:
    """Spectra of one layer. The gates G asked for, in PyTorch's order; vanilla has one block.

    `eigenvalues` (G, H) of each gate's block of W_hh, by falling modulus; `sigma_1` (G,) its
    largest singular value, `radius` (G,) its spectral radius. `cloud` (n, N): eigenvalues of the
    step Jacobians at `steps` (n,), N = H, or 2H of the pair (h, c); none (n = 0) where N is over
    `LARGEST`. `bound`: gamma * sigma_1, gamma = max |phi'| = 1, the most a step can lengthen a
    gradient, or with a `leak` (1 - leak) + leak gamma sigma_1; None for gated cells, where no block
    of W_hh bounds it, and with `layer_norm`, which divides by what is added up. `lyapunov`: the
    largest exponent along the window. Below the top layer both are of paths through this layer
    alone: a loss reaches it through the time of the layers above, too. `relu` says that units do
    not saturate but fall silent. `steps` are those of the layer's own order (see `Lyapunov`).
    """

    gates: tuple[str, ...]
    eigenvalues: ComplexArray
    sigma_1: Array
    radius: Array
    steps: Array
    cloud: ComplexArray
    bound: float | None
    lyapunov: Lyapunov
    layer: int
    stream: int
    relu: bool = False
    leak: float = 1.0
    layer_norm: bool = False


class SpectrumProbe(Probe):
    """Options: layer, stream, gate (only its block), steps (how many Jacobians make the cloud)."""

    name = "spectrum"
    label = "Spectrum"
    hint = "Eigenvalues of W_hh and of the step Jacobians, sigma_1 and the Lyapunov exponent."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Spectrum` of one layer along one sequence of the window, or why that takes too long."""
        if reason := no_recurrent_weights(network):
            return reason
        if network.hidden > LARGEST:
            return too_large(network.hidden)
        index, stream = layer_of(network, options), stream_of(sequence, options)
        layer = replay(network, sequence, stream).unrolled.layers[index]
        crowded = size_of(layer) > LARGEST
        steps = spread(layer, int(options.get("steps", 0)))[: 0 if crowded else None]
        gates, blocks = _asked_for(network, layer.p.W_hh, options.get("gate"))
        values, sigma_1 = eigenvalues(blocks), singular_values(blocks)[:, 0]
        radius = np.abs(values[:, 0])
        leak = float(getattr(network.cell, "leak", 1.0))
        return Spectrum(
            gates,
            frozen(values),
            frozen(sigma_1),
            frozen(radius),
            frozen(steps),
            frozen(eigenvalues(free_jacobians(layer, steps))),
            bound_of(network, float(sigma_1[0]), leak),
            lyapunov(layer, index, other_way(network, index)),
            index,
            stream,
            getattr(network.cell, "activation", "tanh") == "relu",
            leak,
            network.cell.layer_norm,
        )


def bound_of(network: Network, sigma_1: float, leak: float) -> float | None:
    """The most that a step can lengthen a gradient, as far as W_hh's `sigma_1` says it."""
    if len(network.cell.gates) > 1 or network.cell.layer_norm:
        return None
    return sigma_1 if leak == 1.0 else 1.0 - leak + leak * sigma_1


def gate_blocks(W_hh: Array) -> Array:
    """W_hh (G*H, H) as one block a gate (G, H, H)."""
    H = W_hh.shape[1]
    return W_hh.reshape(-1, H, H)


def _asked_for(network: Network, W_hh: Array, gate: object) -> tuple[tuple[str, ...], Array]:
    """One gate's name and block (1, H, H), or those of all."""
    gates, blocks = network.cell.gates, gate_blocks(W_hh)
    if gate not in gates:
        return gates, blocks
    place = gates.index(str(gate))
    return (gates[place],), blocks[place : place + 1]


def too_large(hidden: int) -> str:
    """Why there are no eigenvalues of so many units."""
    return (
        f"Eigenvalues are shown of up to {LARGEST} units: for {hidden:,} they would hold the "
        "training up for seconds."
    )
