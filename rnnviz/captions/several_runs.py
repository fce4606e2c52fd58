"""What is said where several runs are drawn over each other: whose it is, and what is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping

from rnnviz.captions.number_format import NOT_A_NUMBER, is_times, ratio
from rnnviz.captions.wordings import Worded
from rnnviz.counts import counted

USUAL_LAG = 20
"""The lag at which runs are compared, where their windows are long enough."""


def of_run(name: str, told: str) -> str:
    """Return what is told of one of several runs: "LSTM, bias 4: norm 3.1, step 20"."""
    return f"{name}: {told}" if name else told


def titled(name: str, own: str) -> str:
    """Return what stands above the picture of a second run: its name, and what is its `own`."""
    return f"{name} ({own} of its own)" if own else name


def in_focus(told: str) -> str:
    """Return what is told of the run in focus alone, beside what is told of all."""
    return f"In focus: {told}"


def other_units(count: int, unit: str) -> str:
    """Return how many shown runs are not drawn, as their losses are in another unit; "" for none.

    A squared error beside nats would compare nothing.
    """
    if count == 0:
        return ""
    are, whose = ("is", "its loss is") if count == 1 else ("are", "their losses are")
    return f"{counted(count, 'other run')} {are} not drawn: {whose} not in {unit}."


def other_measures(count: int, measure: str) -> str:
    """Return how many shown runs are not drawn, as they have no score of this kind; "" for none."""
    if count == 0:
        return ""
    are, have = ("is", "it has") if count == 1 else ("are", "they have")
    return f"{counted(count, 'other run')} {are} not drawn: {have} no {measure} of this task."


def shares_left(shares: Mapping[str, Mapping[int, float]], unit: str, where: str = "back") -> str:
    """Return what is left of the gradient so far back in each of several runs, the first first.

    `shares` are by the run's name and by lag, 1 at lag 0; `unit` is what lies between two lags,
    and `where` the side to which they go.
    """
    longest = min((max(by_lag, default=0) for by_lag in shares.values()), default=0)
    if longest == 0:
        return f"A window is one {unit} long: there is nothing further back to compare."
    lag = min(longest, USUAL_LAG)
    told = "; ".join(f"{_share(by_lag[lag])} in {name}" for name, by_lag in shares.items())
    whole = f"{counted(lag, unit)} {where} there is left: {told}."
    of_first = told.split("; ")[0]
    return Worded(whole, f"{told} {counted(lag, unit)} {where}", f"{of_first} are left", of_first)


def _share(share: float) -> str:
    if math.isnan(share):
        return NOT_A_NUMBER
    if math.isinf(share):
        return "more than all numbers"
    if share == 0:
        return "nothing"
    return f"{ratio(share)} as much" if is_times(share) else ratio(share)
