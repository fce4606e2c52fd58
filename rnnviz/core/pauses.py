"""Cuts long work into pieces, between which somebody may be asked whether it goes on.

Shape letters: N rows, K and M columns; B sequences, H hidden units, G gates.
"""

from collections.abc import Callable

import numpy as np

from rnnviz.core.numerics import Array

Ask = Callable[[float], None]
"""Called between two pieces of long work; what it raises ends the work there.

It is given the share that is done, from 0 to 1, or 0 where nobody knows.
"""

PIECE = 4_000_000_000
"""Multiplications of a piece: a tenth of a second of a core that makes 80 GFLOPS."""
COPIED_AT_ONCE = 20_000_000
"""Numbers that are copied in less than a tenth of a second."""
FEW_ROWS = 32
"""A product with fewer rows takes as long as this many: it waits for the matrix's memory."""
SLOW = PIECE // 100
"""Multiplications from which work is worth a question: about a millisecond."""


class Pauses:
    """Asks `ask`, where there is one; belongs to one network, whose long work all calls it."""

    __slots__ = ("ask", "share")

    def __init__(self, ask: Ask | None = None) -> None:
        self.ask = ask
        self.share = 0.0
        """How much is done of what is under way; who knows it writes it here, and 0 at the end."""

    def __call__(self) -> None:
        """A moment between two pieces of work."""
        if self.ask is not None:
            self.ask(self.share)


def step_work(B: int, G: int, H: int) -> int:
    """Multiplications that one time step takes the time of."""
    return max(B, FEW_ROWS) * G * H * H


def pieces_of(N: int, K: int, M: int) -> int:
    """Into how many pieces the product (N, K) x (K, M) is cut, so that none takes long."""
    return max(1, min(N, max(-(-N * K * M // PIECE), N * M // COPIED_AT_ONCE)))


def copy_in_pieces(source: Array, target: Array, pauses: Pauses) -> None:
    """Copy a flat array of any length."""
    for start in range(0, len(source), COPIED_AT_ONCE):
        pauses()
        part = slice(start, start + COPIED_AT_ONCE)
        target[part] = source[part]


def zero_in_pieces(array: Array, pauses: Pauses) -> None:
    """Write zeros to a flat array of any length."""
    for start in range(0, len(array), COPIED_AT_ONCE):
        pauses()
        array[start : start + COPIED_AT_ONCE] = 0.0


def product(A: Array, W: Array, out: Array, pieces: int, pauses: Pauses) -> None:
    """out (N, M) = A (N, K) W (K, M), made in so many pieces of rows."""
    if pieces == 1:
        np.dot(A, W, out=out)
        return
    height = -(-len(A) // pieces)
    for start in range(0, len(A), height):
        pauses()
        np.dot(A[start : start + height], W, out=out[start : start + height])
