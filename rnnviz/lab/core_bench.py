"""Measures the core without a window: training steps on random symbols, and their products.

Shape letters: T time steps, B sequences, H hidden units, V symbols, G gates.
"""

from dataclasses import dataclass
from time import perf_counter

import numpy as np

from rnnviz.core.cells import REGISTRY as CELLS
from rnnviz.core.clipping import clip
from rnnviz.core.initializers import REGISTRY as INITIALIZERS
from rnnviz.core.network import Network
from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab.dropping import dropping
from rnnviz.lab.memory.memory_need import Shape, check_memory
from rnnviz.lab.settings import Settings

SYMBOLS = 65
"""V: as many as the sonnets' alphabet with capitals and punctuation has."""
WINDOWS = 8
"""Different windows of random symbols that the steps take in turn."""
LEARNING_RATE, THRESHOLD = 0.001, 5.0
SQUARE = 1024
"""Rows of the square product that a step's products are compared with."""
TURNS = 9
"""How often steps and square products take turns."""


@dataclass(frozen=True)
class Case:
    """What is trained: one layer of `hidden` units on `batch` sequences of `window` symbols."""

    cell: str
    hidden: int
    batch: int
    window: int

    @property
    def product_flops(self) -> int:
        """Useful floating-point operations that one step spends in matrix products.

        Forward, back and weight gradients of recurrence and readout: 6 T B (G H^2 + H V). The
        input's share counts nothing, because one-hot inputs only choose columns.
        """
        gates = len(CELLS[self.cell].gates)
        weights = gates * self.hidden**2 + self.hidden * SYMBOLS
        return 6 * self.window * self.batch * weights


def check_size(case: Case) -> None:
    """Refuse a case that the memory is not enough for."""
    settings = Settings().change(cell=case.cell, hidden=case.hidden)
    check_memory(settings, Shape(SYMBOLS, SYMBOLS, case.window, case.window, case.batch), "measure")


@dataclass(frozen=True)
class Measurement:
    """What one case reached; `product_share` is 1 for a step as fast as the square product."""

    cell: str
    hidden: int
    batch: int
    window: int
    steps_per_second: float
    chars_per_second: float
    product_share: float


class Training:
    """A network that learns random symbols, a step at a time; by default with norm clipping.

    That is one layer of the case's cell, unless another `network` is given.
    """

    def __init__(
        self,
        case: Case,
        optimizer: str = "adam",
        clipping: str = "norm",
        network: Network | None = None,
    ) -> None:
        rng = np.random.default_rng(0)
        self.network = network or Network(CELLS[case.cell](), SYMBOLS, case.hidden, SYMBOLS)
        if network is None:
            self.network.initialize(INITIALIZERS["pytorch"](), rng)
        self.optimizer = OPTIMIZERS[optimizer](self.network.flat.size, self.network.dtype)
        self.clipping = clipping
        self.state = self.network.zero_state(case.batch)
        shape = (WINDOWS, case.window + 1, case.batch)
        self._text = rng.integers(0, SYMBOLS, shape)
        self._steps = 0

    def step(self) -> float:
        """One window forward and back, clipped, and one update; returns the mean loss."""
        text = self._text[self._steps % WINDOWS]
        self._steps += 1
        network, drop = self.network, dropping(self.network, 0, self._steps)
        loss = network.loss_and_gradients(text[:-1], text[1:], self.state, drop)
        clip(network.flat_gradient, self.clipping, THRESHOLD)
        self.optimizer.update(network.flat, network.flat_gradient, LEARNING_RATE)
        return loss

    def seconds(self, steps: int) -> float:
        """How long that many steps take."""
        started = perf_counter()
        for _ in range(steps):
            self.step()
        return perf_counter() - started


class SquareProduct:
    """The large square float32 product that tells what this core can do."""

    def __init__(self) -> None:
        rng = np.random.default_rng(0)
        self._a, self._b = rng.standard_normal((2, SQUARE, SQUARE), np.float32)
        self._out = np.empty_like(self._a)

    def flops_per_second(self) -> float:
        """Floating-point operations per second of one product."""
        started = perf_counter()
        np.dot(self._a, self._b, out=self._out)
        return 2.0 * SQUARE**3 / (perf_counter() - started)


def measure(case: Case, seconds: float) -> Measurement:
    """Train for about `seconds`, the square product in turns with the steps.

    Rates are medians over the turns; the product's share is the median of each turn's own.
    """
    training, square = Training(case), SquareProduct()
    training.seconds(2)
    square.flops_per_second()
    a_turn = max(1, round(seconds / TURNS / training.seconds(1)))
    rates, shares = [], []
    for _ in range(TURNS):
        rate = a_turn / training.seconds(a_turn)
        rates.append(rate)
        shares.append(rate * case.product_flops / square.flops_per_second())
    per_second = float(np.median(rates))
    return Measurement(
        case.cell,
        case.hidden,
        case.batch,
        case.window,
        per_second,
        per_second * case.batch * case.window,
        float(np.median(shares)),
    )
