"""In which order wires go up and down between two columns, so that few cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

MOST_TRIED = 5
CLEAR = 4.0
"""Pixels that two wires in one track keep from each other."""


@dataclass(frozen=True)
class Climb:
    """A value that changes its row between two columns: the row it comes in, those it goes to."""

    source: str
    row: float
    rows: tuple[float, ...]

    @property
    def ends(self) -> tuple[float, float]:
        """Its uppermost and lowest row."""
        return min(self.row, *self.rows), max(self.row, *self.rows)


def tracks_of(climbs: Sequence[Climb]) -> Mapping[str, int]:
    """Return the track of every climb, 0 the leftmost."""
    moving = [one for one in climbs if one.ends[1] - one.ends[0] > 1e-6]
    orders = permutations(moving) if len(moving) <= MOST_TRIED else [tuple(moving)]
    return _packed(min(orders, key=_crossings))


def _crossings(order: Sequence[Climb]) -> int:
    """Return how often level pieces cross the tracks of others."""
    count = 0
    for place, one in enumerate(order):
        before, after = order[:place], order[place + 1 :]
        count += sum(_covers(other, one.row) for other in before)
        count += sum(_covers(other, row) for other in after for row in one.rows)
    return count


def _covers(climb: Climb, row: float) -> bool:
    top, bottom = climb.ends
    return top - 1e-6 < row < bottom + 1e-6


def _packed(order: Sequence[Climb]) -> dict[str, int]:
    """Return tracks for climbs in an order; neighbours that do not meet share one."""
    found: dict[str, int] = {}
    track = -1
    shared: list[Climb] = []
    for one in order:
        apart = all(
            one.ends[0] > other.ends[1] + CLEAR or one.ends[1] < other.ends[0] - CLEAR
            for other in shared
        )
        if track < 0 or not apart:
            track, shared = track + 1, []
        shared.append(one)
        found[one.source] = track
    return found
