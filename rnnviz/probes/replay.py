"""Runs a window or a phrase again in memory of its own, so that nothing of the training changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnnviz.core.bptt import Unrolled
from rnnviz.core.layer import Layer
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Sequence
from rnnviz.probes.phrase import codes_of

LONGEST_PHRASE = 2000
"""Symbols of a phrase that are read."""


@dataclass(frozen=True)
class Replay:
    """One sequence of a window after its forward pass, B = 1.

    `losses` (S,) are those of the last S steps, the ones with targets; `dh_losses` (T, F) is
    d L_t / d (what the readout reads), of the top layer's h_t without attention, zero where there
    is no loss.
    """

    unrolled: Unrolled
    losses: Array
    dh_losses: Array

    @property
    def scored(self) -> slice:
        """The steps that have a loss."""
        return slice(self.unrolled.T - len(self.losses), self.unrolled.T)


def replay(network: Network, sequence: Sequence, stream: int) -> Replay:
    """Run one sequence of the window again; its losses are its own, not divided by the batch."""
    T, S = len(sequence.inputs), len(sequence.targets)
    one = slice(stream, stream + 1)
    unrolled, readout = network.unroll(T, 1), network.readout(S, 1)
    unrolled.forward(sequence.inputs[:, one], sequence.state.some(one))
    readout.forward(unrolled.top[T - S :])
    losses = readout.exact_losses(sequence.targets[:, one])[:, 0].copy()
    dh: Array = np.zeros((T, 1, network.architecture.features), network.dtype)
    readout.backward(dh[T - S :])
    return Replay(unrolled, losses, dh[:, 0])


def stream_of(sequence: Sequence, options: Mapping[str, Any]) -> int:
    """The sequence of the batch asked for, by default the first; kept within what there is."""
    B = int(sequence.inputs.shape[1])
    return max(0, min(int(options.get("stream", 0)), B - 1))


def symbols_of(sequence: Sequence, stream: int) -> tuple[str, ...]:
    """What one sequence reads, symbol by symbol; empty where the inputs are numbers."""
    if sequence.inputs.ndim != 2:
        return ()
    try:
        return tuple(sequence.coding.decode(sequence.inputs[:, stream]))
    except IndexError:  # a drawn task's symbols have no letters
        return ()


def is_finite(layer: Layer) -> bool:
    """Whether all states of a layer are finite; if not, its slopes mean nothing.

    A ReLU's slope [h > 0] would be 0, a number, even where h is NaN. A state that begins at
    minus infinity may be there before the first step.
    """
    states = zip(layer.cell.states, layer.tape.states.values(), strict=True)
    return all(
        bool(np.isfinite(values[1:]).all())
        and bool((np.isfinite(values[0]) | (values[0] == state.start)).all())
        for state, values in states
    )


def of_shown(layer: Layer, state: str, gradients: Array) -> Array:
    """Gradients (T+1, n, H) of a state, n being 1 or B: of a c that is shown as c / n, n dL/dc.

    That is the gradient of c / n, which does not depend on the scale that c and n share.
    """
    over = layer.cell.divisor(state)
    found: Array = gradients * layer.tape.states[over] if over else gradients
    return found


def passage(network: Network, sequence: Sequence, options: Mapping[str, Any]) -> Unrolled | str:
    """The states over the phrase in `options` (B = 1, from zero) or, without one, the window.

    A sentence if the phrase cannot be read.
    """
    phrase = str(options.get("phrase", ""))[:LONGEST_PHRASE]
    if not phrase:
        unrolled = network.unroll(*sequence.inputs.shape[:2])
        unrolled.forward(sequence.inputs, sequence.state)
        return unrolled
    codes = codes_of(sequence.coding, phrase)
    if isinstance(codes, str):
        return codes
    unrolled = network.unroll(len(codes), 1)
    unrolled.forward(codes[:, None], network.zero_state(1))
    return unrolled
