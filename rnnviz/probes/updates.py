"""How large an update is beside the weights that it changes."""

import math

import numpy as np

from rnnviz.core.numerics import Array


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

    Infinite for weights that are all zero, NaN if the update is zero as well.
    """
    above, below = rms(update), rms(weight)
    if below == 0.0:
        return math.nan if above == 0.0 else math.inf
    return above / below
