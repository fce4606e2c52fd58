"""A contestant over its seeds: what its runs have in common, and how far they lie apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rnnviz.lab.snapshot import Snapshot

POINTS = 1000
"""Places at which seeds are compared at most: more than a plot has room for."""


@dataclass(frozen=True, eq=False)
class Spread:
    """The mean, lowest and highest value of a contestant's seeds, (n,) over the places x (n,)."""

    x: NDArray[Any]
    mean: NDArray[Any]
    low: NDArray[Any]
    high: NDArray[Any]


def contestants_of(runs: Iterable[Snapshot]) -> list[tuple[Snapshot, ...]]:
    """The runs in their order, those together that are one contestant's with several seeds."""
    groups: dict[object, list[Snapshot]] = {}
    for run in runs:
        key = (run.entry.race, run.entry.name) if run.entry else run.run or id(run)
        groups.setdefault(key, []).append(run)
    return [tuple(group) for group in groups.values()]


def over_seeds(runs: Sequence[Snapshot], places: str, values: str) -> Spread:
    """How the curve `values` of several runs lies over the curve `places`, as far as all are.

    Seeds that have diverged do not count, unless all have.
    """
    sound = [run for run in runs if not run.diverged] or runs
    curves = [run.later or run.curves for run in sound]
    seeds = [(getattr(one, places), getattr(one, values)) for one in curves]
    if any(len(x) == 0 for x, _ in seeds):
        return Spread(*(np.empty(0) for _ in range(4)))
    begin, end = max(float(x[0]) for x, _ in seeds), min(float(x[-1]) for x, _ in seeds)
    own = seeds[0][0]
    at = own[(own >= begin) & (own <= end)].astype(float)
    if len(at) > POINTS:
        at = np.linspace(begin, end, POINTS)
    found = np.array([np.interp(at, x, y) for x, y in seeds])
    if not len(at):
        return Spread(*(np.empty(0) for _ in range(4)))
    return Spread(at, found.mean(axis=0), found.min(axis=0), found.max(axis=0))


def as_one(runs: Sequence[Snapshot], against: str, later: str) -> tuple[Snapshot, Spread, Spread]:
    """The first of a contestant's runs with the mean of all in its curves, and what they spread.

    `against` is the curve that all is drawn over ("steps", "characters" or "seconds"); spread are
    the mean loss and `later`, a curve that is measured now and then.
    """
    first, places = runs[0], f"validation_{against}"
    mean = over_seeds(runs, against, "smoothed")
    now_and_then = over_seeds(runs, places, later)
    curves = first.later or first.curves
    steps = np.interp(mean.x, getattr(curves, against), curves.steps) if len(mean.x) else mean.x
    put = {"steps": steps, against: mean.x, "smoothed": mean.mean}
    put |= {places: now_and_then.x, later: now_and_then.mean}
    name = first.entry.name if first.entry else first.name
    told = f"{name}, mean of {len(runs)} seeds"
    return replace(first, name=told, curves=replace(curves, **put), later=None), mean, now_and_then
