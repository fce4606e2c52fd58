"""Softmax, losses and norms as pure functions on arrays."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.floating[Any]]
Integers = NDArray[np.integer[Any]]

SMALLEST_SUM = 1e-6
"""A row whose exponentials sum to less than this gets its own shift instead of the shared one."""

CERTAIN = 0.5
"""Where the other symbols have less than this together, their sum is what is exact."""

SMALLEST_SQUARE = 1e-30
"""A squared norm below this may have lost terms to float32's underflow."""


def softmax(logits: Array, out: Array | None = None) -> Array:
    """Probabilities over the last axis of `logits` (..., V).

    p_i = exp(z_i - max z) / sum_j exp(z_j - max z)

    `out` may be `logits` itself; without it a new array is made.
    """
    out = np.subtract(logits, logits.max(axis=-1, keepdims=True), out=out)
    np.exp(out, out=out)
    out /= out.sum(axis=-1, keepdims=True)
    return out


def log_softmax(logits: Array) -> NDArray[np.float64]:
    """log softmax of `logits` (..., V) over the last axis, in float64.

    log p_i = z_i - max z - log(sum_j exp(z_j - max z))

    It is finite also where p underflows to 0.
    """
    z: NDArray[np.float64] = np.array(logits, np.float64)
    z -= z.max(axis=-1, keepdims=True)
    z -= np.log(np.exp(z).sum(axis=-1, keepdims=True))
    return z


def cross_entropy(
    logits: Array, targets: Integers, weight: float, probabilities_out: Array, losses_out: Array
) -> None:
    """Softmax cross-entropy in nats and its gradient, which replaces the logits.

    p = softmax(z);  losses_n = -log p[n, y_n];  dz = weight (p - onehot(y))

    `logits` (N, V) become d (weight * sum of losses) / d logits; `targets` y (N,) in 0..V-1;
    `probabilities_out` p (N, V); `losses_out` (N,). -log p is log(sum exp z) - z_y, so that it
    stays finite where p underflows to 0. Logits that are not finite give losses that are not.
    """
    z, p, losses = logits, probabilities_out, losses_out
    shift, sums = _exponentials(z, p)
    flat = z.reshape(-1)
    chosen = np.arange(0, flat.size, z.shape[1])
    chosen += targets
    z_y = flat.take(chosen)
    z_y -= shift
    np.log(sums, out=losses)
    losses -= z_y
    p /= sums[:, None]
    np.multiply(p, weight, out=z)
    flat[chosen] -= weight


def without_cancelling(dz: Array, losses: Array, targets: Integers) -> None:
    """Make gradients dz = p - onehot(y) (N, V) and losses (N,) exact where y is nearly certain.

    p_y - 1 = -(sum of the other p);  -log p_y = -log(1 - sum of the other p)

    In float32 p_y - 1 is a multiple of 6e-8, which is all that is left of it for a p_y near 1.
    The other probabilities are small there, and each of them is known to seven digits.
    """
    flat = dz.reshape(-1)
    chosen = np.arange(0, flat.size, dz.shape[1]) + targets
    flat[chosen] = 0.0
    others: Array = np.einsum("nv->n", dz)
    flat[chosen] = -others
    np.log1p(-others, out=losses, where=others < CERTAIN)
    np.negative(losses, out=losses, where=others < CERTAIN)


def _exponentials(z: Array, out: Array) -> tuple[Array, Array]:
    """Write exp(z - shift) to `out` (N, V); return the shift (), or (N,), and the row sums (N,).

    One shift for all rows is the largest logit of all: a row's own maximum costs more than all
    the rest for small V, and is needed only where a row lies far below the largest logit.
    """
    shift: Array = np.maximum.reduce(z, axis=None)
    np.subtract(z, shift, out)
    np.exp(out, out)
    sums: Array = np.einsum("nv->n", out)
    if np.minimum.reduce(sums) < SMALLEST_SUM:
        shift = z.max(axis=1)
        np.subtract(z, shift[:, None], out=out)
        np.exp(out, out=out)
        sums = np.einsum("nv->n", out)
    return shift, sums


def squared_error(outputs: Array, targets: Array, weight: float, losses_out: Array) -> None:
    """Mean squared error and its gradient, which replaces the outputs.

    losses_n = mean_k (y[n, k] - t[n, k])^2;  dy = weight * 2 (y - t) / K

    `outputs` y (N, K) become d (weight * sum of losses) / d outputs; `targets` t (N, K);
    `losses_out` (N,).
    """
    K = outputs.shape[1]
    np.subtract(outputs, targets, out=outputs)
    np.einsum("nk,nk->n", outputs, outputs, out=losses_out)
    losses_out /= K
    outputs *= 2.0 * weight / K


def global_norm(flat: Array) -> float:
    """The Euclidean norm of all elements together.

    ||g|| = sqrt(sum g_i^2), by way of m ||g / m|| with m = max |g_i| where a square would
    overflow or underflow. Infinite or NaN elements give an infinite or NaN norm.
    """
    square = float(np.vdot(flat, flat))  # unlike dot, vdot overflows without a warning
    if SMALLEST_SQUARE <= square < math.inf:
        return math.sqrt(square)
    m = float(np.abs(flat).max(initial=0.0))
    if m == 0.0 or not math.isfinite(m):
        return m
    scaled = flat.astype(np.float64) / m
    return m * math.sqrt(float(np.vdot(scaled, scaled)))


def bits(nats: float) -> float:
    """Bits of a loss in nats: nats / ln 2."""
    return nats / math.log(2.0)


def perplexity(nats: float) -> float:
    """The number of equally likely symbols that would cost this loss: e^nats."""
    try:
        return math.exp(nats)
    except OverflowError:
        return math.inf
