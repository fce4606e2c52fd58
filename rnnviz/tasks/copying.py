"""The task of copying: ten symbols, a long wait, and the ten symbols again."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array
from rnnviz.declare import Declaration
from rnnviz.tasks.shape import DELAYED
from rnnviz.tasks.task import Baseline, Batch, Example, Task

COPIED = 10
SYMBOLS = 8
BLANK = SYMBOLS
DELIMITER = SYMBOLS + 1
SIGNS = "abcdefgh-|"


class Copying(Task):
    """10 symbols out of 8, T-1 blanks, a delimiter, 10 blanks; reproduce the 10 at the end.

    inputs (T+20, B) symbols 0 to 7, 8 the blank, 9 the delimiter; targets (T+20, B): T+10 blanks,
    then the 10 symbols. Without memory the blanks are known and the symbols guessed: a mean
    cross-entropy of 10 ln 8 / (T + 20). The score counts the 10 symbols only; blanks are easy.

    Source: Hochreiter and Schmidhuber (1997), in the form of Arjovsky et al. (2016).
    """

    name = "copying"
    label = "Copying"
    hint = "Ten symbols come first; after a wait and a sign they are to be written down again."
    inputs = SYMBOLS + 2
    outputs = SYMBOLS + 1
    signs = SIGNS
    loss = "cross_entropy"
    measure = "accuracy"
    shape = DELAYED
    sees_future = True
    options = (
        Declaration(
            "length", "Length", 20, "Steps of waiting between the ten symbols and their copy (T).",
            "int", low=1, high=1000, log=True, unit="steps", effect="new network",
        ),
    )  # fmt: skip

    def steps(self, T: int) -> int:
        """The wait and twice the symbols."""
        return T + 2 * COPIED

    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Every symbol with equal chances, independent of the others."""
        steps = self.steps(self.length(T))
        symbols = rng.integers(0, SYMBOLS, (COPIED, B))
        inputs = np.full((steps, B), BLANK, np.intp)
        inputs[:COPIED] = symbols
        inputs[steps - COPIED - 1] = DELIMITER
        targets = np.full((steps, B), BLANK, np.intp)
        targets[-COPIED:] = symbols
        return Batch(inputs, targets)

    def baseline(self, T: int) -> Baseline:
        """Blanks known, symbols guessed."""
        guessed = COPIED * math.log(SYMBOLS) / self.steps(T)
        return Baseline("without memory", 1 / SYMBOLS, guessed)

    def solved_at(self, T: int) -> float:
        """97 % of the symbols right."""
        return 0.97

    def score(self, outputs: Array, targets: NDArray[Any]) -> float:
        """The share of the 10 symbols that are right."""
        return super().score(outputs[-COPIED:], targets[-COPIED:])

    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """Symbols as a to h, the blank as -, the delimiter as |."""
        return Example(
            _written(batch.inputs[:, index]),
            _written(batch.targets[:, index]),
            _written(outputs[:, index].argmax(axis=-1)),
        )


def _written(codes: NDArray[np.intp]) -> str:
    return "".join(SIGNS[code] for code in codes)
