"""What the readout says at every step of a passage, and what is true there."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.bptt import Unrolled
from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.probes.base import Sequence
from rnnviz.probes.passage import Passage


def read_out(network: Network, unrolled: Unrolled, passage: Passage) -> tuple[Array, Array]:
    """Probabilities, or the outputs themselves, (T, V), and the losses (T,), NaN without one."""
    T, scored = unrolled.T, passage.scored
    readout, some = network.readout(T, 1), slice(scored.start, scored.stop)
    targets = np.zeros((T, *passage.targets.shape[1:]), passage.targets.dtype)
    targets[some] = passage.targets
    outputs: Array = readout.forward(unrolled.top)[:, 0].copy()
    losses: Array = np.full(T, np.nan, network.dtype)
    losses[some] = readout.exact_losses(targets)[some, 0]
    if network.loss == "cross_entropy":
        outputs = readout.probabilities[:, 0]
    return outputs, losses


def targets_of(passage: Passage, T: int) -> NDArray[Any]:
    """The targets of all T steps, -1 or NaN where there is none."""
    targets = passage.targets[:, 0]
    found: NDArray[Any] = np.full(T, -1, np.intp)
    if targets.ndim > 1:
        found = np.full((T, *targets.shape[1:]), np.nan, targets.dtype)
    found[passage.scored.start : passage.scored.stop] = targets
    return found


def alphabet_of(sequence: Sequence, V: int) -> tuple[str, ...]:
    """How each of V symbols is written: as a character of the text, else as its number."""
    if sequence.reads_text:
        letters = tuple(sequence.coding.decode(np.arange(V)))
        if len(letters) == V:
            return letters
    return tuple(str(code) for code in range(V))
