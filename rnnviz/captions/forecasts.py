"""How well numbers are forecast, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnnviz.captions.number_format import signed_number
from rnnviz.counts import counted

if TYPE_CHECKING:
    from rnnviz.lab.forecasts import Forecasts


def ahead_caption(found: Forecasts) -> str:
    """Return the errors one step ahead, the network's beside those of two simple forecasts."""
    return (
        f"One step ahead, on {counted(found.count, 'held-out number')}, the root mean squared "
        f"error is {_error(found.ahead)}; the naive forecast (same as before) has "
        f"{_error(found.naive)}, a linear autoregression {_error(found.linear)}."
    )


def free_caption(found: Forecasts) -> str:
    """Return the errors of free forecasts, the network's beside the naive one."""
    return (
        f"Free-running over {counted(found.horizon, 'step')} it is {_error(found.free)}; the last "
        f"value kept for as long has {_error(found.free_naive)}."
    )


def table_caption(ahead: float, naive: float, count: int, column: str, own: bool) -> str:
    """Return the errors along a column of numbers, of which a run's `own` held-out part counts."""
    part = "held-out " if own else ""
    return (
        f"{counted(count, part + 'number')} of {column} forecast one step ahead: root mean "
        f"squared error {_error(ahead)}, naive forecast (same as before) {_error(naive)}."
    )


def _error(value: float) -> str:
    return signed_number(value) if math.isfinite(value) else "not a number"
