"""Every loss's gradient with respect to every hidden state, exact for all lags."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.per_loss import per_loss_gradients
from rnnviz.probes.base import Probe, Sequence, frozen, layers_of, state_of
from rnnviz.probes.replay import Replay, of_shown, replay, stream_of, symbols_of
from rnnviz.probes.time_order import BEFORE, pairs, reached, states_in_time

EXACT_SQUARES = (1e-20, 1e30)
"""Between these a float32 sum of squares has neither underflowed nor overflowed."""


@dataclass(frozen=True)
class Triangle:
    """`losses` (S,) and for each state, by its letter, `gradients` (T+1, T, H), or 2H of both.

    Those of h have dL_t/dh_k at [k, t], in one direction zero for t < k - 1. Index k = 0 is the
    state that the layer begins with and k = t + 1 the state that loss t reads, by time. Those of
    an LSTM's c are all of dL_t/dc_k, what runs through h_k included, and of an sLSTM's n dL_t/dc_k,
    those of c / n. `output` is the letter of the state that the layer above reads.
    Only the last S of T steps have a loss where targets are fewer than inputs.
    """

    losses: Array
    gradients: Mapping[str, Array]
    output: str = "h"

    @property
    def dh(self) -> Array:
        """The gradients with respect to the state that the layer above reads."""
        return self.gradients[self.output]

    @property
    def norms(self) -> Array:
        """M (T, T): row t, column k, the norm of d L_t / d h_k; h_k is the state after step k."""
        return triangle_norms(self.dh)

    @property
    def by_step(self) -> Array:
        """(T,): the norm of d L_T / d h_k, the last loss alone."""
        return norms(self.dh[1:, -1])

    @property
    def by_step_sum(self) -> Array:
        """(T,): the norm of d (sum of all losses) / d h_k, which hides vanishing."""
        return norms(summed(self.dh)[1:])


@dataclass(frozen=True)
class GradientTriangle:
    """M (T, T) of a layer: `norms[t, k]` = ||d L_t / d h_k||, zero where a loss reaches no state.

    `reach` says which states it reaches, by time: those up to its own, k <= t, and of two
    `directions` perhaps those from it on, or all. With `both` it is of a level, h_k being the
    states of its two layers side by side, and `layer` the first of them.
    `state` is the state's letter, or what is shown of it, "c / n". A norm below `floor`, the
    smallest number that the network's precision holds in full, is exactly zero. `symbols` (T,) are
    the inputs, `losses` (S,) in nats belong to the last S rows. `residual` is the largest relative
    difference, over k, between the sum of all rows' gradients and an ordinary backward pass;
    `by_step_sum` (T,) are its norms.
    Of the `batch` it is the sequence `stream`, counted from 0; lags are counted in `unit`,
    "characters" or "steps".
    """

    norms: Array
    losses: Array
    by_step_sum: Array
    symbols: tuple[str, ...]
    residual: float
    floor: float
    state: str
    layer: int
    stream: int
    batch: int = 1
    unit: str = "steps"
    reach: str = BEFORE
    directions: int = 1
    both: bool = False

    @property
    def log10(self) -> Array:
        """log10 of the norms: -inf where exactly zero, NaN where a loss reaches no state."""
        with np.errstate(divide="ignore", invalid="ignore"):
            logs: Array = np.log10(self.norms)
        logs[~pairs(len(logs), self.reach)] = np.nan
        return logs


class TriangleProbe(Probe):
    """Options: layer (or both of a level), stream (a sequence of the batch), state (else h)."""

    name = "triangle"
    label = "Gradient triangle"
    hint = "Norm of d loss_t / d h_k for every pair of steps, checked against ordinary BPTT."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`GradientTriangle` of one sequence of the window."""
        layers, stream = layers_of(network, options), stream_of(sequence, options)
        found = replay(network, sequence, stream)
        three = _triangle(found, layers)
        state = state_of(network, options)
        gradients, reach = three.gradients[state], reached(network.architecture, layers)
        sums, floor = summed(gradients), float(np.finfo(network.dtype).tiny)
        return GradientTriangle(
            frozen(above(triangle_norms(gradients, reach), floor)),
            frozen(found.losses),
            frozen(norms(sums[1:])),
            symbols_of(sequence, stream),
            residual(sums, ordinary_gradients(found, layers, state)),
            floor,
            network.cell.shown_as(state),
            layers[0],
            stream,
            int(sequence.inputs.shape[1]),
            sequence.unit,
            reach,
            network.architecture.directions,
            len(layers) > 1,
        )


