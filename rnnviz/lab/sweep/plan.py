"""What a sweep goes through: every combination of the values that are varied, with every seed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

import numpy as np

from rnnviz.core.optimizers import REGISTRY as OPTIMIZERS
from rnnviz.lab.architecture import parameter_count
from rnnviz.lab.history import CURVES, MOST
from rnnviz.lab.memory.memory_need import Shape
from rnnviz.lab.memory.shapes import shape_of
from rnnviz.lab.memory.together import check_memory_at_a_time
from rnnviz.lab.runs.carried_text import TEXT_AT_MOST
from rnnviz.lab.setting_words import because
from rnnviz.lab.settings import Settings, declarations
from rnnviz.lab.sweep.training_row import TrainingRow
from rnnviz.lab.usual_settings import with_usual
from rnnviz.refusal import Refusal
from rnnviz.tasks.material import Material

MOST_ROWS = 10_000
USUAL = {"hidden": (8, 64, 256)}
"""What is varied where nothing is named: the course's question."""
STEP_COST = 60_000
"""What a time step costs besides its products, in operations: about 30 microseconds."""

Read = Callable[[Settings], Material | None]
"""Reads the text of settings, folded as they say; None for a task that draws its sequences."""


@dataclass(frozen=True)
class TrainingPlan:
    """The rows, the names of what is varied in them, and the texts by fingerprint."""

    rows: tuple[TrainingRow, ...]
    varied: tuple[str, ...]
    texts: Mapping[str, Material]

    def text_of(self, row: TrainingRow) -> Material | None:
        """What a row learns from; None for a task that draws its sequences."""
        return self.texts.get(row.fingerprint)


def combinations(
    start: Settings,
    given: Mapping[str, object],
    varied: Mapping[str, Sequence[object]],
    seeds: Iterable[int],
) -> list[Settings]:
    """The settings of every row, each once; refuses impossible values and meaningless names.

    What varies brings its usual companions along, as an optimizer its rate, where none is given.
    """
    seeds = tuple(seeds)
    count = prod(len(values) for values in varied.values()) * len(seeds)
    if count > MOST_ROWS:
        raise Refusal(f"That are {count:,} rows; {MOST_ROWS:,} are the most. Vary fewer values.")
    found: dict[str, Settings] = {}
    for values in product(*varied.values()):
        changes = with_usual({**given, **dict(zip(varied, values, strict=True))})
        for seed in seeds:
            settings = start.change(**{**changes, "seed": seed})
            found.setdefault(repr(settings.as_dict()), settings)
    for name in varied:
        if not any(name in settings.rows() for settings in found.values()):
            raise Refusal(_meaningless(next(iter(found.values())), name))
    return list(found.values())


def _meaningless(settings: Settings, name: str) -> str:
    owner, choices = settings.users(name)
    known = declarations()
    return (
        f"{known[name].label} ({name}) cannot be varied: it has no meaning for the "
        f"{known[owner].label.lower()} {settings.value(owner)}{because(settings, name)}; "
        f"choose {owner} {' or '.join(choices)}, or vary something else."
    )


def training_plan(
    all_settings: Sequence[Settings], varied: Iterable[str], read: Read, jobs: int
) -> TrainingPlan:
    """The rows of these settings; refuses texts that are too short and networks that do not fit.

    So many `jobs` at a time take this machine's memory, 0 if another one's.
    """
    texts: dict[tuple[object, ...], Material | None] = {}
    rows, sizes = [], []
    for settings in all_settings:
        text = settings.task, settings.fold, settings.symbols, settings.column
        if text not in texts:
            texts[text] = read(settings)
        corpus = texts[text]
        shape = shape_of(settings, corpus)
        sizes.append((settings, shape))
        fingerprint = corpus.fingerprint if corpus else ""
        sums = operations(settings, shape), room_for_run(settings, shape, corpus)
        rows.append(TrainingRow(settings, fingerprint, *sums))
    check_memory_at_a_time(sizes, jobs)
    known = {corpus.fingerprint: corpus for corpus in texts.values() if corpus is not None}
    return TrainingPlan(tuple(rows), tuple(varied), known)


def operations(settings: Settings, shape: Shape) -> float:
    """About how many operations all steps take: products, and what each time step costs besides."""
    parameters = parameter_count(settings, shape.inputs, shape.outputs)
    windows = shape.steps * (6 * shape.batch * parameters + STEP_COST * prod(settings.stack))
    return float(settings.steps * (windows + 20 * parameters))


def room_for_run(settings: Settings, shape: Shape, corpus: Material | None) -> int:
    """About how many bytes a run's file takes: weights, what the optimizer keeps, curves, text."""
    slots, item = len(OPTIMIZERS[settings.optimizer].slots), np.dtype(settings.dtype).itemsize
    parameters = parameter_count(settings, shape.inputs, shape.outputs)
    row = sum(np.dtype(kind).itemsize for kind in CURVES.values())
    text = corpus.nbytes if corpus is not None else 0
    carried = text if text <= TEXT_AT_MOST else 0
    return (1 + slots) * parameters * item + min(settings.steps, MOST) * row + carried
