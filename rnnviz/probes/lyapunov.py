"""The largest Lyapunov exponent along a sequence: how fast a small change grows or fades."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.layer import Layer
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.step_back import StepBack
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of, other_way
from rnnviz.probes.replay import is_finite, passage

STREAMS = 8
"""Sequences of a batch that are followed; more cost more and change little."""
STRETCHES = 4
"""Parts of the counted steps that are compared, to know how far the exponent can be trusted."""
BURN_IN = 0.25
"""The share of the steps in which the vector finds its direction; they are not counted."""


@dataclass(frozen=True)
class Lyapunov:
    """`exponent` lambda_1 in nats per step, the mean of `growth` (n, B): log growth step by step.

    A random vector goes back through the step Jacobians and is normalised after every step
    (power iteration along the sequence); the first quarter of the T steps is not counted, so
    n <= T. `memory` = 1 / |lambda_1| in steps. The exponent is one of this stretch of input, not of
    the network as such; `spread` is its standard error over stretches, NaN of a single one. It is
    that of paths through this layer `alone` where a loss reaches the layer on an `other_way` too,
    through those above or by attention. Of a layer that reads `from_end` the steps are in its own
    order.
    """

    exponent: float
    memory: float
    growth: Array
    layer: int
    spread: float = math.nan
    other_way: str = ""
    from_end: bool = False

    @property
    def alone(self) -> bool:
        """Whether it is about paths through this layer alone."""
        return bool(self.other_way)


class LyapunovProbe(Probe):
    """Options: layer, phrase (a passage to read instead of the window; from a zero state)."""

    name = "lyapunov"
    label = "Lyapunov exponent"
    hint = "The largest Lyapunov exponent along the window or a passage, and memory in steps."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Lyapunov`, or a sentence if the passage cannot be read."""
        unrolled = passage(network, sequence, options)
        if isinstance(unrolled, str):
            return unrolled
        index = layer_of(network, options)
        return lyapunov(unrolled.layers[index], index, other_way(network, index))


def lyapunov(layer: Layer, index: int = 0, other: str = "") -> Lyapunov:
    """The largest exponent of a layer along the sequences it has just been run over."""
    growth = growth_back(layer)
    exponent = float(growth.mean())
    memory, spread = memory_of(exponent), spread_of(growth)
    return Lyapunov(exponent, memory, frozen(growth), index, spread, other, layer.reverse)


def spread_of(growth: Array) -> float:
    """The standard error of the mean of growth (n, B), from `STRETCHES` of each sequence."""
    n, B = growth.shape
    stretches = min(STRETCHES, n)
    if stretches * B < 2 or not np.isfinite(growth).all():
        return math.nan
    length = n // stretches
    means = growth[n - stretches * length :].reshape(stretches, length, B).mean(axis=1)
    return float(means.std(ddof=1)) / math.sqrt(means.size)


def growth_back(layer: Layer) -> Array:
    """ln ||v J_t|| / ||v|| (n, B), older steps last, of up to `STREAMS` of the sequences.

    A vector that has become exactly zero stays so: its growth is -inf. NaN where the states are
    no longer finite.
    """
    T, B, H = layer.tape.T, min(layer.tape.B, STREAMS), layer.tape.H
    back, dtype = StepBack(layer, slice(0, B)), layer.tape.dtype
    states = len(layer.cell.state_names)
    v: Array = np.random.default_rng(0).standard_normal((states, B, H)).astype(dtype)
    last = [state[T, :B] for state in layer.tape.states.values()]
    layer.cell.forget_scale(last, tuple(v))
    growth: Array = np.empty((T, B))
    _normalise(v)
    for place, t in enumerate(range(T - 1, -1, -1)):
        v = np.stack(back(t, tuple(v)))
        growth[place] = _normalise(v)
    if not is_finite(layer):
        growth[...] = np.nan
    return growth[int(T * BURN_IN) :]


def _normalise(v: Array) -> Array:
    """Divide v (S, B, H) by its norm over all S states, in place; returns the logarithm (B,)."""
    squares = np.einsum("sbh,sbh->b", v, v, dtype=np.float64)
    size = np.sqrt(squares)
    v /= np.where(size > 0.0, size, 1.0)[None, :, None].astype(v.dtype)
    with np.errstate(divide="ignore"):
        logs: Array = np.log(size)
    return logs


def memory_of(exponent: float) -> float:
    """1 / |lambda_1| steps; infinite at an exponent of zero."""
    return math.inf if exponent == 0.0 else 1.0 / abs(exponent)
