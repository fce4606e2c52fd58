"""A network in the middle of a text: what every probe is given."""

import numpy as np
import pytest
from small_text import LETTERS, B, H, T

from rnnviz.core.cells import REGISTRY
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.network import Network
from rnnviz.probes.base import Sequence


@pytest.fixture(params=[*((cell, 2) for cell in REGISTRY), ("vanilla", 1), ("lstm", 1)], ids=str)
def network(request) -> Network:
    """An untrained network of every cell, in float64."""
    cell, layers = request.param
    V = len(LETTERS.vocabulary)
    made = Network(REGISTRY[cell](), V, H, V, layers, dtype=np.float64)
    made.initialize(INITIALIZERS["pytorch"](), np.random.default_rng(0))
    made.flat *= 2.0
    return made


@pytest.fixture
def sequence(network) -> Sequence:
    """A window in the middle of a text, its state nowhere zero."""
    rng, V = np.random.default_rng(1), len(LETTERS.vocabulary)
    state = network.zero_state(B)
    for array in state.arrays.values():
        array[...] = rng.uniform(-0.9, 0.9, array.shape)
    text = rng.integers(0, V, (T + 1, B))
    before = rng.integers(0, V, (3 * T, B))
    return Sequence(text[:-1], text[1:], state, LETTERS, before=before)
