"""How much of a loss's gradient is left, step by step into the past."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.cells.base import Array
from rnnviz.core.network import Network
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of

LAST, SUMMED = "last", "summed"
SEQUENCES = 8
"""So many sequences of a batch are followed; more would cost as much as a training step."""


@dataclass(frozen=True)
class GradientFlow:
    """||dL/dh_{T-d}|| by lag d = 0 .. T-1 and sequence: `norms` (T, B) and its quartiles (T,).

    B is at most SEQUENCES, the first ones of the batch.

    Lag 0 is the state that the last loss reads. Mode "last": L is the last loss alone. Mode
    "summed": L is the sum of the window's losses, whose curve hides vanishing. Each sequence's
    loss is its own, not divided by the batch; norms are taken before the median.
    """

    lags: Array
    norms: Array
    median: Array
    lower: Array
    upper: Array
    mode: str
    layer: int


class GradientFlowProbe(Probe):
    """Runs the window again and sends one loss, or all of them, back through it."""

    name = "gradient_flow"
    label = "Gradient by lag"
    hint = "Norm of d loss / d h into the past, from one loss or summed over losses."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`GradientFlow` of the window just trained on."""
        mode, layer = str(options.get("mode", LAST)), layer_of(network, options)
        norms = by_step(network, sequence.first(SEQUENCES), mode, layer)[:0:-1]
        with np.errstate(invalid="ignore"):
            lower, median, upper = np.percentile(norms, (25, 50, 75), axis=1)
        return GradientFlow(
            lags=frozen(np.arange(len(norms), dtype=np.float64)),
            norms=frozen(norms),
            median=frozen(median),
            lower=frozen(lower),
            upper=frozen(upper),
            mode=mode,
            layer=layer,
        )


def by_step(network: Network, sequence: Sequence, mode: str, layer: int) -> Array:
    """||dL/dh_k|| (T+1, B) for k = 0 .. T of one layer, k = 0 being the initial state.

    L is the last step's loss (mode "last") or the sum over steps (mode "summed").
    """
    dh = gradients_by_step(network, sequence, mode, layer)
    norms: Array = np.sqrt(np.einsum("tbh,tbh->tb", dh, dh))
    return norms


def gradients_by_step(network: Network, sequence: Sequence, mode: str, layer: int) -> Array:
    """dL/dh_k (T+1, B, H) of one layer, in the network's own precision."""
    T, B = sequence.inputs.shape[:2]
    unrolled, readout = network.unroll(T, B), network.readout(len(sequence.targets), B)
    unrolled.forward(sequence.inputs, sequence.state)
    readout.forward(unrolled.top[T - len(sequence.targets) :])
    readout.losses(sequence.targets)
    dh = unrolled.top_gradient()
    dh[...] = 0.0
    readout.backward(dh[T - len(sequence.targets) :])
    if mode == LAST:
        dh[:-1] = 0.0
    unrolled.backward(None)
    return unrolled.layers[layer].tape.dh
