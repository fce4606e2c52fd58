"""How a loss's gradient shrinks with the distance it travels back, and its half-life."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.architecture import reads_from_end
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of, state_of
from rnnviz.probes.gradient_flow import LAST, SEQUENCES, backward_pass
from rnnviz.probes.replay import of_shown, stream_of
from rnnviz.probes.time_order import BEFORE, by_distance, reached, states_in_time
from rnnviz.probes.triangle import above, norms, triangle, triangle_norms

STRAIGHT = 0.97
"""The share of the variance of ln r(d) that a line must explain to be called a half-life."""
FEWEST_LAGS = 4
"""Lags that a line must fit: two always lie on one, and three nearly so."""


@dataclass(frozen=True)
class FittedLine:
    """ln r(d) = `intercept` + `slope` d, which explains the share `explained` (R^2) of ln r.

    It is fitted to so many `lags`.
    """

    slope: float
    intercept: float
    explained: float
    lags: int = 0

    @property
    def half_life(self) -> float:
        """ln 2 / |slope| steps, infinite at slope 0; NaN of a line that explains too little."""
        if not self.explained >= STRAIGHT or self.lags < FEWEST_LAGS:
            return math.nan
        return math.inf if self.slope == 0.0 else math.log(2.0) / abs(self.slope)


@dataclass(frozen=True)
class Decay:
    """r(d) = mean of M[t, t-d] / M[t, t] for lags d = 0 .. T-1, with its quartiles.

    Of a layer that reads from the end they are those of M[t, t+d], `ahead`, where its earlier
    states lie in its own order; with one loss, the last, those behind are all that there is.
    `reach` says which states of the layer a loss reaches, `directions` in how many layers read.
    They are taken over the `losses` t of one sequence, `stream`. A sequence that has only one
    loss has no quartiles: there they are taken over `sequences`, the first of the `batch`.
    `mean`, `lower`, `median`, `upper` (T,); NaN where no loss reaches so far. The line
    ln r(d) = `intercept` + `slope` d is fitted by least squares over the lags where r is above
    zero. `half_life` = ln 2 / |slope| in steps, infinite at slope 0; NaN with fewer than four
    such lags (`FEWEST_LAGS`), as with two any line fits, and where r is not exponential, that is
    where the line's R^2 is below 0.97 (`STRAIGHT`).
    A positive slope means growth, and half_life is then the time of doubling. `finite` says
    whether all gradients are numbers; lags are counted in `unit`, "characters" or "steps".
    """

    lags: Array
    mean: Array
    lower: Array
    median: Array
    upper: Array
    slope: float
    intercept: float
    half_life: float
    state: str
    layer: int
    stream: int
    losses: int
    sequences: int = 1
    batch: int = 1
    finite: bool = True
    unit: str = "steps"
    ahead: bool = False
    reach: str = BEFORE
    directions: int = 1


class DecayProbe(Probe):
    """Options: layer, stream, state, as the triangle's."""

    name = "decay"
    label = "Decay by lag"
    hint = "How much of a loss's gradient is left, lag by lag, and its half-life."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Decay` of one sequence of the window or, with one loss each, of several."""
        layer, stream = layer_of(network, options), stream_of(sequence, options)
        state = state_of(network, options)
        losses = len(sequence.targets)
        directions = network.architecture.directions
        ahead = losses > 1 and reads_from_end(layer, directions)
        if losses == 1:
            left = last_loss_norms(network, sequence.first(SEQUENCES), layer, state)
            ratios, stream = shares_left(left, left[:, 0]), 0
        else:
            left = loss_norms(network, sequence, layer, state, stream)
            ratios = ratios_by_lag(left, ahead)
        mean, lower, median, upper = statistics(ratios)
        line, finite = fit(mean), bool(np.isfinite(left).all())
        return Decay(
            frozen(np.arange(len(mean), dtype=np.float64)),
            frozen(mean),
            frozen(lower),
            frozen(median),
            frozen(upper),
            line.slope,
            line.intercept,
            line.half_life if finite else math.nan,
            network.cell.shown_as(state),
            layer,
            stream,
            losses,
            len(left) if losses == 1 else 1,
            int(sequence.inputs.shape[1]),
            finite,
            sequence.unit,
            ahead,
            reached(network.architecture, (layer,)),
            directions,
        )


def loss_norms(network: Network, sequence: Sequence, layer: int, state: str, stream: int) -> Array:
    """M (T, T) of one sequence, as `GradientTriangle.norms`."""
    gradients = triangle(network, sequence, layer, stream).gradients[state]
    found = triangle_norms(gradients, reached(network.architecture, (layer,)))
    return above(found, float(np.finfo(network.dtype).tiny))


def last_loss_norms(network: Network, sequence: Sequence, layer: int, state: str) -> Array:
    """The norms (B, T) of d L_T / d h_{T-d}, or c, for lags d = 0 .. T-1 of every sequence."""
    of = backward_pass(network, sequence, LAST).layers[layer]
    gradients = states_in_time(of, of_shown(of, state, of.tape.gradients[state]))
    return above(norms(gradients[:0:-1]), float(np.finfo(network.dtype).tiny)).T


def ratios_by_lag(M: Array, ahead: bool = False) -> Array:
    """M[t, t-d] / M[t, t] as (T, T), row t, column d; NaN for d > t and where M[t, t] is zero.

    With `ahead` it is M[t, t+d] / M[t, t].
    """
    return shares_left(by_distance(M, ahead), np.diagonal(M))


def shares_left(by_lag: Array, own: Array) -> Array:
    """Norms (n, T) by lag over those at lag 0, `own` (n,); NaN where that is zero."""
    whole = np.where(own > 0.0, own, np.nan).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        ratios: Array = by_lag / whole[:, None]
    return ratios


def statistics(ratios: Array) -> tuple[Array, Array, Array, Array]:
    """Mean, lower quartile, median, upper quartile (T,) of every column's numbers; NaN for none."""
    ordered = np.sort(ratios, axis=0)  # NaN last
    counts = (~np.isnan(ordered)).sum(axis=0)
    with np.errstate(invalid="ignore", over="ignore"):
        mean: Array = np.nansum(ratios, axis=0) / np.where(counts > 0, counts, np.nan)
        lower, median, upper = (_quantile(ordered, counts, q) for q in (0.25, 0.5, 0.75))
    return mean, lower, median, upper


def _quantile(ordered: Array, counts: NDArray[np.integer[Any]], q: float) -> Array:
    """The quantile q (T,) of the first `counts` rows of every ordered column, interpolated."""
    place = q * np.maximum(counts - 1, 0)
    below, columns = place.astype(np.intp), np.arange(ordered.shape[1])
    above_it = np.minimum(below + 1, np.maximum(counts - 1, 0))
    low, high = ordered[below, columns], ordered[above_it, columns]
    found: Array = np.where(low == high, low, low + (place - below) * (high - low))
    return found


def fit(r: Array) -> FittedLine:
    """The line through ln r(d) by least squares, over the d where r is above zero and finite."""
    d = np.flatnonzero((r > 0.0) & np.isfinite(r))
    if len(d) < 2:
        return FittedLine(math.nan, math.nan, math.nan)
    logs, lags = np.log(r[d]) - np.log(r[d]).mean(), d - d.mean()
    slope, variance = float(lags @ logs / (lags @ lags)), float(logs @ logs)
    missed = logs - slope * lags
    explained = 1.0 - float(missed @ missed) / variance if variance > 0.0 else 1.0
    intercept = float(np.log(r[d]).mean() - slope * d.mean())
    return FittedLine(slope, intercept, explained, len(d))
