"""Where the ticks of an axis stand, and what is written at them."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from rnnviz.captions.number_format import power


def linear(low: float, high: float, most: int) -> NDArray[np.float64]:
    """Return at most about `most` round values between `low` and `high`."""
    return _multiples(low, high, _round_step((high - low) / max(most, 1)))


def whole(low: float, high: float, most: int) -> NDArray[np.float64]:
    """Return at most about `most` round values that something counted can have."""
    return _multiples(low, high, max(1.0, _round_step((high - low) / max(most, 1))))


def logarithmic(low: float, high: float, most: int) -> NDArray[np.float64]:
    """Return log10 of round values between 10^low and 10^high, at most about `most`."""
    span = high - low
    if span < 1.0 and abs(low) < 300.0:
        values = linear(10.0**low, 10.0**high, most)
        return np.log10(values[values > 0])
    if span < most / 3:
        decades = np.arange(math.floor(low), math.ceil(high) + 1, dtype=np.float64)
        ticks = (decades[:, None] + np.log10([1.0, 2.0, 5.0])).ravel()
        return ticks[(ticks >= low - 1e-9) & (ticks <= high + 1e-9)]
    return _multiples(low, high, max(1.0, _round_step(span / max(most, 1))))


def count_label(value: float, spacing: float) -> str:
    """Return a tick's label on an axis that counts: 5,000, 200 k, 1.5 M."""
    for unit, name in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if abs(value) >= 10 * unit or (unit > 1e3 and abs(value) >= unit):
            return f"{value / unit:.10g} {name}"
    return f"{value:,.{_decimals(spacing)}f}"


def linear_label(value: float, spacing: float) -> str:
    """Return a tick's label with as many decimals as tell it from its neighbours."""
    if value and not 1e-3 <= spacing < 1e5:
        return f"{value:.3g}"
    return f"{value:.{_decimals(spacing)}f}"


def logarithmic_label(level: float) -> str:
    """Return the label of the tick at log10(y) = `level`: 0.5, 20, 10⁻⁷."""
    if -2.01 <= level < 3.99:
        return f"{10.0**level:.3g}" if level < 2.99 else f"{10.0**level:,.0f}"
    exponent = math.floor(level + 1e-9)
    mantissa = 10.0 ** (level - exponent)
    return power(exponent) if abs(mantissa - 1) < 1e-6 else f"{mantissa:.3g}·{power(exponent)}"


def _multiples(low: float, high: float, step: float) -> NDArray[np.float64]:
    """Return the multiples of `step` from `low` to `high`; none where there is no such range."""
    if not (math.isfinite(low / step) and math.isfinite(high / step)):
        return np.zeros(0)
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    return np.arange(first, last + 1, dtype=np.float64) * step


def _round_step(least: float) -> float:
    """Return the smallest of 1, 2, 5 times a power of ten that is >= `least`."""
    magnitude = 10.0 ** math.floor(math.log10(max(least, 1e-300)))
    for factor in (1.0, 2.0, 5.0):
        if least <= factor * magnitude * (1 + 1e-9):
            return factor * magnitude
    return 10.0 * magnitude


def _decimals(spacing: float) -> int:
    """Return how many decimals a multiple of `spacing` needs."""
    return min(9, max(0, -math.floor(math.log10(spacing) + 1e-9))) if spacing > 0 else 0
