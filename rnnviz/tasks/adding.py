"""The task of adding: two of many numbers are marked, and their sum is asked for."""

from __future__ import annotations

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.declare import Declaration
from rnnviz.tasks.shape import MANY_TO_ONE
from rnnviz.tasks.task import Baseline, Batch, Example, Task, line, numbers_text


class Adding(Task):
    """u_t in U[0, 1] with a mark m_t, one 1 in each half; give the sum of the marked two.

    inputs (T, B, 2) are (u_t, m_t), targets (1, B, 1). Without memory the best answer is always
    1, whose mean squared error is the variance of the sum, 1/6.

    Source: Hochreiter and Schmidhuber (1997), experiment 4, in the form of Le et al. (2015).
    """

    name = "adding"
    label = "Adding"
    hint = "Two of the numbers are marked, one in each half; give their sum at the end."
    inputs = 2
    outputs = 1
    loss = "mean_squared_error"
    measure = "mean squared error"
    shape = MANY_TO_ONE
    sees_future = True
    options = (
        Declaration(
            "length", "Length", 20, "Numbers in a sequence, two of them marked (T).",
            "int", low=2, high=1000, log=True, unit="steps", effect="new network",
        ),
    )  # fmt: skip

    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Marks at independent places of the halves [0, T // 2) and [T // 2, T)."""
        half, every = self.length(T) // 2, np.arange(B)
        inputs = np.zeros((T, B, 2), np.float32)
        inputs[:, :, 0] = rng.random((T, B), np.float32)
        inputs[rng.integers(0, half, B), every, 1] = 1.0
        inputs[rng.integers(half, T, B), every, 1] = 1.0
        sums = (inputs[:, :, 0] * inputs[:, :, 1]).sum(axis=0)
        return Batch(inputs, sums[None, :, None])

    def baseline(self, T: int) -> Baseline:
        """The constant 1."""
        return Baseline("without memory", 1 / 6, 1 / 6)

    def solved_at(self, T: int) -> float:
        """A mean squared error of 0.01."""
        return 0.01

    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """The marked numbers with their places, their sum, and the sum given."""
        u, marks = batch.inputs[:, index, 0], batch.inputs[:, index, 1]
        first, second = np.flatnonzero(marks)
        noted = (
            f"marked: {u[first]:.2f} at step {first + 1} and {u[second]:.2f} at step {second + 1}"
        )
        return Example(
            f"{numbers_text(u)}, {noted}",
            f"{batch.targets[0, index, 0]:.2f}",
            f"{outputs[-1, index, 0]:.2f}",
            (line("number", u), line("mark", marks, marks=True)),
            noted,
        )
