"""The steps of a layer with layer normalization: what stands in for a product with W_hh.

Shape letters: B sequences, H hidden units, G gates. A cell multiplies h_prev with W_hh and adds
that to W_ih x + b. Here the same call leaves gain LN(W_ih x + W_hh h_prev) in the place of the
product, and b in that of W_ih x: the sum is what the cell must go on with, and it knows nothing.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rnnviz.core.normalization import EPSILON
from rnnviz.core.numerics import Array
from rnnviz.core.step import BlockedStepGradient, StepCache, StepGradient

Multiply = Callable[[Array, Array, Array], Any]


class NormalizedProduct:
    """Where one step's product goes, and what it is normalized with.

    `a` are pairs of W_ih x (g, B, H) and its bias (g, 1, H), and the place of the same gates in
    the product; `gain` (G, 1, H) and the biases are in internal order, halved for a sigmoid.
    `normal` (G, B, H) and `r` (G, B) receive LN(v) and 1 / sqrt(var v + epsilon).
    """

    __slots__ = ("a", "gain", "means", "normal", "plain", "r", "recurrent")

    def __init__(self, saved: StepCache, gain: Array, normal: Array, r: Array) -> None:
        self.plain, self.recurrent = saved.product, saved.recurrent
        self.gain, self.normal, self.r = gain, normal, r
        self.a: list[tuple[Array, Array, Array]] = []
        H = gain.shape[-1]
        self.means: Array = np.full(H, 1.0 / H, gain.dtype)

    def also(self, saved: StepCache, gates: slice, bias: Array) -> None:
        """Normalize the input's share of these gates together with the product."""
        self.a.append((saved.a[gates], bias[gates], saved.recurrent[gates]))


def multiplied(plain: Multiply) -> Callable[[Array, Array, NormalizedProduct], None]:
    """The product of `Weights.multiply`, normalized."""

    def multiply(factor: Array, W: Array, step: NormalizedProduct) -> None:
        plain(factor, W, step.plain)
        v, normal, means = step.recurrent, step.normal, step.means
        for a, bias, product in step.a:
            np.add(product, a, product)
            np.copyto(a, bias)
        np.subtract(v, v.dot(means)[:, :, None], normal)
        r = np.einsum("gbh,gbh,h->gb", normal, normal, means)
        np.add(r, EPSILON, r)
        np.sqrt(r, r)
        np.divide(1.0, r, step.r)
        np.multiply(normal, step.r[:, :, None], normal)
        np.multiply(normal, step.gain, v)

    return multiply


class _Normalized(StepGradient):
    """A step's gradient that goes back through the norm before it goes back through W_hh.

    `normal` (n, G, H) and `r` (n, G, 1) are those of the step, n being the rows or 1, and `gain`
    (G, H), all in PyTorch's gate order; `added` (B, G, H) receives da where somebody wants it.
    Afterwards da is d L / d (W_ih x + W_hh h_prev).
    """

    __slots__ = ()
    normal: Array
    r: Array
    gain: Array
    means: Array
    added: Array | None

    def through_recurrence(self) -> None:
        """Da becomes dv; dh_prev += W_hh^T dv."""
        da, normal, means = self.da.transpose(1, 0, 2), self.normal, self.means
        if self.added is not None:
            np.copyto(self.added, da)
        np.multiply(da, self.gain, da)
        along = np.einsum("bgh,bgh,h->bg", da, normal, means)[:, :, None]
        np.subtract(da, da.dot(means)[:, :, None], da)
        np.subtract(da, normal * along, da)
        np.multiply(da, self.r, da)
        super().through_recurrence()


class NormalizedStepGradient(_Normalized):
    """With one product for W_hh."""

    __slots__ = ("added", "gain", "means", "normal", "r")


class NormalizedBlockedStepGradient(_Normalized, BlockedStepGradient):
    """With W_hh in blocks."""

    __slots__ = ("added", "gain", "means", "normal", "r")


def runs_without(gates: int, place: int | None) -> Sequence[slice]:
    """All places of gates but one, as slices."""
    if place is None:
        return (slice(0, gates),)
    return tuple(s for s in (slice(0, place), slice(place + 1, gates)) if s.start < s.stop)
