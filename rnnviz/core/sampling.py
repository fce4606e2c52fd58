"""Lets a network write: one character at a time, each fed back as the next input."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array
from rnnviz.core.state import State
from rnnviz.core.symbols import Symbols


class NoDistributionError(ArithmeticError):
    """Logits that are no finite numbers say nothing about what comes next."""


def sample(
    network: Network,
    prime: NDArray[np.integer[Any]],
    length: int,
    rng: np.random.Generator,
    temperature: float = 1.0,
    top_k: int | None = None,
    proceed: Callable[[float], bool] | None = None,
    never: int | None = None,
) -> NDArray[np.intp]:
    """Write `length` symbols after reading `prime` (n,), n >= 1, from a zero state.

        p = softmax(logits / temperature), over the `top_k` largest logits where that is given,
            and without the symbol that is `never` to be written

    Returns the written symbols (length,) without the prime. `proceed` is asked before every symbol
    that is read, with the share of them read so far; where it says False the text ends too early.
    Raises ValueError for an empty prime, NoDistributionError where a logit is NaN or infinite.
    """
    if len(prime) == 0:
        raise ValueError("a network must read at least one symbol before it writes")
    proceed = proceed or _always
    reader, before = Reader(network), len(prime) - 1
    steps = max(before + length, 1)
    for place in range(before):
        if not proceed(place / steps):
            return np.empty(0, np.intp)
        reader.read(int(prime[place]))
    written = np.empty(length, np.intp)
    symbol = int(prime[-1])
    draws = rng.random(length)
    for place in range(length):
        if not proceed((before + place) / steps):
            return written[:place]
        logits = reader.read(symbol)[0]
        symbol = choose(shares(logits, temperature, top_k, never), float(draws[place]))
        written[place] = symbol
    return written


def _always(share: float) -> bool:
    return True


class Reader:
    """A network that reads one step of B sequences at a time; its weights are read only once."""

    def __init__(self, network: Network, B: int = 1) -> None:
        self.state: State = network.zero_state(B)
        self._unrolled = network.unroll(1, B)
        self._readout = network.readout(1, B)
        self._unrolled.read_weights()
        self._symbols = np.zeros((1, B), np.intp)

    def begin(self, state: State) -> None:
        """Go on from `state`, which stays as it is, with the weights as they are now."""
        self.state.take(state)
        self._unrolled.read_weights()

    def read(self, inputs: Symbols | Array | int) -> Array:
        """The outputs (B, V) for what follows `inputs`: symbols (B,), or numbers (B, D)."""
        if isinstance(inputs, np.ndarray) and inputs.ndim == 2:
            self._unrolled.run(inputs[None], self.state)
        else:
            self._symbols[0] = inputs
            self._unrolled.run(self._symbols, self.state)
        self._unrolled.final_state(self.state)
        outputs: Array = self._readout.forward(self._unrolled.top)[0]
        return outputs


def shares(
    logits: Array, temperature: float = 1.0, top_k: int | None = None, never: int | None = None
) -> NDArray[np.float64]:
    """What `sample` draws by, (V,) from logits (V,): probabilities but for a common factor.

    p = exp((z - max z) / temperature), 0 outside the `top_k` largest and where it is `never`.
    Raises NoDistributionError where the largest logit is NaN or infinite.
    """
    scaled = logits.astype(np.float64) / temperature
    if never is not None:
        scaled[never] = -np.inf
    highest = scaled.max()  # NaN if any logit is
    if not math.isfinite(highest):
        raise NoDistributionError("the largest logit is no finite number")
    scaled -= highest
    p: NDArray[np.float64] = np.exp(scaled)
    if top_k is not None and top_k < len(p):
        p[p < np.partition(p, -top_k)[-top_k]] = 0.0
    return p


def distribution(
    logits: Array, temperature: float = 1.0, top_k: int | None = None, never: int | None = None
) -> NDArray[np.float64]:
    """The probabilities (V,) with which `sample` draws, from logits (V,): see `shares`."""
    p = shares(logits, temperature, top_k, never)
    p /= p.sum()
    return p


def choose(p: NDArray[np.float64], draw: float) -> int:
    """The symbol at which the cumulated share of p (V,) passes `draw` in [0, 1)."""
    cumulated = p.cumsum()
    return min(int(cumulated.searchsorted(draw * cumulated[-1], side="right")), len(p) - 1)
