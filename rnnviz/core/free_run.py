"""Lets a network go on by itself where its outputs are what comes next: each is fed back to it."""

from __future__ import annotations

import numpy as np

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array


def free_run(network: Network, read: Array, steps: int) -> Array:
    """The outputs (steps, B, V) after reading inputs (n, B, V), n >= 1, from a zero state.

    y_1 follows the last input; y_{k+1} is what the network gives for the input y_k.
    """
    state = network.zero_state(read.shape[1])
    output = network.forward(read, state)[-1:].copy()
    written = [output]
    for _ in range(steps - 1):
        output = network.forward(output, state).copy()
        written.append(output)
    return np.concatenate(written)
