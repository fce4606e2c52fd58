"""The task of forecasting a noisy sine one step ahead."""

from __future__ import annotations

import math

import numpy as np

from rnnviz.core.numerics import Array
from rnnviz.declare import Declaration
from rnnviz.tasks.shape import ALIGNED
from rnnviz.tasks.task import Baseline, Batch, Example, Task, line, numbers_text


class NoisySine(Task):
    """x_t = sin(2 pi t / P + phase) + sigma N(0, 1); give x_{t+1} at every step t.

    inputs (T, B, 1), targets (T, B, 1), the phase drawn anew for every sequence. The naive
    forecast "same as before" has the mean squared error 2 sigma^2 + 1 - cos(2 pi / P), and no
    forecast gets below the variance of the noise, sigma^2.
    """

    name = "noisy_sine"
    label = "Noisy sine"
    hint = "Forecast the next value of a sine with noise, at every step."
    inputs = 1
    outputs = 1
    loss = "mean_squared_error"
    measure = "mean squared error"
    shape = ALIGNED
    sees_future = False
    fed_back = "number"
    options = (
        Declaration(
            "length", "Length", 50, "Steps of a sequence, each with a forecast (T).",
            "int", low=2, high=1000, log=True, unit="steps", effect="new network",
        ),
        Declaration(
            "period", "Period", 25.0, "Steps of one full wave.",
            "float", low=2.0, high=1000.0, log=True, unit="steps", effect="new network",
        ),
        Declaration(
            "noise", "Noise", 0.1, "Standard deviation of the noise beside a sine from -1 to 1.",
            "float", low=0.0, high=10.0, step=0.05, effect="new network",
        ),
    )  # fmt: skip

    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Phases equally distributed; the targets are the inputs one step later, noise and all."""
        t = np.arange(self.length(T) + 1)[:, None]
        phase = rng.uniform(0.0, 2.0 * math.pi, B)
        noise = self.values["noise"] * rng.standard_normal((T + 1, B))
        x = np.sin(2.0 * math.pi / self.values["period"] * t + phase) + noise
        series = x.astype(np.float32)[:, :, None]
        return Batch(series[:-1], series[1:])

    def baseline(self, T: int) -> Baseline:
        """The naive forecast: the next value will be the last one."""
        wave = 1.0 - math.cos(2.0 * math.pi / self.values["period"])
        naive = 2.0 * self.values["noise"] ** 2 + wave
        return Baseline("same as before", naive, naive)

    def solved_at(self, T: int) -> float:
        """Three quarters of the way from the naive error down to the noise's own variance."""
        floor = self.values["noise"] ** 2
        return floor + (self.baseline(T).score - floor) / 4.0

    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """The series, its next values, and the forecasts at the steps that they are for."""
        seen, wanted = batch.inputs[:, index, 0], batch.targets[:, index, 0]
        forecast = outputs[:, index, 0]
        return Example(
            numbers_text(seen),
            numbers_text(wanted),
            numbers_text(forecast),
            (line("series", seen), line("wanted", wanted, 2), line("forecast", forecast, 2)),
        )
