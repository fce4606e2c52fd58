"""What a window cuts off: its gradient beside that which goes farther back over the same text."""

import math
from collections.abc import Mapping
from collections.abc import Sequence as Several
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.bptt import Unrolled
from rnnviz.core.layer import LayerParameters
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Probe, Sequence, frozen
from rnnviz.probes.gradient_flow import SEQUENCES

TIMES = (2, 4, 8)
"""The longer gradients go back over so many windows."""
MOST_STEPS = 4000
"""Steps of all sequences together, so that nothing is held up: where windows are long, fewer
sequences are followed, and at last fewer windows."""
DRAWN_WHOLE = "Nothing is cut off: each sequence is learned from as a whole."
FROM_ZEROS = "Nothing is cut off: every window begins with a state of zeros."
NO_TEXT_BEFORE = "Too little text stands before this window to go back any farther."


@dataclass(frozen=True)
class Truncation:
    """How far the gradient g_T of a window of T steps is from those over longer stretches, g_n.

    All are of the same losses, those of the window, along the same states, which the longest
    stretch leads up to from zeros; they differ only in how far back they go. `lengths` (N,) are
    the n = 2T, 4T, 8T for which there is text; `missed` (N,) = ||g_T - g_n|| / ||g_n|| over all
    parameters, `angles` (N,) between the two in radians; `recurrent` (N,) is what is missed of the
    recurrent layers' parameters alone: that of the readout is the same for all n.
    """

    window: int
    lengths: tuple[int, ...]
    missed: Array
    angles: Array
    recurrent: Array
    sequences: int
    finite: bool
    unit: str


class TruncationProbe(Probe):
    """No options: it is about all parameters, of the first sequences of the batch."""

    name = "truncation"
    label = "Truncation"
    hint = "How far the gradient of the window is from one that goes farther back."

    def measure(self, network: Network, sequence: Sequence, options: Mapping[str, Any]) -> object:
        """`Truncation`, or why there is nothing to compare with."""
        if sequence.before is None:
            return FROM_ZEROS if sequence.reads_text else DRAWN_WHOLE
        T = len(sequence.inputs)
        some = sequence.first(max(1, min(SEQUENCES, MOST_STEPS // (max(TIMES) * T))))
        before = some.before if some.before is not None else some.inputs[:0]
        B = some.inputs.shape[1]
        room = min(T + len(before), max(MOST_STEPS // B, min(TIMES) * T))
        lengths = tuple(n * T for n in TIMES if n * T <= room)
        if not lengths:
            return NO_TEXT_BEFORE
        stretch = np.concatenate((before[len(before) - (lengths[-1] - T) :], some.inputs))
        gradients = gradients_back(network, stretch.astype(np.intp), some.targets, (T, *lengths))
        return compared(T, lengths, gradients, network, B, sequence.unit)


def gradients_back(
    network: Network, inputs: Array, targets: Array, lengths: Several[int]
) -> list[Array]:
    """The gradients (P,) of the losses at the last steps of symbols (N, B), from zeros on.

    One for each of the `lengths`, rising: how many of the last steps it goes back over.
    The losses are summed over the sequences. Parameters are in the order of `network.flat`.
    """
    N, B = inputs.shape[:2]
    S, unrolled = len(targets), network.spare(N, B)
    readout = network.readout(S, B)
    unrolled.forward(inputs, network.zero_state(B))
    readout.forward(unrolled.top[N - S :])
    readout.exact_losses(targets)
    dh = unrolled.top_gradient()
    dh[...] = 0.0
    of_readout = _readout_like(network)
    readout.backward(dh[N - S :], of_readout)
    unrolled.backward(None)
    found = [
        np.concatenate([*_of_layers(unrolled, inputs, N - n), *map(np.ravel, of_readout)])
        for n in sorted(lengths, reverse=True)
    ]
    return found[::-1]


def _of_layers(unrolled: Unrolled, inputs: Array, skipped: int) -> list[Array]:
    """What the steps after the first ones, the `skipped`, add to every layer's gradients.

    How the gradient reaches a step depends on later ones only: to cut it off before a step is
    to leave out what it and those before it add. Their share is set to zero, for good.
    """
    found: list[Array] = []
    for index, layer in enumerate(unrolled.layers):
        layer.tape.da[:skipped] = 0.0
        layer.tape.da_own[:skipped] = 0.0
        gradients: LayerParameters = layer.p.like()
        x = inputs if index == 0 else unrolled.layers[index - 1].tape.h[1:]
        layer.parameter_gradients(gradients, x)
        found += map(np.ravel, gradients.arrays.values())
    return found


def _readout_like(network: Network) -> tuple[Array, Array]:
    W, b = (network.parameters[f"decoder.{name}"] for name in ("weight", "bias"))
    return np.zeros_like(W), np.zeros_like(b)


def compared(
    T: int,
    lengths: tuple[int, ...],
    gradients: Several[Array],
    network: Network,
    sequences: int,
    unit: str,
) -> Truncation:
    """The first gradient, that of T steps, beside each of the others."""
    own, *others = (gradient.astype(np.float64) for gradient in gradients)
    readout = sum(network.parameters[f"decoder.{name}"].size for name in ("weight", "bias"))
    inner = slice(0, len(own) - readout)
    return Truncation(
        T,
        lengths,
        frozen(np.array([difference(own, other) for other in others])),
        frozen(np.array([angle(own, other) for other in others])),
        frozen(np.array([difference(own[inner], other[inner]) for other in others])),
        sequences,
        all(bool(np.isfinite(gradient).all()) for gradient in (own, *others)),
        unit,
    )


def difference(short: Array, long: Array) -> float:
    """||short - long|| / ||long||; NaN of a long one that is zero."""
    size = float(np.linalg.norm(long))
    return float(np.linalg.norm(short - long)) / size if size > 0.0 else math.nan


def angle(short: Array, long: Array) -> float:
    """The angle between two vectors in radians, exact for small ones; NaN if either is zero.

    2 atan2(||u - v||, ||u + v||) of the unit vectors u, v (Kahan 2006).
    """
    sizes = float(np.linalg.norm(short)), float(np.linalg.norm(long))
    if not min(sizes) > 0.0:
        return math.nan
    u, v = short / sizes[0], long / sizes[1]
    return 2.0 * math.atan2(float(np.linalg.norm(u - v)), float(np.linalg.norm(u + v)))
