"""The only door between the window and the training."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.lab.runs.sources import Source, from_files, from_text
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import RunId, Snapshot, TaskFacts, Wanted
from rnnviz.session.baselines import Baselines
from rnnviz.session.deeds import Deeds
from rnnviz.session.encoding_choice import EncodingChoice
from rnnviz.session.exports import Exports
from rnnviz.session.frame_gate import FrameGate
from rnnviz.session.keeper import Keeper
from rnnviz.session.lesson_runs import LessonRuns
from rnnviz.session.mailbox import Mailbox
from rnnviz.session.notice import DIVERGED, TRAINING_FAILED, Notice, warnings_of
from rnnviz.session.preparation import Preparation
from rnnviz.session.recording import Recordings
from rnnviz.session.roster import Roster
from rnnviz.session.run_list import RunList
from rnnviz.session.tables import Tables
from rnnviz.session.training import ASIDE
from rnnviz.session.undoing import Undoing
from rnnviz.session.worker import Worker
from rnnviz.session.workspaces import Workspaces
from rnnviz.tasks.corpus import Corpus
from rnnviz.tasks.decoding import FIND, Wish

if TYPE_CHECKING:
    from rnnviz.lab.run import Run

GONE = "This run is not open any more. Bring it back with a click on its row, then save it."


class Session(QObject):
    """The runs and the thread that trains; every method returns at once unless it says otherwise.

    States: "empty" (no run yet), "ready" (untrained), "running", "paused", "finished" (the goal
    is reached; `run` goes on), "diverged", "failed". What is refused arrives as a `notice`, and
    leaves the run that is there untouched. The `keeper` keeps unsaved work while it comes about
    and when the session is closed; `encodings` are those of texts; the `roster` is for what is
    done to the list of `runs`.
    """

    state_changed = Signal(str)
    corpus_changed = Signal(object)
    task_changed = Signal(object)
    settings_changed = Signal(object)
    changed_by_hand = Signal(object, str)
    """Emitted when an intervention (with its words) or an undo was done; with the run."""
    notice = Signal(object)
    loading = Signal(float, str)
    loading_ended = Signal()
    saved = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = "empty"
        self.runs = RunList()
        self.gate = FrameGate()
        self._mailbox = Mailbox()
        self._worker = Worker(self._mailbox, self.gate)
        self._training = self._worker.training
        self._deeds = Deeds(self._training)
        self.keeper = Keeper(self._worker, self)
        self._preparation = Preparation(self.runs, self)
        self.encodings = EncodingChoice(self._preparation, self.runs, self)
        self.baselines = Baselines(self._preparation.jobs, self)
        parts = self.runs, self._worker, self._preparation
        self.roster = Roster(*parts, self._deeds, self.keeper, self)
        self.lesson_runs = LessonRuns(*parts, self.roster, self)
        self.workspaces = Workspaces(*parts, self.roster, self)
        self.tables = Tables(self._preparation, self.roster, self)
        self.exports = Exports(self.runs, self._worker, self._preparation.jobs, self)
        self.recordings = Recordings(self._worker, self)
        self.undoing = Undoing(self._worker, self._preparation, self.roster, self._deeds, self)
        self._aside_until = 0.0
        self._connect()
        self._worker.start()

    def _connect(self) -> None:
        preparation, reports = self._preparation, self._training.reports
        jobs = preparation.jobs
        jobs.progress.connect(self.loading)
        jobs.ended.connect(self.loading_ended)
        self.roster.focus_changed.connect(self._on_focus)
        for part in (self.roster, self.workspaces, self.tables, self.exports, self.undoing):
            part.notice.connect(self.notice)
        preparation.changed.connect(self._on_changed)
        preparation.orders.due.connect(self._worker.post)
        preparation.settings_changed.connect(self.settings_changed)
        preparation.notice.connect(self.notice)
        self._worker.refused.connect(self._on_refused)
        self._worker.failed.connect(self._on_failed)
        reports.mistaken.connect(self.notice)
        reports.state_changed.connect(self._on_state)
        reports.saved.connect(self._on_saved)
        reports.unkept.connect(self.keeper.unkept)
        reports.writing.connect(jobs.show_writing)
        reports.written.connect(jobs.end_writing)
        reports.done_by_hand.connect(self._on_done_by_hand)
        reports.done_by_hand.connect(self.undoing.note_by_hand)

    @property
    def settings(self) -> Settings:
        """The settings that are asked for in the run in focus."""
        return self._preparation.settings

    @property
    def corpus(self) -> Corpus | None:
        """The text that the run in focus learns."""
        return self.runs.corpus

    @property
    def source(self) -> Source | None:
        """Where the text that is open comes from."""
        return self.runs.source

    @property
    def task(self) -> TaskFacts | None:
        """What the run in focus learns."""
        return self.runs.focus.task if self.runs.focus else None

    # What to train on

    def open_files(self, paths: list[str], wish: Wish = FIND) -> None:
        """Read text files (joined in this order), or one saved run."""
        if len(paths) == 1 and paths[0].endswith(".safetensors"):
            self.load_run(paths[0])
        elif paths:
            self._preparation.open(from_files(paths, wish))

    def open_text(self, text: str, name: str = "pasted text") -> None:
        """Get ready to train on a pasted text."""
        self._preparation.open(from_text(text, name))

    def open_builtin(self, name: str) -> None:
        """Get ready to train on a built-in text."""
        self._preparation.open_builtin(name)

    def load_run(self, path: str) -> None:
        """Read a saved run, and its text if it is not the one that is open."""
        self._preparation.load(Path(path))

    def restart(self) -> None:
        """Start over with the same settings and seed."""
        if self.runs.focus is not None:
            self.begin(self._preparation.wanted)

    def begin(self, settings: Settings, source: Source | None = None) -> None:
        """Start with exactly these settings, on another text if one is given."""
        self._preparation.begin(settings, source)

    def change(self, **changes: object) -> None:
        """Change settings at once or with a new network or text; waits for what is being read."""
        self._preparation.change(changes)

    def cancel_loading(self) -> None:
        """Give up what is being read or built, else a sample; the present run stays."""
        if self._preparation.busy:
            self._preparation.cancel()
        else:
            self._worker.post(self._training.leave_off, urgent=True)

    # Running

    def run(self, to: int = 0) -> None:
        """Train to step `to`, or to the goal, which moves on by `settings.steps` when reached."""
        self._preparation.orders.do_only(partial(self._training.train, to))

    def step_once(self) -> None:
        """Train one step and pause; steps that are asked for in a row add up."""
        self._preparation.orders.do(self._training.step)

    def pause(self) -> None:
        """Stop between two steps."""
        self._preparation.orders.forget()
        self._worker.post(self._training.pause, urgent=True)

    def toggle(self) -> None:
        """Run or pause, as the thread knows when it gets there; `state` lags behind."""
        running = self.state == "running"
        if self._preparation.busy and not running:
            self._preparation.orders.toggle(self._training.train)
        else:
            self._worker.post(self._training.toggle, urgent=running)

    def set_speed(self, steps_per_second: float | None) -> None:
        """Slow motion, or full speed with None."""
        self._worker.post(partial(self._training.set_speed, steps_per_second))

    def stand_aside(self) -> None:
        """Have training wait a moment: the user moves or resizes something and looks at that."""
        now = perf_counter()
        if self._training.running and now >= self._aside_until:
            self._aside_until = now + ASIDE
            self._worker.post(self._training.stand_aside)

    # Looking and changing by hand

    def set_requests(self, wanted: Wanted) -> None:
        """What the visible panels need measured."""
        self._worker.post(partial(self._training.watching.want, wanted))

    def snapshot(self) -> Snapshot | None:
        """The newest snapshot (the same object if nothing is new); asks for the next."""
        return self._mailbox.take()

    def sample_now(self) -> None:
        """Let the network write with the present sampling settings."""
        self._worker.post(self._deeds.write)

    def intervene(self, name: str, value: float | None = None) -> None:
        """Change the network by hand (see `lab.interventions`), between two steps."""
        self._worker.post(partial(self._deeds.intervene, name, value))

    def undo(self) -> None:
        """Take the last intervention, or switch of the clipping, back."""
        self._worker.post(self._deeds.undo)

    # Saving and closing

    @property
    def unsaved(self) -> bool:
        """Whether steps were made since the run was last saved."""
        return (run := self.runs.focus) is not None and run.step > run.saved_step

    def save(self, path: str, run_id: RunId | None = None, past: bool = False) -> None:
        """Save a run, or the one in focus; `saved` or a `notice` tells how it went."""
        run = self.runs.named(run_id)
        if run_id is not None and run is None:
            self.notice.emit(Notice("error", GONE))
            return
        self._worker.post(partial(self._deeds.save, Path(path), run, past))

    def close(self) -> None:
        """Keep unsaved work, end all threads; waits for them."""
        self._preparation.jobs.cancel()
        self._worker.stop()
        self._worker.wait()
        self._preparation.jobs.close()

    @Slot(object, object)
    def _on_focus(self, run: Run, before: Run | None) -> None:
        """Another run is in focus: tell of its text and its task where they are others."""
        self._mailbox.put(None)
        data, task = (before.data, before.task) if before is not None else (None, None)
        if run.corpus is not None and run.data != data:
            self._announce(run, run.corpus, data is None or run.corpus is not data[0])
        if run.task != task:
            self.task_changed.emit(run.task)

    @Slot(object)
    def _on_changed(self, changes: dict[str, object]) -> None:
        self._worker.post(partial(self._deeds.change, changes))

    def _announce(self, run: Run, corpus: Corpus, is_new: bool) -> None:
        """Tell of another text or share held out; if it is written on, measure n-grams."""
        self.baselines.measure(corpus, run.settings.validation, is_wanted=not run.task.measure)
        self.corpus_changed.emit(corpus)
        for notice in warnings_of(corpus, run.trainer) if is_new else ():
            self.notice.emit(notice)

    # What the thread tells

    @Slot(str)
    def _on_state(self, state: str) -> None:
        self.state = state
        self.state_changed.emit(state)
        if state == "diverged":
            self.notice.emit(Notice("warning", DIVERGED))

    @Slot(object, object, str)
    def _on_done_by_hand(self, run: Run, back: Mapping[str, object], words: str) -> None:
        """Follow the settings that an undo brought back."""
        if back:
            self._preparation.undone(run, back)
        self.changed_by_hand.emit(run, words)

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.notice.emit(Notice("error", sentence))

    @Slot(str)
    def _on_failed(self, details: str) -> None:
        self.state = "failed"
        self.state_changed.emit("failed")
        self.notice.emit(Notice("error", TRAINING_FAILED, details))

    @Slot(object, str)
    def _on_saved(self, _run: Run, path: str) -> None:
        self.saved.emit(path)
