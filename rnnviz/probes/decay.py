"""How a loss's gradient shrinks with the distance it travels back, and its half-life."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.cells.base import Array
from rnnviz.core.network import Network
from rnnviz.probes.base import Probe, Sequence, frozen
from rnnviz.probes.triangle import GradientTriangle, TriangleProbe


@dataclass(frozen=True)
class Decay:
    """r(d) = mean over t of M[t, t-d] / M[t, t] for lags d = 0 .. T-1, with its quartiles.

    `mean`, `lower`, `median`, `upper` (T,); NaN where no loss reaches so far. The line
    ln r(d) = `intercept` + `slope` d is fitted by least squares over the lags where r is above
    zero; `half_life` = ln 2 / |slope| in steps, NaN without two such lags, infinite at slope 0.
    A positive slope means growth, and half_life is then the time of doubling.
    """

    lags: Array
    mean: Array
    lower: Array
    median: Array
    upper: Array
    slope: float
    intercept: float
    half_life: float
    words: str
    state: str
    layer: int
    stream: int


class DecayProbe(Probe):
    """Options: layer, stream, state, as the triangle's."""

    name = "decay"
    label = "Decay by lag"
    hint = "How much of a loss's gradient is left, lag by lag, and its half-life."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Decay` of one sequence of the window."""
        three = TriangleProbe().measure(network, sequence, options)
        assert isinstance(three, GradientTriangle)
        ratios = ratios_by_lag(three.norms)
        mean, lower, median, upper = statistics(ratios)
        slope, intercept = fit(mean)
        half_life = half_life_of(slope)
        unit = "characters" if three.symbols else "steps"
        return Decay(
            frozen(np.arange(len(mean), dtype=np.float64)),
            frozen(mean),
            frozen(lower),
            frozen(median),
            frozen(upper),
            slope,
            intercept,
            half_life,
            in_words(slope, half_life, len(mean), unit),
            three.state,
            three.layer,
            three.stream,
        )


def ratios_by_lag(M: Array) -> Array:
    """M[t, t-d] / M[t, t] as (T, T), row t, column d; NaN for d > t and where M[t, t] is zero."""
    T = len(M)
    t, d = np.tril_indices(T)
    ratios: Array = np.full((T, T), np.nan)
    own = np.diagonal(M).astype(np.float64)
    with np.errstate(invalid="ignore", divide="ignore"):
        ratios[t, d] = M[t, t - d] / np.where(own > 0.0, own, np.nan)[t]
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
    above = np.minimum(below + 1, np.maximum(counts - 1, 0))
    low, high = ordered[below, columns], ordered[above, columns]
    found: Array = np.where(low == high, low, low + (place - below) * (high - low))
    return found


def fit(r: Array) -> tuple[float, float]:
    """Slope and intercept of ln r(d) over d by least squares, where r is above zero and finite."""
    d = np.flatnonzero((r > 0.0) & np.isfinite(r))
    if len(d) < 2:
        return math.nan, math.nan
    logs, centre = np.log(r[d]), d.mean()
    slope = float((d - centre) @ (logs - logs.mean()) / ((d - centre) @ (d - centre)))
    return slope, float(logs.mean() - slope * centre)


def half_life_of(slope: float) -> float:
    """ln 2 / |slope| steps."""
    return math.inf if slope == 0.0 else math.log(2.0) / abs(slope)


def in_words(slope: float, half_life: float, T: int, unit: str) -> str:
    """What the fit says, in one sentence."""
    if math.isnan(slope):
        return "Too little of the gradient is left to say how fast it shrinks."
    many = f"{half_life:.1f}" if half_life < 100 else f"{half_life:.3g}"
    if half_life > T:
        return (
            f"Over these {T} {unit} the gradient hardly changes: fitted, it takes more than "
            f"{T} {unit} to {'double' if slope > 0 else 'halve'}."
        )
    if slope > 0:
        return f"The gradient doubles every {many} {unit} back: it grows on its way."
    return f"Half of the gradient is gone after every {many} {unit} back."
