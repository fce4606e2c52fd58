"""The steps of a layer with layer normalization: what stands in for a product with W_hh.

Shape letters: B sequences, H hidden units, G gates. A cell multiplies h_prev with W_hh and adds
that to W_ih x + b. Here the same call leaves gain LN(W_ih x + W_hh h_prev) in the place of the
product, and in the place of W_ih x + b stands b alone: the sum is what the cell must go on with,
and it knows nothing of it.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from rnnviz.core.normalization import EPSILON
from rnnviz.core.numerics import Array
from rnnviz.core.step import BlockedStepGradient, StepCache, StepGradient


class Constants:
    """The numbers that norms over H units take, as arrays: NumPy converts others at every call."""

    __slots__ = ("H_epsilon", "means", "one_H", "root_H")

    def __init__(self, H: int, dtype: np.dtype[Any]) -> None:
        self.means: Array = np.full(H, 1.0 / H, dtype)
        self.one_H: Array = np.full((), 1.0 / H, dtype)
        self.root_H: Array = np.full((), np.sqrt(H), dtype)
        self.H_epsilon: Array = np.full((), H * EPSILON, dtype)


class NormalizedProduct:
    """Where one step's product goes, what is added to it, and what it is normalized with.

    `gain` (G, 1, H) is in internal order, halved for a sigmoid. `normal` (G, B, H) and `r` (G*B,)
    receive LN(v) and 1 / sqrt(var v + epsilon).
    """

    __slots__ = (
        "constants",
        "gain",
        "inputs",
        "mean",
        "mean_column",
        "normal",
        "normal_rows",
        "plain",
        "r",
        "r_column",
        "recurrent",
        "rows",
    )

    def __init__(
        self, saved: StepCache, gain: Array, normal: Array, r: Array, constants: Constants
    ) -> None:
        H = gain.shape[-1]
        self.plain, self.recurrent, self.constants = saved.product, saved.recurrent, constants
        self.rows: Array = saved.recurrent.reshape(-1, H)
        self.gain, self.normal, self.normal_rows = gain, normal, normal.reshape(-1, H)
        self.r, self.r_column = r, r[:, None]
        self.mean: Array = np.zeros_like(r)
        self.mean_column = self.mean[:, None]
        self.inputs: list[tuple[Array, Array]] = []

    def add(self, gates: slice, inputs: Array) -> None:
        """Normalize the input's share (G, B, H) of these gates together with the product."""
        self.inputs.append((self.recurrent[gates], inputs[gates]))


def multiplied(
    plain: Callable[[Array, Array, Array], Any],
) -> Callable[[Array, Array, NormalizedProduct], None]:
    """The product of `Weights.multiply`, normalized."""

    def multiply(factor: Array, W: Array, step: NormalizedProduct) -> None:
        plain(factor, W, step.plain)
        for product, inputs in step.inputs:
            np.add(product, inputs, product)
        normal, r, constants = step.normal_rows, step.r, step.constants
        step.rows.dot(constants.means, step.mean)
        np.subtract(step.rows, step.mean_column, normal)
        np.vecdot(normal, normal, r)
        np.add(r, constants.H_epsilon, r)
        np.sqrt(r, r)
        np.divide(constants.root_H, r, r)
        np.multiply(normal, step.r_column, normal)
        np.multiply(step.normal, step.gain, step.recurrent)

    return multiply


class NormalizedStepGradient(StepGradient):
    """A step's gradient that goes back through the norm before it goes back through W_hh.

    The cell writes da; `dv` (B, G, H), which `da_rows` are the rows of, is then
    d L / d (W_ih x + W_hh h_prev). Names with `each` are of one gate and sequence a row.
    """

    def norm_is(
        self, gain: Array, normal: Array, r: Array, dv: Array, scratch: Array, constants: Constants
    ) -> None:
        """Take the gain (G, H), LN(v) and room for dv (B, G, H), r (B, G), and scratch like dv."""
        H = gain.shape[-1]
        self.da_by_row: Array = self.da.transpose(1, 0, 2)
        self.gain, self.constants, self.dv = gain, constants, dv
        self.da_rows = dv.reshape(len(dv), -1)
        self.dv_each: Array = dv.reshape(-1, H)
        self.normal_each: Array = normal.reshape(-1, H)
        self.r_each: Array = r.reshape(-1, 1)
        self.scratch_each: Array = scratch.reshape(-1, H)

    def through_recurrence(self) -> None:
        """Write dv; dh_prev += W_hh^T dv."""
        dv, normal, scratch = self.dv_each, self.normal_each, self.scratch_each
        np.multiply(self.da_by_row, self.gain, self.dv)
        mean = dv.dot(self.constants.means)[:, None]
        along = np.vecdot(dv, normal)[:, None]
        np.multiply(along, self.constants.one_H, along)
        np.multiply(normal, along, scratch)
        np.add(scratch, mean, scratch)
        np.subtract(dv, scratch, dv)
        np.multiply(dv, self.r_each, dv)
        super().through_recurrence()


class NormalizedBlockedStepGradient(NormalizedStepGradient, BlockedStepGradient):
    """The same with W_hh in blocks."""

    def norm_is(
        self, gain: Array, normal: Array, r: Array, dv: Array, scratch: Array, constants: Constants
    ) -> None:
        """Take the same, and let what is multiplied with the blocks be dv."""
        super().norm_is(gain, normal, r, dv, scratch, constants)
        self.da_blocks = dv.transpose(1, 0, 2)[:, None]


def runs_without(gates: int, place: int | None) -> Sequence[slice]:
    """All places of gates but one, as slices."""
    if place is None:
        return (slice(0, gates),)
    return tuple(s for s in (slice(0, place), slice(place + 1, gates)) if s.start < s.stop)
