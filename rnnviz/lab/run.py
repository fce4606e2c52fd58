"""A run: a training, what it learns from, what was done to it, its past, and where it is saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rnnviz.lab.edits import CLIPPING, ONE_GESTURE, EditHistory, Switched, relevant
from rnnviz.lab.history import History
from rnnviz.lab.past.ghost import Ghost
from rnnviz.lab.past.moment import PastMoment
from rnnviz.lab.past.past import Past
from rnnviz.lab.runs.sources import Source
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import (
    MOMENTS,
    NOTHING,
    Entry,
    Event,
    Moment,
    Request,
    RunId,
    Snapshot,
    TaskFacts,
)
from rnnviz.lab.trainer import Trainer
from rnnviz.probes import REGISTRY as PROBES
from rnnviz.refusal import Refusal
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.material import Material

if TYPE_CHECKING:
    from rnnviz.lab.runs.kept_runs import Copy

When = int | PastMoment
"""A step that is kept, or what was kept of it, which may have been forgotten since."""
EARLIER = "earlier"
"""The request for the `Moment`s so far, as the probe named by the option `of` finds them.

With the option `only` it is that of one step alone.
"""
EARLIER_KEPT = 100
"""Such requests whose answers are kept: who types a pattern makes one with every key."""
UNCOPIED = "The network as it is now could not be kept to go back to later"


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
        self.id = RunId(trainer.material.name if trainer.material else trainer.feed.facts.label)
        self.saved_step, self._saved_edits = trainer.step, len(trainer.history.edits)
        self.kept: Copy | None = None
        self.edits = EditHistory(trainer.network, trainer.optimizer, trainer.history)
        self.past = Past()
        self.past_is_saved = False
        """Whether its file has its past."""
        self._ghost = Ghost(trainer)
        self._early: dict[Request, dict[int, Moment]] = {}
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

    def note_overwritten(self) -> None:
        """Its file holds another run now: it is in none."""
        self.path, self.saved_step, self.past_is_saved = None, 0, False

    @property
    def settings(self) -> Settings:
        """The settings that it learns with now."""
        return self.trainer.settings

    @property
    def corpus(self) -> Corpus | None:
        """The text that it learns; None for a task that draws its sequences."""
        return self.trainer.corpus

    @property
    def material(self) -> Material | None:
        """What it learns that somebody brought: a text, or a column of numbers."""
        return self.trainer.material

    @property
    def task(self) -> TaskFacts:
        """What it learns."""
        return self.trainer.feed.facts

    @property
    def data(self) -> tuple[Corpus | None, float, bool]:
        """What it learns from: the text, the share of it that is held out, and if it writes on."""
        return self.corpus, self.settings.validation, not self.task.measure

    @property
    def history(self) -> History:
        """What it has shown so far."""
        return self.trainer.history

    def __iter__(self) -> Iterator[int]:
        return self

    def __next__(self) -> int:
        trainer, past = self.trainer, self.past
        before = trainer.step
        if before >= past.due and not trainer.over:
            trainer.look()
            self._keep()
        try:
            return next(trainer)
        finally:  # a step can be done although what comes after it was broken off
            if trainer.step >= past.due and trainer.step != before:
                self._keep()

    def _keep(self, by_hand: bool = False) -> PastMoment | None:
        """Keep the present moment: nothing that is learned depends on it."""
        kept = None
        with self.trainer.beside(UNCOPIED):
            kept = self.past.keep(self.trainer, self.edits.back, by_hand)
        self.past.passed(self.step)
        return kept

    def _keep_before_change(self) -> PastMoment | None:
        """Keep the moment before a change by hand, and expect one that shows what it did."""
        if not self.step:  # the past begins with the first step
            self.past = Past(self.past.budget)
            return None
        kept = self._keep(by_hand=True)
        self.past.expect(self.step + 1)
        return kept

    def change(self, settings: Settings) -> None:
        """Let settings act that need no new network; Refusal if others differ.

        Once there are steps, other clipping is marked and can be undone, as an intervention.
        """
        before = self.settings
        differs = any(settings.value(n) != before.value(n) for n in relevant(settings))
        if differs and not (self.step and self.past.is_handled(self.step, ONE_GESTURE)):
            self._keep_before_change()
        self.trainer.change(settings)
        if self.step:
            self.edits.change(self._now, before, settings)

    def intervene(self, name: str, value: float | None = None) -> None:
        """Change the network by hand (see `interventions`), marked on the curves."""
        kept = self._keep_before_change()
        self.edits.intervene(self._now, name, value, kept)
        # Before the first step it was another network's.
        self.trainer.estimates.first_is_known = False

    def undo(self) -> None:
        """Go back to the weights and the optimizer, or the clipping, before the last edit.

        What was trained since is gone from the weights; steps and curves go on.
        """
        kept = self._keep_before_change() if self.edits.last is not None else None
        self.trainer.change(self.edits.undo(self._now, self.settings, kept))
        self.trainer.estimates.first_is_known = False

    def take_back(self) -> None:
        """Undo the last intervention; clipping that was switched since then stays as it is."""
        now = {name: self.settings.value(name) for name in CLIPPING}
        while isinstance(self.edits.last, Switched):
            self.undo()
        self.undo()
        self.change(self.settings.change(**now))

    def redo(self) -> None:
        """Go back to the weights and the optimizer before the last undo; steps and curves go on."""
        self.edits.redo(self._now, self._keep_before_change())
        self.trainer.estimates.first_is_known = False

    @property
    def _now(self) -> Event:
        return Event(self.step, self.trainer.characters, "")

    def measure(
        self, requests: Iterable[Request], at: When | None = None
    ) -> Mapping[Request, object]:
        """What the named probes find (see `Trainer.measure`), EARLIER what they found before.

        They measure the present or, `at` a step that is kept, what was there then.
        """
        requests = tuple(requests)
        shown = self.trainer if at is None else self.at(at)
        present = shown.measure(r for r in requests if r.probe != EARLIER)
        with np.errstate(all="ignore"):
            earlier = {r: self._earlier(r) for r in requests if r.probe == EARLIER}
        return {**present, **earlier}

    def _earlier(self, request: Request) -> tuple[Moment, ...]:
        """What the probe that the option `of` names finds at every early moment; once at each."""
        options, found = dict(request.options), self._early.setdefault(request, {})
        if len(self._early) > EARLIER_KEPT:  # the oldest one
            self._early.pop(next(iter(self._early)))
        is_needed = self._ghost.there
        probe = PROBES[str(options.pop("of"))]
        only = options.pop("only", None)
        for step in MOMENTS if only is None else (int(only),):
            kept = self.past.at(step)
            if kept is not None and step not in found:
                then = self._ghost.at(kept)
                found[step] = Moment(step, probe.measure(then.network, then.sequence(), options))
        if not is_needed:
            self._ghost.forget()
        return tuple(found[step] for step in sorted(found))

    def kept_moment(self, step: int) -> PastMoment:
        """What is kept of the run after exactly so many steps; Refusal where that is nothing."""
        kept = self.past.at(step)
        if kept is None:
            raise Refusal(
                f"The moment after step {step:,} is not kept any more. Choose another one."
            )
        return kept

    def at(self, when: When) -> Trainer:
        """A trainer that is what the run's own was after a step that is kept; see `Ghost`.

        It serves until another one is asked for. Raises Refusal where there is nothing to show.
        """
        moment = when if isinstance(when, PastMoment) else self.kept_moment(when)
        return self._ghost.at(moment)

    def forget_ghost(self) -> None:
        """Give back the memory in which the past was shown."""
        self._ghost.forget()

    def snapshot(
        self,
        results: Mapping[Request, object] = NOTHING,
        rate: float = 0.0,
        at: When | None = None,
    ) -> Snapshot:
        """The training as it stands, whose it is, and what can be undone.

        `at` a step that is kept it is the training as it stood; nothing can be undone there.
        """
        last = self.edits.last if at is None else None
        return replace(
            (self.trainer if at is None else self.at(at)).snapshot(results, rate),
            undo=last.text if last else "",
            undo_step=last.step if last else None,
            run=self.id,
            name=self.title or self.name,
            look=self.look,
            entry=self.entry,
            moments=self.past.steps,
            past_bytes=self.past.bytes,
            past_budget=self.past.budget,
            present=None if at is None else self.step,
            later=None if at is None else self.history.curves(),
        )
