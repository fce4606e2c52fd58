"""How large an update is beside the weights that it changes."""

import math
from dataclasses import dataclass

import numpy as np

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array


@dataclass(frozen=True)
class UpdateRatios:
    """Root mean square of the last update over that of the weights, tensor by tensor.

    `names` are PyTorch's; the weights are those before the update. The ratio is infinite where
    they were all zero, and zero where nothing changed.
    """

    names: tuple[str, ...]
    ratios: tuple[float, ...]


def rms(x: Array) -> float:
    """Root mean square sqrt(mean x^2), in float64; NaN of an empty array."""
    if x.size == 0:
        return math.nan
    size = float(np.abs(x).max())
    if not 0.0 < size < math.inf:
        return size
    scaled = x.reshape(-1).astype(np.float64) / size
    return size * math.sqrt(float(scaled @ scaled) / x.size)


def rms_ratio(update: Array, weight: Array) -> float:
    """rms(update) / rms(weight) of a tensor, comparable between tensors of any size.

    Infinite for weights that are all zero, zero if the update is zero as well.
    """
    above, below = rms(update), rms(weight)
    if below == 0.0:
        return 0.0 if above == 0.0 else math.inf
    return above / below


def update_ratios(network: Network, before: Array) -> UpdateRatios:
    """The ratios of the step that led from the flat weights `before` to the present ones."""
    update = network.flat - before
    ratios, start = {}, 0
    for name, weight in network.parameters.items():
        own = slice(start, start + weight.size)
        ratios[name] = rms_ratio(update[own], before[own])
        start += weight.size
    return UpdateRatios(tuple(ratios), tuple(ratios.values()))
