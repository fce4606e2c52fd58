"""The task of forecasting numbers of one's own, a column of a table, one step ahead."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.numerics import Array
from rnnviz.counts import counted
from rnnviz.declare import Declaration
from rnnviz.refusal import Refusal
from rnnviz.tasks.shape import ALIGNED
from rnnviz.tasks.task import Baseline, Batch, Example, Task, line, numbers_text

if TYPE_CHECKING:
    from rnnviz.tasks.table.series import Series

MEASURED_IN = 16
"""Passages of the held-out part that are forecast at once."""
PASSAGE = 512
"""Values of a passage at most."""
LEAST_PASSAGE = 128
LAGS = 32
"""Values that the linear autoregression looks at."""
WIDEST = 1e15
"""The largest deviation: its square, and that of a thousand such, is a number of 32 bits."""
NAIVE, LINEAR = "naive forecast", "linear autoregression"


class Numbers(Task):
    """x_1, ..., x_n of a column, less their mean m and over their deviation s; give x_{t+1} at t.

    m and s are those of the training part, which ends before the share `validation`. A batch is
    cut out of that part, inputs (T, B, 1) and targets (T, B, 1). Scores and examples are in the
    column's own unit, as are losses times `scale`, which is s^2. The naive forecast says that the
    next value is the last one; the linear autoregression is fitted to the training part.
    """

    name = "numbers"
    label = "Numbers"
    hint = "Forecast the next value of a column of numbers, at every step."
    inputs = 1
    outputs = 1
    loss = "mean_squared_error"
    measure = "root mean squared error"
    shape = ALIGNED
    sees_future = False
    fed_back = "number"
    options = (
        Declaration(
            "length", "Length", 50, "Steps of a sequence, each with a forecast (T).",
            "int", low=2, high=1000, log=True, unit="steps", effect="new network",
        ),
        Declaration(
            "horizon", "Horizon", 50,
            "Steps that are forecast freely: the network reads its own forecasts.",
            "int", low=1, high=1000, log=True, unit="steps", effect="new network",
        ),
    )  # fmt: skip

    def __init__(self, series: Series, validation: float, **options: float) -> None:
        super().__init__(**options)
        train, heldout = series.split(validation)
        if not len(heldout):
            raise Refusal(
                f"None of the {len(series.values):,} numbers of {series.name} are held out, so no "
                "forecast can be judged. Hold out a share of 0.1."
            )
        self.series, self.end = series, len(train)
        self.mean, self.deviation = float(train.mean()), float(train.std())
        if self.deviation == 0.0:
            raise Refusal(
                f"The part of {series.name} that is learned from is {train[0]:g} all along, so "
                "there is nothing to learn. Hold out less, or choose another column."
            )
        if not 1 / WIDEST <= self.deviation <= WIDEST:
            raise Refusal(
                f"The numbers of {series.name} deviate by {self.deviation:.1g} from their mean, "
                f"whose square is no number to compute with here; give them in another unit."
            )
        self.learned: NDArray[np.float32] = self.standardised(series.values)

    @property
    def scale(self) -> float:
        """What squared errors of standardised values are multiplied by."""
        return self.deviation**2

    def standardised(self, values: NDArray[np.float64]) -> NDArray[np.float32]:
        """Values as the network reads them."""
        return ((values - self.mean) / self.deviation).astype(np.float32)

    def original(self, values: NDArray[Any]) -> NDArray[np.float64]:
        """Values that the network reads or gives, in the column's unit."""
        return values.astype(np.float64) * self.deviation + self.mean

    def batch(self, rng: np.random.Generator, T: int, B: int) -> Batch:
        """Windows at places of the training part that are drawn, one as likely as the other."""
        self.check_length(T)
        starts = rng.integers(0, self.end - T, B)
        series = self.learned[starts + np.arange(self.length(T) + 1)[:, None]][:, :, None]
        return Batch(series[:-1], series[1:])

    def check_length(self, T: int) -> None:
        """Refuse sequences that are longer than half of the training part."""
        if self.end >= 2 * T:
            return
        raise Refusal(
            f"{self.series.name} has {self.end:,} numbers to learn from, too few for sequences of "
            f"{T:,} steps. Choose a Length of at most {self.end // 2:,}, or a longer table."
        )

    def passages(self, T: int) -> tuple[NDArray[np.intp], int]:
        """The places (n + 1, b) of the held-out values that are forecast, and of those before.

        The last so many rows, which are the number that is returned, are those that count: the
        network has read at least T values before the first of them, where there are so many.
        """
        held = len(self.learned) - self.end
        count = max(1, min(MEASURED_IN, held // LEAST_PASSAGE))
        counted = min(PASSAGE, held // count)
        before = min(T, self.end)
        starts = self.end + np.arange(count) * (held // count)
        return starts[None, :] + np.arange(-before, counted)[:, None], counted

    def heldout(self, T: int) -> Batch:
        """The held-out passages; their targets are those that count."""
        places, counted = self.passages(T)
        block = self.learned[places][:, :, None]
        return Batch(block[:-1], block[-counted:])

    def baseline(self, T: int) -> Baseline:
        """The naive forecast: the next value will be the last one."""
        places, counted = self.passages(T)
        wanted, last = self.learned[places[-counted:]], self.learned[places[-counted:] - 1]
        error = self.score(last, wanted)
        return Baseline(NAIVE, error, error**2)

    def solved_at(self, T: int) -> float:
        """The error of the linear autoregression, which a network should at least come to."""
        from rnnviz.tasks.table.autoregression import fit  # other tasks need it never

        places, counted = self.passages(T)
        linear = fit(self.learned[: self.end], min(LAGS, T))
        places = places[-counted:]
        return self.score(linear.forecast(self.learned, places), self.learned[places])

    def score(self, outputs: Array | NDArray[np.float64], targets: NDArray[Any]) -> float:
        """The root of the mean squared error, in the column's unit."""
        errors = outputs.astype(np.float64) - targets
        return math.sqrt(float(np.mean(np.square(errors)))) * self.deviation

    def shown(self, T: int, count: int) -> tuple[NDArray[np.intp], int]:
        """The places (T + K + 1, count) around `count` held-out ones, and the steps K after them.

        A free forecast begins after the first T + 1 rows, the last of which is the value that it
        has read last.
        """
        free = min(int(self.values["horizon"]), len(self.learned) - self.end)
        last = len(self.learned) - 1 - free
        begins = np.linspace(self.end - 1, last, count).astype(np.intp)
        before = min(T, self.end - 1)
        return begins[None, :] + np.arange(-before, free + 1)[:, None], free

    def describe(self, batch: Batch, outputs: Array, index: int) -> Example:
        """The series and the forecasts one step ahead, at the steps that they are for."""
        seen = self.original(batch.inputs[:, index, 0])
        wanted = self.original(batch.targets[:, index, 0])
        ahead = self.original(outputs[:, index, 0])
        series = np.concatenate([seen, wanted[-1:]])
        return Example(
            numbers_text(seen),
            numbers_text(wanted),
            numbers_text(ahead),
            (line("series", series), line("one step ahead", ahead, len(series) - len(ahead) + 1)),
        )

    def describe_free(self, block: Array, ahead: Array, free: Array, index: int) -> Example:
        """Series `index` of a block (n + 1, b, 1), of which the last K values come freely, too.

        `ahead` (n, b, 1) are the forecasts one step ahead, `free` (K, b, 1) those of a network that
        reads its own; beside them stands the naive forecast, which stays where it is.
        """
        steps, first = len(free), len(block) - len(free) + 1
        told = self.describe(Batch(block[:-1], block[1:]), ahead, index)
        own, wanted = self.original(free[:, index, 0]), block[-steps:, index, 0]
        stays = np.full(steps, block[-steps - 1, index, 0])
        errors = [
            self.score(forecast, wanted)
            for forecast in (ahead[-steps:, index, 0], free[:, index, 0], stays)
        ]
        lines = (
            line("free-running", own, first),
            line(NAIVE, self.original(stays), first),
        )
        return replace(
            told,
            wanted=numbers_text(self.original(wanted)),
            came_out=numbers_text(own),
            lines=(*told.lines, *lines),
            noted=_errors_text(steps, *errors),
        )


def _errors_text(steps: int, ahead: float, free: float, naive: float) -> str:
    """How far three forecasts of the same steps are off."""
    return (
        f"Last {counted(steps, 'step')}, off by (root mean square): one step ahead {ahead:.3g}, "
        f"free-running {free:.3g}, naive {naive:.3g}."
    )
