"""Networks whose gradients PyTorch's autograd has computed, and how near ours must come."""

from pathlib import Path

import numpy as np

from rnnviz.core.cells import REGISTRY
from rnnviz.core.network import Network
from rnnviz.core.state import State
from rnnviz.probes.base import Sequence
from rnnviz.probes.jacobians import step_jacobians

STORED = np.load(Path(__file__).with_name("vectors") / "gradients.npz")
CASES = sorted({tuple(name.split("/")[:2]) for name in STORED.files})
STREAM = 1  # the stored sequence stands second in a batch of two


V = 7  # of every stored network


class Letters:
    """Writes symbol 0 as a, 1 as b, and so on; reads the same, and all else as one of them."""

    def encode(self, text):
        return np.array([(ord(letter) - ord("a")) % V for letter in text], np.intp)

    def decode(self, codes):
        return "".join(chr(ord("a") + int(code)) for code in codes)


class Stored:
    """The network, window and expected arrays of one case."""

    def __init__(self, case):
        self.prefix = "/".join(case)
        self.layers = int(case[1])
        kind, _, activation = case[0].partition("-")
        cell = REGISTRY[kind](**({"activation": activation} if activation else {}))
        self.has_c = cell.has_c
        V, H = self["decoder.weight"].shape
        self.network = Network(cell, V, H, V, self.layers, dtype=np.float64)
        for name, parameter in self.network.parameters.items():
            parameter[...] = self[name]
        self.sequence = Sequence(
            beside_another(self["inputs"][:, None]),
            beside_another(self["targets"][:, None]),
            State(**{name: beside_another(self[f"{name}0"][:, None]) for name in cell.state_names}),
            Letters(),
        )

    def __getitem__(self, name):
        return STORED[f"{self.prefix}/{name}"]


def beside_another(one):
    """The sequence (n, 1, ...) as the second of two (n, 2, ...)."""
    return np.concatenate((one[::-1], one), axis=1)


def assert_close(found, expected, relative=1e-9):
    """Every entry to `relative` of itself, entries near zero to 1e-14 of the largest."""
    largest = float(np.abs(expected).max())
    np.testing.assert_allclose(found, expected, rtol=relative, atol=1e-14 * largest)


def same_numbers(found, expected):
    """The largest distance between two sets of complex numbers, paired by nearness."""
    left, worst = list(expected), 0.0
    assert len(found) == len(left)
    for value in found:
        nearest = min(range(len(left)), key=lambda index: abs(left[index] - value))
        worst = max(worst, abs(left.pop(nearest) - value))
    return worst


def jacobian_product(layer):
    """J_{T-1} ... J_0 divided by 10 ** scale, and that scale, which grows with every factor."""
    product, scale = 1.0, 0.0
    for t in range(layer.tape.T - 1, -1, -1):
        (J,) = step_jacobians(layer, [t])
        product = product @ J if scale or np.ndim(product) else J
        largest = float(np.abs(product).max())
        product, scale = product / largest, scale + np.log10(largest)
    return product, scale
