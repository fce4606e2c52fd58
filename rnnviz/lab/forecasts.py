"""How well a network forecasts numbers: one step ahead, freely, and beside two simple forecasts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rnnviz.core.free_run import free_run
from rnnviz.core.network import Network
from rnnviz.lab.series_feed import SeriesFeed
from rnnviz.lab.validation import stream_losses

AT_MOST = 100_000
"""Numbers that a forecast one step ahead is measured on."""


@dataclass(frozen=True)
class Forecasts:
    """Root mean squared errors in the column's unit, on `count` held-out numbers.

    `ahead` is the network one step ahead, `naive` and `linear` the naive forecast and the linear
    autoregression; `free` is the network reading its own forecasts for `horizon` steps, and
    `free_naive` the last value for all of them.
    """

    ahead: float
    naive: float
    linear: float
    count: int
    free: float
    free_naive: float
    horizon: int


def forecasts_of(feed: SeriesFeed, network: Network) -> Forecasts:
    """The forecasts of the held-out part of what a feed learns from."""
    with np.errstate(all="ignore"):
        ahead = feed.estimate(network).score
        free, free_naive = feed.free_errors(network)
    return Forecasts(
        ahead,
        feed.facts.baseline,
        feed.facts.solved,
        feed.unseen_count,
        free,
        free_naive,
        feed.horizon,
    )


def errors_along(
    network: Network, values: NDArray[np.float32], first: int
) -> tuple[float, float, int]:
    """The errors one step ahead along standardised values (n,), and the naive ones.

    Those from place `first` (1 or more) on count, `AT_MOST` of them, which is the last number.
    """
    values = values[: first + AT_MOST]
    losses = stream_losses(network, values[:, None, None])
    wanted, last = values[first:].astype(float), values[first - 1 : -1].astype(float)
    naive = np.sqrt(np.mean(np.square(wanted - last)))
    return float(np.sqrt(losses[first - 1 :].mean())), float(naive), len(wanted)


def go_on(network: Network, values: NDArray[np.float32], steps: int) -> NDArray[np.float64]:
    """So many numbers (steps,) that the network gives after standardised values (n,)."""
    with np.errstate(all="ignore"):
        free = free_run(network, values[:, None, None], steps)
    return free[:, 0, 0].astype(np.float64)
