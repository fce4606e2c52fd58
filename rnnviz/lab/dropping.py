"""What draws a step's dropout: nothing has to be kept for a run to go on exactly."""

import numpy as np

from rnnviz.core.network import Network

DROPPED = 1_685_221_232
"""What such a generator is for, beside the run's seed and the step."""


def dropping(network: Network, seed: int, step: int) -> np.random.Generator | None:
    """A generator of the seed and the step alone; None where nothing is left out."""
    if not network.architecture.connections.dropout:
        return None
    return np.random.default_rng([seed, step, DROPPED])
