"""A run: a training, what it learns from, what was done to it, its past, and where it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.lab.early_networks import EarlyNetworks
from rnnviz.lab.edits import EditHistory
from rnnviz.lab.history import History
from rnnviz.lab.runs.sources import Source
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import MOMENTS, NOTHING, Entry, Event, Request, RunId, Snapshot, TaskFacts
from rnnviz.lab.trainer import Trainer
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.tasks.corpus import Corpus

if TYPE_CHECKING:
    from rnnviz.lab.runs.kept_runs import Copy

EARLIER = "earlier"
"""The request for the `Moment`s so far, as the probe named by the option `of` finds them."""
UNCOPIED = "The network as it is now could not be kept to compare later ones with"


class Run:
    """A trainer and all that belongs to its training besides: `for step in run:` keeps its past.

    `source` makes its text again (a task that draws its sequences has that of the text before
    it), `path` is the file that it was read from or saved in, `saved_step` its step then, and
    `kept` where its unsaved work is. In a list of runs it has a `title` if somebody gave it one, a
    `look`, which is the number of its colour and dash, and is `shown` on the curves or not; in a
    race it has an `entry`.
    """

    def __init__(
        self, trainer: Trainer, source: Source | None = None, path: Path | None = None
    ) -> None:
        self.trainer, self.source, self.path = trainer, source, path
        self.id = RunId(trainer.corpus.name if trainer.corpus else trainer.feed.facts.label)
        self.saved_step, self._saved_edits = trainer.step, len(trainer.history.edits)
        self.kept: Copy | None = None
        self.edits = EditHistory(trainer.network, trainer.optimizer, trainer.history)
        self.past = EarlyNetworks()
        self.title, self.look, self.shown = "", 0, True
        self.entry: Entry | None = None

    @property
    def name(self) -> str:
        """What people call it: its text, or its task."""
        return self.id.name

    @property
    def step(self) -> int:
        """The steps done."""
        return self.trainer.step

    @property
    def mark(self) -> tuple[int, int]:
        """How far it is: steps, and edits, which change it while it stands."""
        return self.step, len(self.history.edits)

    @property
    def unsaved(self) -> bool:
        """Whether it has trained, and something was done since it was saved."""
        return self.step > 0 and self.mark != (self.saved_step, self._saved_edits)

    @property
    def worth_keeping(self) -> bool:
        """Whether something would be missed without it: training, edits, a file or a name."""
        return self.mark != (0, 0) or self.path is not None or bool(self.title)

    def note_saved(self) -> None:
        """What it is now is saved."""
        self.saved_step, self._saved_edits = self.mark

    @property
    def settings(self) -> Settings:
        """The settings that it learns with now."""
        return self.trainer.settings

    @property
    def corpus(self) -> Corpus | None:
        """The text that it learns; None for a task that draws its sequences."""
        return self.trainer.corpus

    @property
    def task(self) -> TaskFacts:
        """What it learns."""
        return self.trainer.feed.facts

    @property
    def data(self) -> tuple[Corpus | None, TaskFacts, float]:
        """What it learns from: the text, the task, and the share of the text that is held out."""
        return self.corpus, self.task, self.settings.validation

    @property
    def history(self) -> History:
        """What it has shown so far."""
        return self.trainer.history

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        trainer = self.trainer
        if trainer.step == 0 and not trainer.over:
            self._keep()
        before = trainer.step
        try:
            return next(trainer)
        finally:  # a step can be done although what comes after it was broken off
            if trainer.step != before and trainer.step in MOMENTS:
                self._keep()

    def _keep(self) -> None:
        """Keep the network as it is: nothing that is learned depends on it."""
        trainer = self.trainer
        with trainer.beside(UNCOPIED):
            self.past.keep(trainer.step, trainer.network, trainer.sequence())

    def change(self, settings: Settings) -> None:
        """Let settings act that need no new network; Refusal if others differ.

        Once there are steps, other clipping is marked and can be undone, as an intervention.
        """
        before = self.settings
        self.trainer.change(settings)
        if self.step:
            self.edits.change(self._now, before, settings)

    def intervene(self, name: str, value: float | None = None) -> None:
        """Change the network by hand (see `interventions`), marked on the curves."""
        self.edits.intervene(self._now, name, value)
        self.trainer.estimates.first_is_known = (
            False  # before the first step it was another network's
        )

    def undo(self) -> None:
        """Go back to the weights and the optimizer, or the clipping, before the last edit.

        What was trained since is gone from the weights; steps and curves go on.
        """
        self.trainer.change(self.edits.undo(self._now, self.settings))
        self.trainer.estimates.first_is_known = False

    @property
    def _now(self) -> Event:
        return Event(self.step, self.trainer.characters, "")

    def measure(self, requests: Iterable[Request]) -> Mapping[Request, object]:
        """What the named probes find now (see `Trainer.measure`), EARLIER what they found."""
        requests = tuple(requests)
        present = self.trainer.measure(r for r in requests if r.probe != EARLIER)
        with np.errstate(all="ignore"):
            earlier = {r: self._earlier(r) for r in requests if r.probe == EARLIER}
        return {**present, **earlier}

    def _earlier(self, request: Request) -> object:
        return self.past.measure(request, self.trainer.network, PROBES)

    def snapshot(self, results: Mapping[Request, object] = NOTHING, rate: float = 0.0) -> Snapshot:
        """The training as it stands, whose it is, and what can be undone."""
        last = self.edits.last
        return replace(
            self.trainer.snapshot(results, rate),
            undo=last.text if last else "",
            undo_step=last.step if last else None,
            run=self.id,
            name=self.title or self.name,
            look=self.look,
            seconds=self.trainer.seconds,
            parameters=self.trainer.network.flat.size,
        )
