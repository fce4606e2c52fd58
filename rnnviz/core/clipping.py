"""Limits a gradient before the optimizer sees it, and says what that changed."""

import math
from typing import NamedTuple

import numpy as np

from rnnviz.core.numerics import Array, global_norm

MODES = ("none", "norm", "value")
USUAL_THRESHOLDS = {"norm": 100.0, "value": 5.0}
"""Above what a text's gradients exceed in one step of a hundred (25 losses summed, README, "The
defaults"), and what the classic scripts cut each number at."""


class Clipped(NamedTuple):
    """What clipping found and did.

    `norm_before`: the global norm of the raw gradient; `clipped`: whether the threshold acted;
    `factor`: norm after / norm before; `angle`: radians between the raw and the clipped
    gradient, None where it was not asked for.
    """

    norm_before: float
    clipped: bool
    factor: float
    angle: float | None


def clip(flat_gradient: Array, mode: str, threshold: float, angle: bool = False) -> Clipped:
    """Clip the gradient of all parameters together, in place.

    "norm":  g <- g * threshold / ||g||  if ||g|| >= threshold; keeps the direction
             (Pascanu, Mikolov, Bengio 2013, algorithm 1)
    "value": g_i <- min(max(g_i, -threshold), threshold); changes the direction
    "none":  only measures

    A gradient whose norm is not finite is reported and left as it is: no factor would mend it.
    `angle` asks for the angle, which costs a copy where clipping by value acts.
    Raises ValueError for an unknown mode or a threshold that is not above 0.
    """
    if mode not in MODES:
        raise ValueError(f"clipping mode {mode!r} is none of {', '.join(MODES)}")
    norm = global_norm(flat_gradient)
    if mode != "none" and not threshold > 0:
        raise ValueError(f"the clipping threshold must be above 0, not {threshold}")
    if mode == "norm" and threshold <= norm < math.inf:
        factor = threshold / norm
        flat_gradient *= factor
        return Clipped(norm, True, factor, 0.0 if angle else None)
    if mode == "value" and threshold < norm < math.inf and _exceeds(flat_gradient, threshold):
        return _clip_by_value(flat_gradient, norm, threshold, angle)
    return Clipped(norm, False, 1.0, 0.0 if angle else None)


def _exceeds(g: Array, threshold: float) -> bool:
    return bool(np.maximum.reduce(g) > threshold or np.minimum.reduce(g) < -threshold)


def _clip_by_value(g: Array, norm: float, threshold: float, angle: bool) -> Clipped:
    raw = g.copy() if angle else None
    np.maximum(g, -threshold, out=g)
    np.minimum(g, threshold, out=g)
    after = global_norm(g)
    between = None if raw is None else _angle(raw, norm, g, after)
    return Clipped(norm, True, after / norm, between)


def _angle(a: Array, a_norm: float, b: Array, b_norm: float) -> float:
    """Radians between two vectors: 2 atan2(||u - v||, ||u + v||) of their unit vectors u, v.

    The arc cosine of u . v would lose half of the digits of a small angle.
    """
    u = a.astype(np.float64) / a_norm
    v = b.astype(np.float64) / b_norm
    return 2.0 * math.atan2(global_norm(u - v), global_norm(u + v))
