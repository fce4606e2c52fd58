"""Lets a network read its own outputs in place of what truly came before, at some steps or all.

Shape letters: T time steps, B sequences, D inputs, V outputs.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.fed_back import FedBack
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array, softmax
from rnnviz.core.sampling import Reader
from rnnviz.core.state import State


class OwnOutputs:
    """Reads B sequences a step at a time, at some places what the network itself gave before.

    Source: Bengio et al. (2015), scheduled sampling. What is chosen is not differentiated.
    """

    def __init__(self, network: Network, B: int, back: FedBack) -> None:
        self._network, self._back = network, back
        self._reader = Reader(network, B)

    def read(
        self,
        inputs: NDArray[Any],
        own: NDArray[np.bool_],
        state: State,
        rng: np.random.Generator,
    ) -> NDArray[Any]:
        """What is read: `inputs`, and where `own` (T, B) says so what was given one step before.

        inputs (T, B) are symbols or (T, B, D) numbers; at the first step nothing was given yet.
        `state`, in which they begin, stays as it is.
        """
        network, reader, read = self._network, self._reader, inputs.copy()
        steps, B = own.shape
        slow = network.takes_long(steps, B)
        draws = rng.random((steps, B)) if self._back == "drawn" else None
        reader.begin(state)
        for t in range(1, steps):
            if slow:
                network.pauses()
            outputs, here = reader.read(read[t - 1]), own[t]
            if here.any():
                given = self._as_input(outputs, None if draws is None else draws[t])
                read[t, here] = given[here]
        return read

    def _as_input(self, outputs: Array, draws: NDArray[np.float64] | None) -> NDArray[Any]:
        """Outputs (B, V) as the network reads them: symbols (B,), or numbers."""
        if self._back == "number":
            return outputs
        if draws is None:
            likeliest: NDArray[np.intp] = outputs.argmax(axis=-1)
            return likeliest
        passed = softmax(outputs.astype(np.float64)).cumsum(axis=-1) <= draws[:, None]
        drawn: NDArray[np.intp] = np.minimum(passed.sum(axis=-1), outputs.shape[-1] - 1)
        return drawn


def freely(steps: int, B: int, first: int) -> NDArray[np.bool_]:
    """The places (T, B) of own outputs where all inputs from step `first` on are such."""
    own = np.zeros((steps, B), np.bool_)
    own[first:] = True
    return own
