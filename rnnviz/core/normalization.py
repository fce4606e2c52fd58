"""The arithmetic of layer normalization, on arrays whose last axis are the H units of one gate."""

import numpy as np

from rnnviz.core.numerics import Array

EPSILON = 1e-5
"""Added to the variance, as PyTorch does."""


def normalize(v: Array) -> tuple[Array, Array]:
    """LN(v) (..., H), and 1 / sqrt(var v + epsilon) (..., 1), of v (..., H)."""
    centred: Array = v - v.mean(axis=-1, keepdims=True)
    variance = np.einsum("...h,...h->...", centred, centred) / v.shape[-1]
    r: Array = 1.0 / np.sqrt(variance + EPSILON)
    centred *= r[..., None]
    return centred, r[..., None]


def normalize_back(d: Array, normal: Array, r: Array) -> Array:
    """dL/dv (..., H) from d = dL/dLN(v), LN(v) and r as `normalize` made them.

    dv = r (d - mean d - LN(v) mean(d LN(v)))
    """
    along = np.einsum("...h,...h->...", d, normal)[..., None] / d.shape[-1]
    dv: Array = d - d.mean(axis=-1, keepdims=True)
    dv -= normal * along
    dv *= r
    return dv
