"""Gets a run ready in a thread of its own: reads its text, builds its network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.lab.runs.sources import Source, find_text
from rnnviz.lab.settings import Settings
from rnnviz.refusal import Refusal
from rnnviz.tasks import DRAWN
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.folding import Folding
from rnnviz.tasks.progress import Callback
from rnnviz.tasks.text_task import TextTask

if TYPE_CHECKING:
    from rnnviz.lab.trainer import Trainer

WAY_OUT = "Put that text beside the run, or open the text first and then the run."
"""What helps when a run's text is not found."""


@dataclass(frozen=True)
class Prepared:
    """A trainer that is ready to run, where its text came from and which file it was saved in."""

    source: Source | None
    trainer: Trainer
    path: Path | None = None


def job_for(
    settings: Settings, needed: set[str], source: Source | None, corpus: Corpus | None
) -> tuple[Callable[[Callback], Prepared], str]:
    """What makes a trainer with these settings from what is there, and a label for it."""
    if settings.task in DRAWN:
        return build(source, None, settings), "a new network"
    if "new text" in needed and source is not None:
        return read_and_build(source, settings), source.label
    return build(source, corpus, settings), "a new network"


def read_and_build(source: Source, settings: Settings) -> Callable[[Callback], Prepared]:
    """Read a text and build an untrained network for it."""

    def prepare(report: Callback) -> Prepared:
        wanted = settings.change(task=TextTask.name)
        corpus = source.read(Folding.named(wanted.fold), report)
        return Prepared(source, _trainer(_fitting(wanted, corpus), corpus))

    return prepare


def build(
    source: Source | None, corpus: Corpus | None, settings: Settings
) -> Callable[[Callback], Prepared]:
    """Build an untrained network for a text that is there already, or a task that needs none.

    The source is kept for when a text is wanted again.
    """

    def prepare(report: Callback) -> Prepared:
        return Prepared(source, _trainer(settings, corpus))

    return prepare


def read_run(
    path: Path, source: Source | None, present: Corpus | None
) -> Callable[[Callback], Prepared]:
    """Read a run and, unless it is the `present` one, the text it was trained on.

    That text is looked for where it was, beside the run, and in the `source` that is open.
    """

    def prepare(report: Callback) -> Prepared:
        from rnnviz.lab.runs.checkpoint import load_run

        run = load_run(path)
        if run.settings.task in DRAWN:
            return Prepared(source, run.resume(None), path)
        if source and present and present.fingerprint == run.corpus.get("fingerprint"):
            return Prepared(source, run.resume(present), path)
        own, corpus = find_text(run, WAY_OUT, report, source)
        return Prepared(own, run.resume(corpus), path)

    return prepare


def _fitting(settings: Settings, corpus: Corpus) -> Settings:
    """The settings without a prime that this text could not have written."""
    try:
        corpus.encode(settings.prime)
    except Refusal:
        return settings.change(prime="")
    return settings


def _trainer(settings: Settings, corpus: Corpus | None) -> Trainer:
    """Return a new trainer; what it computes with is loaded now, while the window stands."""
    from rnnviz.lab.trainer import Trainer

    return Trainer(settings, corpus)
