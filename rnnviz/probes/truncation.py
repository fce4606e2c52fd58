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
MOST_STEPS, MOST_PRODUCTS = 4000, 3e8
"""Steps of all sequences together, and products of numbers in their recurrent layers, so that
nothing is held up: where there would be more, fewer sequences are followed, and at last fewer
windows, two at least."""
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
    recurrent layers' parameters alone: that of the readout is the same for all n. `frozen` says
    that the readout alone is learned.
    """

    window: int
    lengths: tuple[int, ...]
    missed: Array
    angles: Array
    recurrent: Array
    sequences: int
    finite: bool
    unit: str
    frozen: bool = False


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
        most = steps_at_most(network)
        some = sequence.first(max(1, min(SEQUENCES, most // (max(TIMES) * T))))
        before = some.before if some.before is not None else some.inputs[:0]
        B = some.inputs.shape[1]
        room = min(T + len(before), max(most // B, min(TIMES) * T))
        lengths = tuple(n * T for n in TIMES if n * T <= room)
        if not lengths:
            return NO_TEXT_BEFORE
        stretch = np.concatenate((before[len(before) - (lengths[-1] - T) :], some.inputs))
        gradients = gradients_back(network, stretch.astype(np.intp), some.targets, (T, *lengths))
        return compared(T, lengths, gradients, network, B, sequence.unit)


def steps_at_most(network: Network) -> int:
    """How many steps of all sequences together may be gone back over."""
    products = network.layers * len(network.cell.gates) * network.hidden**2
    return min(MOST_STEPS, int(MOST_PRODUCTS / products))


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
    *of_attention, dW, db = map(np.zeros_like, readout_of(network))
    readout.backward(dh[N - S :], (dW, db))
    unrolled.backward(None, *of_attention)
    of_readout = (*of_attention, dW, db)
    found = [
        np.concatenate([*_of_layers(unrolled, N - n), *map(np.ravel, of_readout)])
        for n in sorted(lengths, reverse=True)
    ]
    return found[::-1]


def _of_layers(unrolled: Unrolled, skipped: int) -> list[Array]:
    """What the steps after the first ones, the `skipped`, add to every layer's gradients.

    How the gradient reaches a step depends on later ones only: to cut it off before a step is
    to leave out what it and those before it add. Their share is set to zero, for good.
    """
    found: list[Array] = []
    for index, layer in enumerate(unrolled.layers):
        layer.leave_out(skipped)
        gradients: LayerParameters = layer.p.like()
        layer.parameter_gradients(gradients, unrolled.read_by(index))
        found += map(np.ravel, gradients.arrays.values())
    return found


def readout_of(network: Network) -> list[Array]:
    """The parameters that are no recurrent layer's, in the order of `network.flat`."""
    return [array for name, array in network.parameters.items() if not name.startswith("rnn.")]


def compared(
    T: int,
    lengths: tuple[int, ...],
    gradients: Several[Array],
    network: Network,
    sequences: int,
    unit: str,
) -> Truncation:
    """The first gradient, that of T steps, beside each of the others."""
    own, *others = gradients
    inner = len(own) - sum(array.size for array in readout_of(network))
    size, sizes = norm(own), np.array([norm(other) for other in others])
    inside = np.array([norm(other[:inner]) for other in others])
    # That of the readout is the same for all.
    apart = np.array([norm(own[:inner] - other[:inner]) for other in others])
    with np.errstate(invalid="ignore", divide="ignore"):
        missed, recurrent = (
            np.where(whole > 0.0, apart / whole, np.nan) for whole in (sizes, inside)
        )
    angles = [angle(size, *sides) for sides in zip(sizes, apart, strict=True)]
    finite = bool(np.isfinite([size, *sizes]).all())
    told = frozen(missed), frozen(np.array(angles)), frozen(recurrent)
    frozen_too = network.learns == "readout"
    return Truncation(T, lengths, *told, sequences, finite, unit, frozen_too)


def norm(gradient: Array) -> float:
    """The length of a gradient (P,), summed in float64 without a copy."""
    return math.sqrt(float(np.einsum("p,p->", gradient, gradient, dtype=np.float64)))


def angle(one: float, other: float, apart: float) -> float:
    """The angle in radians between two vectors of these lengths whose ends lie so far apart.

    Exact also for small angles (Kahan 2014, "Miscalculating Area and Angles of a Needle-like
    Triangle"); NaN where either length is zero or no number.
    """
    a, b, c = max(one, other), min(one, other), apart
    if not (b > 0.0 and math.isfinite(a)):
        return math.nan
    rest = c - (a - b) if b >= c else b - (a - c)
    top, bottom = ((a - b) + c) * rest, (a + (b + c)) * ((a - c) + b)
    return 2.0 * math.atan2(math.sqrt(max(top, 0.0)), math.sqrt(max(bottom, 0.0)))
