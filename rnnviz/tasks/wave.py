"""The task of drawing a wave: its kind is read at the first step, then nothing more."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array
from rnnviz.declare import Declaration
from rnnviz.tasks.shape import ONE_TO_MANY
from rnnviz.tasks.task import Baseline, Batch, Example, Task, line, numbers_text

SINE, SQUARE, SAW = KINDS = ("sine", "square", "saw")
PERIODS = 1001
"""Periods, evenly spread over all that are drawn, over which the mean wave is taken."""


class Wave(Task):
    """x_1 says which wave, x_2 to x_T are zeros; give y_t = wave(t / P) at every step t = 0 ...

        sine(p) = sin(2 pi p);  square(p) = 1 for p mod 1 < 1/2, else -1;  saw(p) = 2 (p mod 1) - 1

    inputs (T, B, 4) are at the first step the mark of the kind and z in [-1, 1], targets (T, B, 1);
    P = period (1 + spread z), z drawn for every sequence. Who does not know what was read draws at
    best the mean of all waves, whose mean squared error is their variance at each step.
    """

    name = "wave"
    label = "Draw the wave"
    hint = "A kind of wave is named at the first step; draw it without reading anything more."
    inputs = len(KINDS) + 1
    outputs = 1
    loss = "mean_squared_error"
    measure = "mean squared error"
    shape = ONE_TO_MANY
    sees_future = True
    options = (
        Declaration(
            "length", "Length", 40, "Steps that are drawn (T).",
            "int", low=2, high=1000, log=True, unit="steps", effect="new network",
        ),
        Declaration(
            "period", "Period", 20.0, "Steps of one full wave.",
            "float", low=2.0, high=1000.0, log=True, unit="steps", effect="new network",
        ),
        Declaration(
            "spread", "Spread", 0.2,
            "Share by which periods lie above or below that, at most; told beside the kind.",
            "float", low=0.0, high=0.5, step=0.05, effect="new network",
        ),
    )  # fmt: skip

    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Kinds with equal chances, z equally distributed."""
        return self._drawn(rng.integers(0, len(KINDS), B), rng.uniform(-1.0, 1.0, B), T)

    def unseen(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """The kinds in turn, z equally distributed."""
        return self._drawn(np.arange(B) % len(KINDS), rng.uniform(-1.0, 1.0, B), T)

    def _drawn(self, kinds: NDArray[np.intp], z: NDArray[np.float64], T: int) -> Batch:
        B = len(kinds)
        inputs = np.zeros((self.length(T), B, self.inputs), np.float32)
        inputs[0, np.arange(B), kinds] = 1.0
        inputs[0, :, -1] = z
        wanted = self.waves(T, z)[kinds, :, np.arange(B)].T
        return Batch(inputs, wanted.astype(np.float32)[:, :, None])

    def waves(self, T: int, z: NDArray[np.float64]) -> NDArray[np.float64]:
        """Every kind of wave (3, T, B) with the periods that z (B,) says."""
        period = self.values["period"] * (1.0 + self.values["spread"] * z)
        place = (np.arange(T)[:, None] / period) % 1.0
        square = np.where(place < 0.5, 1.0, -1.0)
        return np.stack([np.sin(2.0 * math.pi * place), square, 2.0 * place - 1.0])

    def baseline(self, T: int) -> Baseline:
        """The mean of all waves at every step."""
        waves = self.waves(T, np.linspace(-1.0, 1.0, PERIODS))
        error = float(waves.var(axis=(0, 2)).mean())
        return Baseline("mean wave", error, error)

    def solved_at(self, T: int) -> float:
        """A twentieth of the error of the mean wave."""
        return self.baseline(T).score / 20.0

    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """The wave that was wanted and the one that was drawn, and what was read."""
        first = batch.inputs[0, index]
        kind = KINDS[int(first[:-1].argmax())]
        period = self.values["period"] * (1.0 + self.values["spread"] * float(first[-1]))
        wanted, drawn = batch.targets[:, index, 0], outputs[:, index, 0]
        noted = f"{kind}, period {period:.1f} steps"
        return Example(
            f"{noted}; then nothing",
            numbers_text(wanted),
            numbers_text(drawn),
            (line("wanted", wanted), line("drawn", drawn)),
            noted,
        )
