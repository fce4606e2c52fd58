"""Gets the run ready that is wanted next; what is asked for meanwhile waits until it is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.lab.runs.sources import Source, from_builtin
from rnnviz.lab.settings import Settings
from rnnviz.lab.turns import Shared
from rnnviz.refusal import Refusal
from rnnviz.session.jobs import Elsewhere, Jobs
from rnnviz.session.notice import READING_FAILED, Notice
from rnnviz.session.orders import Orders
from rnnviz.session.run_list import RunList
from rnnviz.session.run_makers import (
    Gathered,
    Make,
    build_field,
    build_race,
    job_for,
    read_all,
    read_and_build,
    read_run,
)
from rnnviz.tasks import DRAWN, READING
from rnnviz.tasks.text_task import TextTask

if TYPE_CHECKING:
    from rnnviz.lab.race.contestants import Entries
    from rnnviz.lab.run import Run


class Preparation(QObject):
    """Starts one job after the other, of which the newest counts; every method returns at once.

    `wanted` are the settings of the run that comes, or if none comes, `settings`: those asked for
    in the run in focus, whose thread follows between two steps.
    """

    gathered = Signal(object)
    """Emitted with the runs of a workspace, of which one is to come into focus."""
    ready = Signal(object)
    """Emitted with the runs that are made, of which the first is to come into focus."""
    settings_changed = Signal(object)
    changed = Signal(object)
    """Emitted with changes (by name) that the run in focus needs no new network for."""
    acted = Signal(object, object)
    """Emitted with the settings before and after such changes, or any where there is no run."""
    notice = Signal(object)
    unclear = Signal(object)
    """Emitted with the question in which encoding a file is; `reopen` is the answer."""

    def __init__(self, runs: RunList, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = self.wanted = Settings()
        self.jobs = Jobs(self)
        self.orders = Orders(runs, self.jobs, self)
        self._runs = runs
        self._asked: WeakKeyDictionary[Run, Settings] = WeakKeyDictionary()
        """What is asked for in runs; their thread follows."""
        self._changes: dict[str, object] = {}
        self._race: tuple[Entries, int, Shared] | None = None
        """A race that waits for what is got ready."""
        self._source: Source | None = None
        self._read: Callable[[Source], None] = self.open
        self.jobs.done.connect(self._on_done)
        self.jobs.refused.connect(self._on_refused)
        self.jobs.unclear.connect(self._on_unclear)
        self.jobs.failed.connect(self._on_failed)
        self.jobs.failed_aside.connect(self._tell_failure)

    @property
    def busy(self) -> bool:
        """Whether a run is being got ready."""
        return self.jobs.busy

    def open(self, source: Source) -> None:
        """Read a text, and begin with the wanted settings; a task that reads texts stays."""
        self._source, self._read = source, self.open
        self._changes.pop("task", None)  # a task that was waited for ends with the text
        task = self.wanted.task if self.wanted.task in READING else TextTask.name
        settings = self.wanted.change(task=task)
        self._start(read_and_build(source, settings), source.label)

    def open_as(self, source: Source, changes: Mapping[str, object]) -> None:
        """Read what a source has for the task that changes name, which the settings get."""
        self._source, self._read = source, partial(self.open_as, changes=changes)
        self._changes.pop("task", None)
        self.wanted = self.wanted.change(**changes)
        self._start(read_and_build(source, self.wanted), source.label)

    def open_builtin(self, name: str) -> None:
        """Read a built-in text, and begin with the wanted settings."""
        try:
            self.open(from_builtin(name))
        except Refusal as refusal:
            self._complain(refusal)

    def load(self, path: Path) -> None:
        """Read a saved run, and its text if it is not the one that is open."""
        self._changes = {}
        self._start(read_run(path, self._runs.texts), path.name)

    def gather(self, path: Path, name: str) -> None:
        """Read the runs of a workspace, and the texts that are not open."""
        self._changes = {}
        self._start(read_all(path, self._runs.texts), name)

    def begin(self, settings: Settings, source: Source | None = None) -> None:
        """Start with exactly these settings, on another text if one is given."""
        self.wanted, self._changes = settings, {}
        if source is not None:
            self._source, self._read = source, partial(self.begin, settings)
        self._build({"new text"} if source else set(), source)

    def begin_like(self, run: Run, changes: Mapping[str, object]) -> None:
        """Start with the settings of the run in focus but for changes, on its text."""
        try:
            self.wanted, self._changes = self._asked_of(run).change(**changes), {}
        except Refusal as refusal:
            self._complain(refusal)
        else:
            self._build(self.wanted.effects(run.settings))

    def race(self, entries: Entries, seeds: int, shared: Shared) -> None:
        """Start a run for each contestant and seed, on the text that is open.

        While something is got ready it waits for that, and starts from the settings of it.
        """
        if self.busy:
            self._race = entries, seeds, shared
            return
        self._changes = {}
        text = self._runs.source, self._runs.material
        self._start(build_race(entries, seeds, *text, shared), "a race")

    def begin_field(self, named: Mapping[str, Settings], source: Source | None) -> None:
        """Start runs with exactly these settings that race by these names, on a text if given."""
        self.wanted, self._changes = next(iter(named.values())), {}
        if source is not None:
            self._source, self._read = source, partial(self.begin_field, named)
        present = self._runs.source, self._runs.material
        self._start(build_field(named, *present, source), source.label if source else "a race")

    def focus_on(self, run: Run) -> None:
        """Another run is in focus: its settings are those that count; what was to come does not."""
        self.jobs.drop()
        self._forget()
        self.settings = self.wanted = self._asked_of(run)
        self.settings_changed.emit(self.settings)

    def _forget(self) -> None:
        """Whatever waits for what was to come does not come about."""
        self.orders.forget()
        self._changes, self._race = {}, None

    def _asked_of(self, run: Run) -> Settings:
        return self._asked.get(run, run.settings)

    def note(self, run: Run, changes: Mapping[str, object]) -> None:
        """These changes are asked for in a run, by others; its thread follows or has gone ahead."""
        self._asked[run] = self._asked_of(run).change(**changes)

    def change(self, changes: dict[str, object]) -> None:
        """Change settings at once or with a new network or text; waits for what is being read."""
        before, corpus = self.wanted, self._runs.corpus
        try:
            settings = before.change(**changes)
            if corpus is not None and settings.prime != before.prime:
                corpus.encode(settings.prime, "The prime")
        except Refusal as refusal:
            self._complain(refusal)
            self.settings_changed.emit(before)
            return
        self.wanted = settings
        if self._follow(changes, settings.effects(before)):
            self.acted.emit(before, settings)
        self.settings_changed.emit(settings)

    def _follow(self, changes: dict[str, object], effects: set[str]) -> bool:
        """Let changes that led to the wanted settings act where they can; tell if at once."""
        if self.busy:
            self._changes |= changes
        elif self._runs.focus is None and self.wanted.task not in DRAWN:
            self.settings = self.wanted
            return True
        elif self._runs.focus is not None and effects == {"now"}:
            self.settings = self._asked[self._runs.focus] = self.wanted
            self.changed.emit(changes)
            return True
        else:
            self._build(effects)
        return False

    def _build(self, needed: set[str], source: Source | None = None) -> None:
        runs = self._runs
        self._start(*job_for(self.wanted, needed, runs.source, runs.material, source))

    def _start(self, make: Make, label: str) -> None:
        self._race = None
        self.jobs.start(make, label)

    def undone(self, run: Run, back: Mapping[str, object]) -> None:
        """Follow an undo in a run; what is being read keeps its own settings."""
        self.note(run, back)
        if run is not self._runs.focus:
            return
        self.settings = self._asked_of(run)
        if not self.busy:
            self.wanted = self.settings
        self.settings_changed.emit(self.wanted)

    def cancel(self) -> None:
        """Give up what is being read or built; the present run stays."""
        self.jobs.drop()
        self._changes = {}
        self._go_back()

    def _go_back(self) -> None:
        """What was to come does not; changes that waited for it act on what is there."""
        self.orders.forget()
        self.wanted, self._race = self.settings, None
        self.settings_changed.emit(self.settings)
        self._change_later()

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self._go_back()
        self.notice.emit(Notice("error", sentence))

    @Slot(object)
    def _on_unclear(self, question: object) -> None:
        self._go_back()
        self.unclear.emit(question)

    def reopen(self, decode: Callable[[Source], Source]) -> None:
        """Read the text again whose encoding was asked for, decoded in another way."""
        if self._source is not None:
            self._read(decode(self._source))

    @Slot(str)
    def _on_failed(self, details: str) -> None:
        self._go_back()
        self._tell_failure(details)

    @Slot(str)
    def _tell_failure(self, details: str) -> None:
        self.notice.emit(Notice("error", READING_FAILED, details))

    def _complain(self, refusal: Refusal) -> None:
        self.notice.emit(Notice("error", str(refusal)))

    @Slot(object)
    def _on_done(self, made: Run | tuple[Run, ...] | Gathered) -> None:
        if isinstance(made, Gathered):
            self.settings = self.wanted = made.focus.settings
            self.gathered.emit(made)
        else:
            runs = made if isinstance(made, tuple) else (made,)
            self.settings = self.wanted = runs[0].settings
            self.ready.emit(runs)
        self.settings_changed.emit(self.settings)
        waiting = self._race
        self._change_later()  # which may have to get something else ready
        if waiting is not None:
            entries, seeds, shared = waiting
            self.race(replace(entries, start=self.settings), seeds, shared)
        self.orders.do_waiting()

    def expect(self) -> Elsewhere:
        """A run comes from the thread that trains, whatever was to come; `take` gets it."""
        self._forget()
        self.wanted = self.settings
        return self.jobs.expect()

    def take(self, run: Run | None) -> None:
        """The run that was expected is there, or (None) does not come."""
        self.jobs.drop()
        if run is None:
            self._go_back()
        else:
            self._on_done(run)

    def _change_later(self) -> None:
        changes, self._changes = self._changes, {}
        if changes:
            self.change(changes)
