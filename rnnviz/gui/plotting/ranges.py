"""Chooses what an axis shows, so that it rarely changes: every change repaints the axes."""

from __future__ import annotations

import math
from collections.abc import Callable

Range = tuple[float, float]

ROOM_TO_GROW = 1.5
MARGIN = 0.06
FEWER_IS_SMALL = 0.45
PATIENCE = 40
FEWEST_DECADES = 4
FARTHEST = 1e15
SMALLEST = 1e-6


def within_sight(low: float, high: float) -> Range:
    """Return a range cut to `FARTHEST`: a diverging loss must not overflow the axes' arithmetic."""
    return max(low, -FARTHEST), min(high, FARTHEST)


def nice_above(value: float) -> float:
    """Return the smallest round number (1, 1.5, 2, 3, 4, 5, 6 or 8 times 10^k) >= `value` > 0."""
    power = 10.0 ** math.floor(math.log10(value))
    for factor in (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0):
        if value <= factor * power * (1 + 1e-9):
            return factor * power
    return 10.0 * power


def from_zero(low: float, high: float) -> Range:
    """Return 0 to a round number with room for a half more: for what is counted while it grows."""
    return 0.0, nice_above(ROOM_TO_GROW * max(high, 60.0))


class Counted:
    """Chooses 0 to where counting will end, once that is in sight, and until then `from_zero`.

    It is in sight half way there, and where `from_zero` would go farther than counting will: else
    the first frame, early or late, would decide how far the axis goes in the end.
    """

    def __init__(self) -> None:
        self.goal = math.inf

    def __call__(self, low: float, high: float) -> Range:
        """Return the range for a count that stands at `high`."""
        room = from_zero(low, high)
        in_sight = high <= self.goal <= max(2 * high, room[1]) and self.goal > 0
        return (0.0, self.goal) if in_sight else room


def rounded(low: float, high: float) -> Range:
    """Return round numbers a little outside `low` and `high`: for what is measured."""
    span = max(high - low, 1e-9 * max(abs(low), abs(high), 1e-300), 1e-300)
    if not math.isfinite(span):
        return low, high
    step = nice_above(span / 12)
    return (
        math.floor((low - MARGIN * span) / step) * step,
        math.ceil((high + MARGIN * span) / step) * step,
    )


def symmetric(low: float, high: float) -> Range:
    """Return a range around zero that holds `low` and `high` and ends at a round number."""
    end = nice_above(max(abs(low), abs(high), SMALLEST))
    return -end, end


def decades(low: float, high: float) -> Range:
    """Return whole powers of ten around log10 values, at least `FEWEST_DECADES` of them.

    So a curve that hardly changes looks flat, as it is.
    """
    bottom, top = math.floor(low), math.ceil(high)
    while top - bottom < FEWEST_DECADES:
        top += 1
        if top - bottom < FEWEST_DECADES:
            bottom -= 1
    return float(bottom), float(top)


def rungs(low: float, high: float) -> Range:
    """Return log10 of 1, 2 or 5 times powers of ten around log10 values, at least one decade."""
    decade, top = math.floor(high), math.floor(high) + 1.0
    for factor in (5.0, 2.0, 1.0):
        rung = decade + math.log10(factor)
        top = rung if rung >= high - 1e-9 else top
    bottom = math.floor(low) + 0.0
    for factor in (2.0, 5.0):
        rung = math.floor(low) + math.log10(factor)
        bottom = rung if rung <= low + 1e-9 else bottom
    return min(bottom, top - 1.0), top


def exact(low: float, high: float) -> Range:
    """Return the range itself, widened to 1 where it is a single point."""
    return (low, high) if high > low else (low, low + 1.0)


class AutoRange:
    """A range with hysteresis: it grows at once and generously, and shrinks late.

    `choose` makes a range out of the extremes of the data. Where these grow, the range takes them
    in and gives nothing up, so that data that goes up and down does not move it. It shrinks when
    the data has filled less than `FEWER_IS_SMALL` of it for `PATIENCE` frames in a row.
    """

    def __init__(self, choose: Callable[[float, float], Range]) -> None:
        self.choose = choose
        self.current: Range | None = None
        self._small_for = 0

    def reset(self) -> None:
        """Forget the range: the next data chooses afresh."""
        self.current = None
        self._small_for = 0

    def fit(self, low: float, high: float) -> Range | None:
        """Return the range to show for data from `low` to `high`, or None if it stays."""
        if self.current is not None and self._holds(low, high):
            return None
        chosen = self.choose(low, high)
        if self.current is not None and self._small_for < PATIENCE:
            chosen = min(chosen[0], self.current[0]), max(chosen[1], self.current[1])
        self._small_for = 0
        if chosen == self.current:
            return None
        self.current = chosen
        return chosen

    def _holds(self, low: float, high: float) -> bool:
        bottom, top = self.current or (math.inf, -math.inf)
        if low < bottom or high > top:
            return False
        wanted = self.choose(low, high)
        small = wanted[1] - wanted[0] < FEWER_IS_SMALL * (top - bottom)
        self._small_for = self._small_for + 1 if small else 0
        return self._small_for < PATIENCE