def triangle(
    network: Network, sequence: Sequence, layer: int | None = None, stream: int = 0
) -> Triangle:
    """The triangle of one layer (default the top one) for one of the sequences."""
    one = network.architecture.top if layer is None else layer
    return _triangle(replay(network, sequence, stream), (one,))


def _triangle(found: Replay, layers: tuple[int, ...]) -> Triangle:
    gradients = per_loss_gradients(found.unrolled, found.dh_losses)
    own = {
        name: _side_by_side(found, layers, name, [of_all[layer] for layer in layers])
        for name, of_all in gradients.items()
    }
    return Triangle(found.losses, own, found.unrolled.cell.output)


def ordinary_gradients(found: Replay, layers: tuple[int, ...], state: str = "h") -> Array:
    """d (sum of losses) / d h_k or d c_k (T+1, H) by one ordinary backward pass, by time."""
    found.unrolled.top_gradient()[:, 0] = found.dh_losses
    found.unrolled.backward(None)
    own = [found.unrolled.layers[layer].tape.gradients[state] for layer in layers]
    return _side_by_side(found, layers, state, own)[:, 0]


def _side_by_side(
    found: Replay, layers: tuple[int, ...], state: str, gradients: list[Array]
) -> Array:
    """The gradients (T+1, n, H) of what is shown of a state of some layers, by time (.., 2H)."""
    each = [
        states_in_time(of, of_shown(of, state, own))
        for of, own in zip((found.unrolled.layers[n] for n in layers), gradients, strict=True)
    ]
    return each[0] if len(each) == 1 else np.concatenate(each, axis=2)


def summed(gradients: Array) -> Array:
    """The sum over losses (K, H) of gradients (K, T, H): ordinary BPTT, to rounding."""
    every_loss: Array = np.ones(gradients.shape[1], gradients.dtype)
    return every_loss @ gradients


def residual(sums: Array, ordinary: Array) -> float:
    """The largest ||sum - ordinary|| / ||ordinary|| over steps k; 0 where both are zero."""
    difference, size = norms(sums - ordinary), norms(ordinary)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = np.where(difference == 0.0, 0.0, difference / size)
    return float(ratios.max())


def triangle_norms(gradients: Array, reach: str = BEFORE) -> Array:
    """M (T, T), row t, column k, of gradients (T+1, T, H) whose index 0 is the initial state."""
    return norms(gradients[1:], where=pairs(gradients.shape[1], reach).T).T


def norms(x: Array, where: NDArray[np.bool] | bool = True) -> Array:
    """Euclidean norms (...) of x (..., H), right down to the precision's smallest number.

    Where squares leave float32's range a row is scaled and squared in float64. Rows outside the
    mask `where` (...) are known to be zero.
    """
    squares: Array = np.einsum("...h,...h->...", x, x)
    low, high = EXACT_SQUARES
    unsure = where & ~((low < squares) & (squares < high))
    found: Array = np.sqrt(squares)
    if unsure.any():
        found[unsure] = _scaled_norms(x[unsure])
    return found


def _scaled_norms(rows: Array) -> Array:
    """Norms (n,) of rows (n, H), in float64, without an underflow or overflow of squares."""
    size = np.abs(rows).max(axis=1).astype(np.float64)
    scale = np.where((size > 0.0) & (size < np.inf), size, 1.0)
    scaled = rows / scale[:, None]
    with np.errstate(over="ignore", invalid="ignore"):
        found: Array = scale * np.sqrt(np.einsum("nh,nh->n", scaled, scaled))
    return found


def above(values: Array, floor: float) -> Array:
    """The values, those below `floor` made zero: what is left of them is rounding."""
    values[values < floor] = 0.0
    return values
