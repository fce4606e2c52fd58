"""The linear forecast: the next value as a weighted sum of the last ones and a constant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.floating]
LEARNED_AT_MOST = 50_000
"""The last of so many values are fitted; more change nothing that could be seen."""
PER_LAG = 10
"""Values that there must be for each lag."""


@dataclass(frozen=True, eq=False)
class Autoregression:
    """x_{t+1} = c + a_1 x_t + ... + a_p x_{t-p+1}, with weights (p + 1,) that begin with c."""

    weights: NDArray[np.float64]

    @property
    def lags(self) -> int:
        """The number p of values that are looked at."""
        return len(self.weights) - 1

    def forecast(self, values: Numbers, places: NDArray[np.intp]) -> NDArray[np.float64]:
        """What is expected of the values at these places, of those before them.

        Where there are fewer before it than lags, the first one is taken for those before it.
        """
        lagged = np.maximum(places[..., None] - 1 - np.arange(self.lags), 0)
        expected: NDArray[np.float64] = values[lagged].astype(np.float64) @ self.weights[1:]
        expected += self.weights[0]
        return expected


def fit(values: Numbers, lags: int) -> Autoregression:
    """The weights with the least squared error on values (n,), with at most so many lags."""
    learned = values[-LEARNED_AT_MOST:].astype(np.float64)
    lags = max(1, min(lags, len(learned) // PER_LAG))
    places = np.arange(lags, len(learned))
    rows = learned[places[:, None] - 1 - np.arange(lags)]
    design = np.concatenate([np.ones((len(rows), 1)), rows], axis=1)
    # By the normal equations, whose size is that of the lags; a pseudo-inverse for columns that
    # depend on each other, as those of a straight line do.
    weights = np.linalg.pinv(design.T @ design, hermitian=True) @ (design.T @ learned[places])
    return Autoregression(weights)
