"""How much of a loss's gradient is left, step by step into the past."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.bptt import Unrolled
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen, layer_of
from rnnviz.probes.time_order import BEFORE, reached, states_in_time
from rnnviz.probes.triangle import above, norms

LAST, SUMMED = "last", "summed"
SEQUENCES = 8
"""So many sequences of a batch are followed; more would cost as much as a training step."""


@dataclass(frozen=True)
class GradientFlow:
    """||dL/dh_{T-d}|| by lag d = 0 .. T-1 and sequence: `norms` (T, B) and its quartiles (T,).

    B is at most SEQUENCES, the first ones of the batch.

    Lag 0 is the state that the last loss reads. Mode "last": L is the last loss alone. Mode
    "summed": L is the sum of the window's `losses`, whose curve hides vanishing where there are
    several. Each sequence's loss is its own, not divided by the batch; norms are taken before the
    median. `reach` says which states of the layer a loss reaches, by time, and `directions` in how
    many the network reads.
    """

    lags: Array
    norms: Array
    median: Array
    lower: Array
    upper: Array
    mode: str
    layer: int
    losses: int = 0
    reach: str = BEFORE
    directions: int = 1


class GradientFlowProbe(Probe):
    """Runs the window again and sends one loss, or all of them, back through it."""

    name = "gradient_flow"
    label = "Gradient by lag"
    hint = "Norm of d loss / d h into the past, from one loss or summed over losses."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`GradientFlow` of the window just trained on."""
        mode, layer = str(options.get("mode", LAST)), layer_of(network, options)
        found = by_step(network, sequence.first(SEQUENCES), mode, layer)[:0:-1]
        lower, median, upper = quartiles(found)
        return GradientFlow(
            lags=frozen(np.arange(len(found), dtype=np.float64)),
            norms=frozen(found),
            median=frozen(median),
            lower=frozen(lower),
            upper=frozen(upper),
            mode=mode,
            layer=layer,
            losses=len(sequence.targets),
            reach=reached(network.architecture, (layer,)),
            directions=network.architecture.directions,
        )


def quartiles(found: Array) -> tuple[Array, Array, Array]:
    """Lower quartile, median and upper quartile (T,) of norms (T, B); of one sequence itself."""
    if found.shape[1] == 1:
        return found[:, 0], found[:, 0], found[:, 0]
    with np.errstate(invalid="ignore"):
        lower, median, upper = np.percentile(found, (25, 50, 75), axis=1)
    return lower, median, upper


def by_step(network: Network, sequence: Sequence, mode: str, layer: int) -> Array:
    """||dL/dh_k|| (T+1, B) for k = 0 .. T of one layer, k = 0 being the initial state.

    L is the last step's loss (mode "last") or the sum over steps (mode "summed"). As in the
    triangle a norm below the smallest number that the precision holds in full is zero.
    """
    dh = gradients_by_step(network, sequence, mode, layer)
    return above(norms(dh), float(np.finfo(network.dtype).tiny))


def gradients_by_step(network: Network, sequence: Sequence, mode: str, layer: int) -> Array:
    """dL/dh_k (T+1, B, H) of one layer by time, in the network's own precision."""
    of = backward_pass(network, sequence, mode).layers[layer]
    return states_in_time(of, of.tape.dh)


def backward_pass(network: Network, sequence: Sequence, mode: str) -> Unrolled:
    """The window run again, and L (see `by_step`) sent back through all of its layers."""
    T, B = sequence.inputs.shape[:2]
    unrolled, readout = network.spare(T, B), network.readout(len(sequence.targets), B)
    unrolled.forward(sequence.inputs, sequence.state)
    readout.forward(unrolled.top[T - len(sequence.targets) :])
    readout.exact_losses(sequence.targets)
    dh = unrolled.top_gradient()
    dh[...] = 0.0
    readout.backward(dh[T - len(sequence.targets) :])
    if mode == LAST:
        dh[:-1] = 0.0
    unrolled.backward(None)
    return unrolled
