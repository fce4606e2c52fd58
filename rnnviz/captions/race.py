"""What a race has shown, and what may be concluded from it, in words."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rnnviz.captions.loss_units import PERPLEXITY, measure_of, shown
from rnnviz.captions.losses import inputs, of_characters
from rnnviz.captions.number_format import NOT_A_NUMBER, fixed, signed_number
from rnnviz.captions.score_format import is_share, short
from rnnviz.captions.score_format import number as score_number
from rnnviz.counts import counted
from rnnviz.lab.memory.memory_need import size_text
from rnnviz.lab.race.standing import race_of, standing
from rnnviz.lab.settings import declarations

if TYPE_CHECKING:
    from rnnviz.lab.race.contestants import Contestant
    from rnnviz.lab.race.standing import Place
    from rnnviz.lab.snapshot import Row, RunId, TaskFacts

ONE_SEED = (
    "One seed: how much seeds differ is not measured, so a small lead may be chance. A race over "
    "3 seeds tells."
)
UNEQUAL = 0.05
"""Sizes that are further apart than this share are worth a word."""
NONE = "\N{EN DASH}"
NOTHING_YET = "Nothing is measured yet."


def terms_caption(
    found: Sequence[Contestant], seeds: int, steps: int, seconds: float | None
) -> str:
    """Return on what terms they race: how long, how often, and what that takes of memory."""
    networks = counted(len(found) * seeds, "network")
    each = f"for {counted(steps, 'step')}" if seconds is None else f"for {seconds:g} s of training"
    often = f", with each of {seeds} seeds" if seeds > 1 else ""
    memory = size_text(seeds * sum(one.memory for one in found))
    said = f"{networks} train in turn, each {each}{often}; about {memory}."
    sizes = [one.parameters for one in found]
    times = max(sizes) / min(sizes)
    if times > 1.0 + UNEQUAL:
        said += (
            f" The largest has {times:.1f} times the parameters of the smallest, which may be why "
            "it learns more."
        )
    return said


def race_caption(rows: Sequence[Row], run: RunId | None) -> str:
    """Return who is where in the race of a run, and what may be concluded; "" without a race."""
    outcomes = race_of(rows, run)
    if not outcomes:
        return ""
    task = next(row.task for row in rows if row.run is run)
    places = standing(outcomes, task)
    return f"{standing_caption(places, task)} {conclusion_caption(places, task)}".rstrip()


def standing_caption(places: Sequence[Place], task: TaskFacts) -> str:
    """Return who is where: "Best first, one seed: LSTM 1.923, GRU 1.951 nats per character."."""
    known = [place for place in places if place.values]
    if not known:
        return _lost(places) or NOTHING_YET
    told = [f"{place.name} {_measured(place, task)}" for place in known]
    alone = all(len(place.values) == 1 for place in known)
    first = "Best first, one seed" if alone else "Best first"  # also where there is no more room
    best = f"{first}: " if len(told) > 1 else ""
    return f"{best}{', '.join(told)}{_of_what(task)}. {_lost(places)}".rstrip()


def conclusion_caption(places: Sequence[Place], task: TaskFacts) -> str:
    """Return what may be concluded: from one seed little; from several whether ranges overlap."""
    known = [place for place in places if place.values]
    said = [_from_seeds(known, task)] if known else []
    said += [_other_data(place) for place in places if place.other_data]
    return " ".join(filter(None, said))


def table_lines(rows: Sequence[Mapping[str, Any]], task: TaskFacts) -> list[str]:
    """Return the rows of a race, as the command line reports them, as a table with its head."""
    head = ["name", "units", "parameters", "seed", "steps", "loss", "held out"]
    head += [short(task.measure)] if task.measure else []
    head += ["seconds", f"{inputs(task.unit)}/s"]
    cells = [head, *(_cells(row, task) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [_line(row, widths) for row in cells]


def progress_line(
    places: Sequence[Place], task: TaskFacts, share: float, seconds_left: float
) -> str:
    """Return the line that the command line rewrites during a race."""
    known = [f"{place.name} {_measured(place, task)}" for place in places if place.values]
    return f"{share:.0%} done  {', '.join(known)}  {seconds_left:,.0f} s left"


def stopped_line(races: int, seeds: int) -> str:
    """Return what the command line says of a race that was stopped."""
    if seeds == 1:
        return "Stopped before the race was over."
    return f"Stopped during race {races} of {seeds}."


def _cells(row: Mapping[str, Any], task: TaskFacts) -> list[str]:
    name = f"{row['name']} (other data)" if row["data"] == "other" else str(row["name"])
    told = [name, *(f"{row[key]:,}" for key in ("hidden", "parameters", "seed", "steps"))]
    told += [_loss(row[key]) for key in ("loss", "heldout")]
    if task.measure:
        score = row.get("score")
        told.append(NONE if score is None else score_number(score, task.measure))
    return [*told, f"{row['seconds']:.1f}", f"{row['chars_per_second']:,.0f}"]


def _loss(value: float | None) -> str:
    if value is None:
        return NONE
    return f"{value:.4f}" if math.isfinite(value) else NOT_A_NUMBER


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    """A row of a table: names to the left, numbers to the right."""
    first, *others = zip(cells, widths, strict=True)
    return "  ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)])


def _from_seeds(known: Sequence[Place], task: TaskFacts) -> str:
    """What the seeds say; of those that diverged there is nothing to compare."""
    seeds = min(len(place.values) for place in known)
    if seeds < 2:
        return ONE_SEED
    ranges = [_in_unit(place.high, task) - _in_unit(place.low, task) for place in known]
    said = f"Seeds differ by about {_difference(float(np.mean(ranges)), task)}. "
    if len(known) < 2:
        return said.rstrip()
    best, others = known[0], known[1:]
    near = [place.name for place in others if best.overlaps(place)]
    far = [place.name for place in others if not best.overlaps(place)]
    if near:
        said += (
            f"The ranges of {_listed([best.name, *near])} overlap: which of them is better cannot "
            "be told from these seeds. "
        )
    if far:
        said += f"{best.name} was better than {_listed(far)} with every seed. {_by_chance(seeds)}"
    return said.rstrip()


def _by_chance(seeds: int) -> str:
    """How often two equals come out apart: all orders of their values are then equally likely."""
    return (
        f"(Of two that are equally good, {seeds} seeds each lie apart like that in 1 of "
        f"{math.comb(2 * seeds, seeds) // 2:,} races.)"
    )


def _measured(place: Place, task: TaskFacts) -> str:
    """The value, or the mean and range of several."""
    if len(place.values) == 1:
        return _number(place.mean, task)
    low, high = _number(place.low, task), _number(place.high, task)
    return f"{_number(place.mean, task)} ({low} to {high})"


def _lost(places: Sequence[Place]) -> str:
    """Who diverged, and with how many of the seeds."""
    told = []
    for place in places:
        runs = len(place.values) + place.diverged
        if place.diverged:
            how_often = f" with {place.diverged} of {runs} seeds" if runs > 1 else ""
            told.append(f"{place.name} diverged{how_often}.")
    return " ".join(told)


def _other_data(place: Place) -> str:
    known = declarations()
    names = _listed([known[name].label.lower() for name in place.other_data])
    return f"{place.name} sees other data ({names}), so its curve is not of the same steps."


def _of_what(task: TaskFacts) -> str:
    if task.measure or measure_of(task.unit) == PERPLEXITY:
        return f" ({task.measure or task.unit})"
    return f" {task.unit}"


def _number(value: float, task: TaskFacts) -> str:
    if task.measure:
        return score_number(value, task.measure)
    return _written(_in_unit(value, task), task)


def _difference(value: float, task: TaskFacts) -> str:
    if is_share(task.measure):
        return counted(round(100 * value), "point")
    return score_number(value, task.measure) if task.measure else _written(value, task)


def _in_unit(value: float, task: TaskFacts) -> float:
    """A score as it is, or a loss in nats in the unit that it is shown in."""
    return value if task.measure else shown(value, task.unit)


def _written(loss: float, task: TaskFacts) -> str:
    return fixed(loss, 3) if of_characters(task.unit) else signed_number(loss)


def _listed(names: Sequence[str]) -> str:
    """Names as they stand in a sentence: a, b and c."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
