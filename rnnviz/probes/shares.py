"""How much every pair (loss, step) contributes to the update of W_hh, with its sign."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.bptt import Unrolled
from rnnviz.core.layer import LayerParameters
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.per_loss import per_loss_gradients
from rnnviz.core.step import StepGradient
from rnnviz.probes.base import Probe, Sequence, frozen, layers_of, no_recurrent_weights
from rnnviz.probes.replay import Replay, replay, stream_of, symbols_of
from rnnviz.probes.time_order import BEFORE, reached


@dataclass(frozen=True)
class Shares:
    """Signed shares of one sequence's gradient dW of W_hh: `shares` S (T, T), row t, column k.

    dL_t/dW_hh at step k is the outer product of da[t, k] (gradient of the recurrent
    pre-activations) and h_{k-1}; S[t, k] is its component along dW, divided by ||dW||_F:
        S[t, k] = da[t, k]^T dW h_{k-1} / ||dW||_F^2
    All shares sum to one; `total` is the sum found. `by_lag` (T,) are the sums over |t - k| = d.
    In a layer that reads from the end the step before k is k + 1. With `both` dW is that of the
    two W_hh of a level together, and S the sum of both.
    `absolute` = sum of |S|: above one, contributions cancel. dW is the gradient before clipping.
    `frozen` says that W_hh is not learned. Only the last `losses` of the rows have a loss where
    targets are fewer than inputs. `stream`, `batch`, `unit` and what is left are those of
    `GradientTriangle`.
    """

    shares: Array
    by_lag: Array
    total: float
    absolute: float
    symbols: tuple[str, ...]
    layer: int
    stream: int
    losses: int
    batch: int = 1
    unit: str = "steps"
    frozen: bool = False
    reach: str = BEFORE
    directions: int = 1
    both: bool = False


class SharesProbe(Probe):
    """Options: layer (or both of a level), stream (a sequence of the batch)."""

    name = "shares"
    label = "Shares of the update"
    hint = "What each loss, at each step back, contributes to the gradient of W_hh."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Shares`, or a sentence: there is no W_hh, or its gradient is zero."""
        if reason := no_recurrent_weights(network):
            return reason
        layers, stream = layers_of(network, options), stream_of(sequence, options)
        S = signed_shares(replay(network, sequence, stream), layers)
        if S is None:
            return "The gradient of W_hh is exactly zero: there is nothing to share out."
        return Shares(
            frozen(S),
            frozen(by_lag(S)),
            float(S.sum()),
            float(np.abs(S).sum()),
            symbols_of(sequence, stream),
            layers[0],
            stream,
            len(sequence.targets),
            int(sequence.inputs.shape[1]),
            sequence.unit,
            network.learns == "readout",
            reached(network.architecture, layers),
            network.architecture.directions,
            len(layers) > 1,
        )


def signed_shares(found: Replay, layers: tuple[int, ...]) -> Array | None:
    """S (T, T) in float64, zero where a loss reaches no state; None where dW is zero.

    dW comes from an ordinary backward pass, so that the sum of the shares is a true check.
    """
    unrolled = found.unrolled
    gradients = recurrent_gradients(found)
    dW = {layer: gradients[layer].W_hh.astype(np.float64) for layer in layers}
    size = math.hypot(*(float(np.linalg.norm(one)) for one in dW.values()))
    if size == 0.0:
        return None
    along, dtype = {}, found.dh_losses.dtype
    for layer, one in dW.items():
        h_prev = unrolled.layers[layer].tape.h[:-1, 0]
        along[layer] = (h_prev @ (one / size).T).astype(dtype)  # (T, G*H)
    S: Array = np.zeros((unrolled.T, unrolled.T))

    def watch(index: int, step: int, losses: slice, flow: StepGradient) -> None:
        if index in along:
            k = unrolled.T - 1 - step if unrolled.layers[index].reverse else step
            S[losses, k] += flow.da_rows @ along[index][step]

    per_loss_gradients(unrolled, found.dh_losses, watch=watch)
    S /= size
    return S


def recurrent_gradients(found: Replay) -> list[LayerParameters]:
    """d (sum of losses) / d every layer's parameters, by one ordinary backward pass."""
    found.unrolled.top_gradient()[:, 0] = found.dh_losses
    gradients = own_gradients(found.unrolled)
    found.unrolled.backward(gradients)
    return gradients


def own_gradients(unrolled: Unrolled) -> list[LayerParameters]:
    """New arrays for every layer's gradients: the network's own are the training's."""
    return [layer.p.like() for layer in unrolled.layers]


def by_lag(S: Array) -> Array:
    """Sums (T,) over all t and k with |t - k| = d, d = 0 .. T-1."""
    return np.array([np.trace(S, -d) + (np.trace(S, d) if d else 0.0) for d in range(len(S))])
