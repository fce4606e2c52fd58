"""How much every pair (loss, step) contributes to the update of W_hh, with its sign."""

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
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of, no_recurrent_weights
from rnnviz.probes.replay import Replay, replay, stream_of, symbols_of


@dataclass(frozen=True)
class Shares:
    """Signed shares of one sequence's gradient dW of W_hh: `shares` S (T, T), row t, column k.

    dL_t/dW_hh at step k is the outer product of da[t, k] (gradient of the recurrent
    pre-activations) and h_{k-1}; S[t, k] is its component along dW, divided by ||dW||_F:
        S[t, k] = da[t, k]^T dW h_{k-1} / ||dW||_F^2
    All shares sum to one; `total` is the sum found. `by_lag` (T,) are the sums over t - k = d.
    `absolute` = sum of |S|: above one, contributions cancel. dW is the gradient before clipping.
    `frozen` says that W_hh is not learned. Only the last `losses` of the rows have a loss where
    targets are fewer than inputs. `stream`, `batch` and `unit` are those of `GradientTriangle`.
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


class SharesProbe(Probe):
    """Options: layer, stream (a sequence of the batch)."""

    name = "shares"
    label = "Shares of the update"
    hint = "What each loss, at each step back, contributes to the gradient of W_hh."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Shares`, or a sentence: there is no W_hh, or its gradient is zero."""
        if reason := no_recurrent_weights(network):
            return reason
        layer, stream = layer_of(network, options), stream_of(sequence, options)
        S = signed_shares(replay(network, sequence, stream), layer)
        if S is None:
            return "The gradient of W_hh is exactly zero: there is nothing to share out."
        return Shares(
            frozen(S),
            frozen(by_lag(S)),
            float(S.sum()),
            float(np.abs(S).sum()),
            symbols_of(sequence, stream),
            layer,
            stream,
            len(sequence.targets),
            int(sequence.inputs.shape[1]),
            sequence.unit,
            network.learns == "readout",
        )


def signed_shares(found: Replay, layer: int) -> Array | None:
    """S (T, T) in float64, zero for k > t; None where dW is zero, which has no shares.

    dW comes from an ordinary backward pass, so that the sum of the shares is a true check.
    """
    unrolled = found.unrolled
    dW = recurrent_gradient(found, layer).astype(np.float64)
    size = float(np.linalg.norm(dW))
    if size == 0.0:
        return None
    h_prev = unrolled.layers[layer].tape.h[:-1, 0]
    along = (h_prev @ (dW / size).T).astype(found.dh_losses.dtype)  # (T, G*H)
    S: Array = np.zeros((unrolled.T, unrolled.T))

    def watch(index: int, k: int, losses: slice, flow: StepGradient) -> None:
        if index == layer:
            S[losses, k] = flow.da_rows @ along[k]

    per_loss_gradients(unrolled, found.dh_losses, watch=watch)
    S /= size
    return S


def recurrent_gradient(found: Replay, layer: int) -> Array:
    """d (sum of losses) / d W_hh (G*H, H) of one layer, by one ordinary backward pass."""
    found.unrolled.top_gradient()[:, 0] = found.dh_losses
    gradients = own_gradients(found.unrolled)
    found.unrolled.backward(gradients)
    return gradients[layer].W_hh


def own_gradients(unrolled: Unrolled) -> list[LayerParameters]:
    """New arrays for every layer's gradients: the network's own are the training's."""
    return [layer.p.like() for layer in unrolled.layers]


def by_lag(S: Array) -> Array:
    """Sums (T,) over all t and k with t - k = d, d = 0 .. T-1."""
    return np.array([np.trace(S, -d) for d in range(len(S))])
