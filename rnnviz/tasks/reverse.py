"""The task of reversing a word: it is read letter by letter, then written from its end."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array
from rnnviz.declare import Declaration
from rnnviz.tasks.shape import DELAYED
from rnnviz.tasks.task import Baseline, Batch, Example, Task

ALPHABET = "abcdefghijklmnopqrstuvwxyz"
SIGN = len(ALPHABET)
SIGNS = ALPHABET + "|"


class Reverse(Task):
    """w_1 ... w_T, a sign, w_T ... w_2 are read; w_T ... w_1 are to be written from the sign on.

    inputs (2T, B) symbols 0 to 25 and 26, the sign; targets (T, B). While it writes, the network
    reads the letter that should have been written before; when it is judged, the one that it did
    write. Letters are drawn out of the first `letters` of the alphabet, each as likely as another,
    so that guessing has a cross-entropy of ln `letters`.
    """

    name = "reverse"
    label = "Reverse the word"
    hint = "Read a word of random letters and a sign, then write the word backwards."
    inputs = len(SIGNS)
    outputs = len(ALPHABET)
    signs = SIGNS
    loss = "cross_entropy"
    measure = "accuracy"
    shape = DELAYED
    sees_future = False
    fed_back = "likeliest"
    options = (
        Declaration(
            "length", "Length", 5, "Letters of a word (T).",
            "int", low=2, high=1000, log=True, unit="letters", effect="new network",
        ),
        Declaration(
            "letters", "Letters", len(ALPHABET), "So many letters of the alphabet occur in words.",
            "int", low=2, high=len(ALPHABET), effect="new network",
        ),
    )  # fmt: skip

    def steps(self, T: int) -> int:
        """The word twice: the sign stands in the place of the last letter written."""
        return 2 * T

    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Every letter with equal chances, independent of the others."""
        word = rng.integers(0, int(self.values["letters"]), (self.length(T), B))
        written = np.ascontiguousarray(word[::-1])
        return Batch(np.concatenate([word, np.full((1, B), SIGN), written[:-1]]), written)

    def baseline(self, T: int) -> Baseline:
        """Guessing."""
        letters = self.values["letters"]
        return Baseline("chance", 1 / letters, math.log(letters))

    def solved_at(self, T: int) -> float:
        """97 % of the letters right."""
        return 0.97

    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """The word and its sign, and it backwards."""
        read = len(batch.inputs) - len(batch.targets) + 1
        return Example(
            _written(batch.inputs[:read, index]),
            _written(batch.targets[:, index]),
            _written(outputs[:, index].argmax(axis=-1)),
        )


def _written(codes: NDArray[np.intp]) -> str:
    return "".join(SIGNS[code] for code in codes)
