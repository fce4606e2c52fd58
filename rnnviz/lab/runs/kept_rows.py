"""Runs that are kept in files, as rows of the list of runs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from safetensors import SafetensorError, safe_open

from rnnviz.lab.architecture import parameter_count
from rnnviz.lab.run_names import run_names
from rnnviz.lab.runs.about_passages import facts_of_passages
from rnnviz.lab.runs.bounded_json import check_header, read_json
from rnnviz.lab.runs.carried_series import facts_of_numbers
from rnnviz.lab.runs.misfit import MISFITS
from rnnviz.lab.runs.run_metadata import about_of, progress_of, settings_of, vocabulary_of
from rnnviz.lab.runs.saved_run import sides_of
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import Row, RunId, TaskFacts
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN, READING
from rnnviz.tasks.numbers import Numbers
from rnnviz.tasks.text_task import TextTask

if TYPE_CHECKING:
    from rnnviz.lab.runs.kept_runs import Kept

KEPT = "kept"
"""The state of such a run."""


def row_of_kept(kept: Kept, run: RunId, look: int = 0) -> Row | None:
    """The row of a kept run, of which nothing but its description is read; None if it is none."""
    try:
        check_header(kept.path)
        with safe_open(kept.path, framework="numpy") as file:
            return _row(kept, file, run, look)
    except (OSError, SafetensorError, Refusal, *MISFITS):
        return None


def named_rows(rows: Sequence[Row], titles: Sequence[str]) -> list[Row]:
    """The rows, named by the titles that people gave, else by what they differ in."""
    names = run_names([row.settings for row in rows], [row.run.name for row in rows], titles)
    return [replace(row, name=name) for row, name in zip(rows, names, strict=True)]


def _row(kept: Kept, file: Any, run: RunId, look: int) -> Row:
    metadata = file.metadata() or {}
    settings = settings_of(read_json(metadata["settings"]), read_json(metadata["format"]))
    about = about_of(read_json(metadata["corpus"]), settings.task)
    inputs, outputs, _ = sides_of(settings, vocabulary_of(read_json(metadata["vocabulary"])), about)
    progress = progress_of(read_json(metadata["progress"]))
    return Row(
        run=run,
        name=kept.name,
        look=look,
        shown=False,
        settings=settings,
        task=_facts(settings, outputs, about),
        parameters=parameter_count(settings, inputs, outputs),
        step=progress["step"],
        smoothed=progress["smoothed"],
        heldout=_newest(file, "validation_loss"),
        score=_newest(file, "validation_score"),
        seconds=progress["seconds"],
        memory=0,
        state=KEPT,
        time=kept.time,
    )


def _newest(file: Any, curve: str) -> float:
    """The last value of a curve; NaN where there is none."""
    values = file.get_slice(f"curve.{curve}")
    count = values.get_shape()[0]
    return float(values[count - 1 : count][0]) if count else math.nan


def _facts(settings: Settings, outputs: int, about: Any) -> TaskFacts:
    """What such a run learns, as `lab.feeds` tells it of one that is open."""
    if settings.task == Numbers.name:
        return facts_of_numbers(about)
    if settings.task in READING:
        return facts_of_passages(settings.task, about)
    if settings.task not in DRAWN:
        line = ("uniform", math.log(outputs))
        return TaskFacts(TextTask.name, TextTask.label, TextTask.hint, "nats per character", line)
    from rnnviz.lab.feeds import DrawnFeed

    return DrawnFeed(settings).facts
