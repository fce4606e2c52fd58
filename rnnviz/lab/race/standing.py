"""How the contestants of a race stand, with one seed or over several."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from rnnviz.lab.race.contestants import Contestant, other_data
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Row, RunId, TaskFacts
from rnnviz.lab.trainer import Trainer
from rnnviz.tasks.task import SHARES


@dataclass(frozen=True)
class Outcome:
    """How far a contestant is with one seed.

    `value` is what the race is about: a drawn task's score on fresh sequences, else the mean loss
    of the last steps in nats per character; NaN once it has diverged or where nothing is measured.
    """

    name: str
    seed: int
    steps: int
    seconds: float
    value: float
    diverged: bool = False
    other_data: tuple[str, ...] = ()


@dataclass(frozen=True)
class Place:
    """A contestant over its seeds: the finite `values`, and how many `diverged`."""

    name: str
    values: tuple[float, ...]
    diverged: int = 0
    other_data: tuple[str, ...] = ()

    @property
    def mean(self) -> float:
        """The mean over the seeds; NaN of none."""
        return float(np.mean(self.values)) if self.values else math.nan

    @property
    def low(self) -> float:
        """The lowest value."""
        return min(self.values, default=math.nan)

    @property
    def high(self) -> float:
        """The highest value."""
        return max(self.values, default=math.nan)

    def overlaps(self, other: "Place") -> bool:
        """Whether the ranges over the seeds have anything in common."""
        return self.low <= other.high and other.low <= self.high


def outcome(contestant: Contestant, trainer: Trainer) -> Outcome:
    """How a contestant's training stands."""
    scores, measure = trainer.history.curve("validation_score"), trainer.feed.facts.measure
    score = float(scores[-1]) if len(scores) else math.nan
    return Outcome(
        contestant.name,
        trainer.settings.seed,
        trainer.step,
        trainer.seconds,
        math.nan if trainer.diverged else score if measure else trainer.smoothed,
        trainer.diverged,
        contestant.other_data,
    )


def outcome_of_row(name: str, row: Row, measure: Settings) -> Outcome:
    """How a run of the list stands that is called `name` in its race, whatever its seed.

    `measure` are the settings of the race's first contestant with the same seed.
    """
    value = row.score if row.task.measure else row.smoothed
    diverged, others = row.state == "diverged", other_data(row.settings, measure)
    value = math.nan if diverged else value
    return Outcome(name, row.settings.seed, row.step, row.seconds, value, diverged, others)


def race_of(rows: Sequence[Row], run: RunId | None) -> list[Outcome]:
    """How the runs of the race stand that this run belongs to; none where it belongs to none."""
    own = next((row.entry for row in rows if row.run is run), None)
    if own is None:
        return []
    entries = ((row, row.entry) for row in rows)
    of_race = [(row, entry) for row, entry in entries if entry and entry.race is own.race]
    return [outcome_of_row(entry.name, row, entry.measure) for row, entry in of_race]


def standing(outcomes: Iterable[Outcome], task: TaskFacts) -> tuple[Place, ...]:
    """The contestants over all their seeds, the best first, the diverged last."""
    seeds: dict[str, list[Outcome]] = {}
    for one in outcomes:
        seeds.setdefault(one.name, []).append(one)
    sign = -1.0 if task.measure in SHARES else 1.0
    return tuple(sorted(map(_place, seeds.values()), key=lambda place: _order(place, sign)))


def _place(seeds: Sequence[Outcome]) -> Place:
    values = tuple(one.value for one in seeds if math.isfinite(one.value))
    diverged = sum(one.diverged for one in seeds)
    return Place(seeds[0].name, values, diverged, seeds[0].other_data)


def _order(place: Place, sign: float) -> tuple[bool, int, float]:
    return not place.values, place.diverged, sign * place.mean if place.values else 0.0
