"""The arithmetic of layer normalization, on arrays whose last axis are the H units of one gate."""

import numpy as np

from rnnviz.core.numerics import Array

EPSILON = 1e-5
"""Added to the variance, as PyTorch does."""


def normalize(v: Array) -> tuple[Array, Array]:
    """LN(v) (..., H), and 1 / sqrt(var v + epsilon) (..., 1), of v (..., H)."""
    normal: Array = v - _mean(v)
    r: Array = 1.0 / np.sqrt(np.vecdot(normal, normal)[..., None] / v.shape[-1] + EPSILON)
    normal *= r
    return normal, r


def normalize_back(d: Array, normal: Array, r: Array) -> Array:
    """dL/dv (..., H) from d = dL/dLN(v), LN(v) and r as `normalize` made them.

    dv = r (d - mean d - LN(v) mean(d LN(v)))
    """
    dv: Array = normal * (np.vecdot(d, normal)[..., None] / d.shape[-1])
    dv += _mean(d)
    np.subtract(d, dv, dv)
    dv *= r
    return dv


def _mean(v: Array) -> Array:
    """The mean (..., 1) over the last axis of v (..., H): as a product three times as fast."""
    H = v.shape[-1]
    mean: Array = np.vecdot(v, np.full(H, 1.0 / H, v.dtype))
    return mean[..., None]
