"""The loss that is shown: the mean of the last steps, of more of them the longer a training is."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

MOST = 200
"""Steps that are averaged at most."""
PART = 10
"""Before that, one of so many steps is averaged: an average over more would lag behind a loss that
falls as fast as it does at first."""


def steps_averaged(step: int) -> int:
    """Over how many steps the loss is averaged after `step`: a tenth of them, 1 to MOST."""
    return min(step, MOST, max(1, step // PART))


class RecentLosses:
    """The losses of the last steps, in float64, whose mean is shown.

    They lie in two parts, so that a step costs two additions and nothing is ever subtracted: of
    the `older` all sums from the newest of them on are known, of the `newer` the sum so far. When
    the older are used up, the newer become the older.
    """

    def __init__(self) -> None:
        self.restore((), ())

    def add(self, loss: float, step: int) -> float:
        """Take in the loss of a step, and return the mean of the last ones."""
        self._newer.append(loss)
        self._sum += loss
        count = len(self._older) + len(self._newer)
        if count > steps_averaged(step):
            if not self._older:
                self.restore(self._newer, ())
            self._older.pop()
            self._sums.pop()
            count -= 1
        return (self._sums[-1] + self._sum) / count

    def restore(self, older: Sequence[float], newer: Sequence[float]) -> None:
        """Take over losses, each part with its oldest first."""
        self._older, self._newer = list(reversed(older)), list(newer)
        self._sums = list(accumulate(self._older, initial=0.0))
        *_, self._sum = accumulate(newer, initial=0.0)  # as they were added, which `sum` does not

    def parts(self) -> tuple[list[float], list[float]]:
        """The older and the newer losses, each with its oldest first, for a file."""
        return self._older[::-1], list(self._newer)


def recent_of(losses: NDArray[Any], stride: int, step: int) -> list[float]:
    """The last losses after `step` as far as a curve (n,) knows them, a row every `stride` steps.

    What is not known is taken to be as the loss that comes after it in the curve.
    """
    count = steps_averaged(step)
    known = losses[-(count // stride + 1) :].astype(float)
    return [float(loss) for loss in np.repeat(known, stride)[-count:]] if count else []


def means_of(losses: NDArray[Any], stride: int) -> NDArray[np.float32]:
    """The means (n,) of the last losses at every row of a curve, a row every `stride` steps.

    They are taken over the rows that there are, which are all steps unless the curve was thinned.
    """
    rows = len(losses)
    means = np.empty(rows, np.float32)
    growing = min(rows, MOST * PART // stride)
    for row in range(growing):
        known = _rows_within(steps_averaged((row + 1) * stride), stride)
        means[row] = losses[max(0, row + 1 - known) : row + 1].mean(dtype=float)
    if growing < rows:
        windows = sliding_window_view(losses, _rows_within(MOST, stride))
        means[growing:] = windows[growing - rows :].mean(axis=1, dtype=float)
    return means


def _rows_within(steps: int, stride: int) -> int:
    """How many rows of a curve belong to the last `steps`, of which the last one has a row."""
    return max(1, -(-steps // stride))
