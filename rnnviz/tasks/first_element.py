"""The task of remembering the first element: a class, then noise, then the question."""

from __future__ import annotations

import math

import numpy as np

from rnnviz.core.numerics import Array, softmax
from rnnviz.declare import Declaration
from rnnviz.tasks.shape import MANY_TO_ONE
from rnnviz.tasks.task import Baseline, Batch, Example, Task, line, numbers_text


class FirstElement(Task):
    """x_1 in {0, 1} is the class, x_2 to x_T are N(0, 1); name the class after step T.

    inputs (T, B, 1), targets (1, B). Without memory: accuracy 1/2, cross-entropy ln 2.
    """

    name = "first_element"
    label = "First element"
    hint = "The first number is 0 or 1, the others are noise; say at the end which it was."
    inputs = 1
    outputs = 2
    loss = "cross_entropy"
    measure = "accuracy"
    shape = MANY_TO_ONE
    sees_future = True
    options = (
        Declaration(
            "length", "Length", 20, "Steps of a sequence: the class and the noise after it (T).",
            "int", low=2, high=1000, log=True, unit="steps", effect="new network",
        ),
    )  # fmt: skip

    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Classes with equal chances, noise behind them."""
        inputs = rng.standard_normal((self.length(T), B, 1), np.float32)
        classes = rng.integers(0, 2, (1, B))
        inputs[0, :, 0] = classes[0]
        return Batch(inputs, classes)

    def baseline(self, T: int) -> Baseline:
        """Guessing."""
        return Baseline("chance", 0.5, math.log(2.0))

    def solved_at(self, T: int) -> float:
        """97 % right."""
        return 0.97

    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """The numbers, the class among them, and the class named with its probability."""
        numbers = batch.inputs[:, index, 0]
        p = softmax(outputs[-1, index])
        named = int(p.argmax())
        return Example(
            numbers_text(numbers),
            str(batch.targets[0, index]),
            f"{named} ({p[named]:.0%} sure)",
            (line("input", numbers), line("class", numbers[:1])),
        )
