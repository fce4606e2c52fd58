"""Looks for the likeliest continuation of a text: the best few beginnings go on at every step.

Shape letters: S steps, W beams (the width), V symbols.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.network import Network
from rnnviz.core.numerics import Array, log_softmax
from rnnviz.core.sampling import NoDistributionError, Reader
from rnnviz.core.state import State
from rnnviz.core.symbols import Symbols


@dataclass(frozen=True)
class Beams:
    """The beginnings that were kept at every step, the likeliest first.

    Number w of step s ends with `symbols[s, w]`, goes on from number `parents[s, w]` of the step
    before (0 at the first one) and has the logarithm `scores[s, w]` of its probability, in nats:
    the sum of log p of all its symbols, given the prime. All are (S, W); where there are fewer
    than W beginnings the scores are -inf.
    """

    symbols: NDArray[np.intp]
    parents: NDArray[np.intp]
    scores: NDArray[np.float64]

    @property
    def alive(self) -> NDArray[np.bool_]:
        """Where there is a beginning, (S, W)."""
        return np.isfinite(self.scores)

    @property
    def lasting(self) -> NDArray[np.bool_]:
        """Which beginnings (S, W) one of those at the end goes on from."""
        kept = np.zeros(self.scores.shape, bool)
        kept[-1] = self.alive[-1]
        for s in range(len(kept) - 1, 0, -1):
            kept[s - 1, self.parents[s, kept[s]]] = True
        return kept

    def path(self, step: int, number: int) -> list[int]:
        """The numbers (step + 1,) of the beginnings that one of a step goes on from, and its own.

        `symbols[range(step + 1), path]` is what is written on it.
        """
        numbers = [number]
        for s in range(step, 0, -1):
            numbers.append(int(self.parents[s, numbers[-1]]))
        return numbers[::-1]

    def written(self, number: int) -> NDArray[np.intp]:
        """All symbols (S,) of one that was kept to the end."""
        steps = len(self.symbols)
        found: NDArray[np.intp] = self.symbols[range(steps), self.path(steps - 1, number)]
        return found


def beam_search(
    network: Network, prime: Symbols, width: int, length: int, never: int | None = None
) -> Beams:
    """The `width` likeliest continuations that can be found, of `length` symbols after `prime`.

    Of the continuations of all that was kept by any one symbol, the likeliest `width` are kept.
    With a width of 1 that is greedy; with V^length nothing is ever given up and the best is found.
    `never` is a symbol that is not to be written. Raises ValueError for an empty prime and
    NoDistributionError where a logit is NaN or infinite.
    """
    if len(prime) == 0:
        raise ValueError("a network must read at least one symbol before it writes")
    reader = Reader(network, width)
    logits, symbols, parents, scores = _read(network, prime, reader.state), [], [], []
    score: NDArray[np.float64] = np.full(width, -np.inf)
    score[0] = 0.0  # at first there is one beginning: nothing
    for _ in range(length):
        candidates = score[:, None] + _log_p(logits, score, never)
        V = candidates.shape[1]
        best = np.argsort(-candidates, axis=None, kind="stable")[:width]
        parent, symbol = best // V, best % V
        score = candidates[parent, symbol]
        symbols.append(symbol)
        parents.append(parent)
        scores.append(score)
        for array in reader.state.arrays.values():
            array[...] = array[:, parent]
        logits = reader.read(symbol)
    return Beams(_rows(symbols, width), _rows(parents, width), np.reshape(scores, (-1, width)))


def log_probability(network: Network, prime: Symbols, written: Symbols) -> float:
    """log p of symbols (n,), n >= 0, that follow a prime, in nats: as `Beams.scores`."""
    if len(written) == 0:
        return 0.0
    text = np.concatenate((prime, written[:-1])).astype(np.intp)
    unrolled = network.unroll(len(text), 1)
    unrolled.forward(text[:, None], network.zero_state(1))
    logits = network.readout(len(written), 1).forward(unrolled.top[-len(written) :])[:, 0]
    return float(log_softmax(logits)[range(len(written)), written].sum())


def _read(network: Network, prime: Symbols, state: State) -> Array:
    """Read the prime once; every row of `state` is the one after it, logits (W, V) the same."""
    unrolled, one = network.unroll(len(prime), 1), network.zero_state(1)
    unrolled.forward(np.asarray(prime, np.intp)[:, None], one)
    unrolled.final_state(one)
    state.take(one)
    logits = network.readout(1, 1).forward(unrolled.top[-1:])[0]
    width = next(iter(state.arrays.values())).shape[1]
    return np.repeat(logits, width, axis=0)


def _log_p(logits: Array, score: NDArray[np.float64], never: int | None) -> NDArray[np.float64]:
    """log p (W, V) of what follows every beginning; of none -inf."""
    alive = np.isfinite(score)
    if not np.isfinite(logits[alive]).all():
        raise NoDistributionError("a logit is no finite number")
    log_p = log_softmax(logits)
    log_p[~alive] = -np.inf
    if never is not None:
        log_p[:, never] = -np.inf
    return log_p


def _rows(steps: Sequence[NDArray[Any]], width: int) -> NDArray[np.intp]:
    return np.array(steps, np.intp).reshape(-1, width)
