"""The only door between the window and the training."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.lab.runs.sources import Source, from_builtin, from_files, from_text
from rnnviz.lab.settings import Settings
from rnnviz.lab.snapshot import TaskFacts
from rnnviz.refusal import Refusal
from rnnviz.session.command_queue import Command
from rnnviz.session.commands import Commands
from rnnviz.session.jobs import Jobs
from rnnviz.session.loader import baselines
from rnnviz.session.notice import READING_FAILED, TRAINING_FAILED, Notice
from rnnviz.session.preparing import Prepared, job_for, read_and_build, read_run
from rnnviz.session.worker import DIVERGED
from rnnviz.tasks import DRAWN
from rnnviz.tasks.corpus import Corpus


class Session(Commands):
    """One text, one network, one run; every method returns at once unless it says otherwise.

    States: "empty" (no text yet), "ready" (untrained), "running", "paused", "finished" (the goal
    is reached; `run` goes on), "diverged", "failed". What is refused arrives as a `notice`, and
    leaves the run that is there untouched. `autosave` is where unsaved work goes when its run is
    replaced or the session closed.
    """

    state_changed = Signal(str)
    corpus_changed = Signal(object)
    task_changed = Signal(object)
    settings_changed = Signal(object)
    baselines_changed = Signal(object)
    notice = Signal(object)
    loading = Signal(float, str)
    loading_ended = Signal()
    saved = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = "empty"
        self.settings = self._wanted = Settings()
        self.corpus: Corpus | None = None
        self.task: TaskFacts | None = None
        self.source: Source | None = None
        self.baselines: tuple[float, ...] = ()
        self.run_path: Path | None = None
        self.autosave: Path | None = None
        self._saved_step = 0
        self._then: tuple[Command, ...] = ()
        self._later: dict[str, object] = {}
        self._jobs = Jobs(self)
        self._jobs.progress.connect(self.loading)
        self._jobs.ended.connect(self.loading_ended)
        self._jobs.done.connect(self._on_prepared)
        self._jobs.refused.connect(self._go_back)
        self._jobs.refused.connect(self._on_refused)
        self._jobs.failed.connect(self._on_failed_preparing)
        self._worker.state_changed.connect(self._on_state)
        self._worker.refused.connect(self._on_refused)
        self._worker.failed.connect(self._on_failed)
        self._worker.saved.connect(self._on_saved)
        self._worker.writing.connect(self._jobs.show_writing)
        self._worker.written.connect(self._jobs.end_writing)
        self._worker.done_by_hand.connect(self._on_done_by_hand)
        self._worker.start()

    # What to train on

    def open_files(self, paths: list[str]) -> None:
        """Read text files (joined in this order), or one saved run."""
        if len(paths) == 1 and paths[0].endswith(".safetensors"):
            self.load_run(paths[0])
        elif paths:
            self._open(from_files(paths))

    def open_text(self, text: str, name: str = "pasted text") -> None:
        """Get ready to train on a pasted text."""
        self._open(from_text(text, name))

    def open_builtin(self, name: str) -> None:
        """Get ready to train on a built-in text."""
        try:
            self._open(from_builtin(name))
        except Refusal as refusal:
            self.notice.emit(Notice("error", str(refusal)))

    def load_run(self, path: str) -> None:
        """Read a saved run, and its text if it is not the one that is open."""
        self._later = {}
        self._jobs.start(read_run(Path(path), self.source, self.corpus), Path(path).name)

    def restart(self) -> None:
        """Start over with the same settings and seed."""
        if self.task is not None:
            self.begin(self._wanted)

    def begin(self, settings: Settings, source: Source | None = None) -> None:
        """Start with exactly these settings, on another text if one is given."""
        self._wanted, self._later = settings, {}
        needed = {"new text"} if source else set[str]()
        self._jobs.start(*job_for(settings, needed, source or self.source, self.corpus))

    def change(self, **changes: object) -> None:
        """Change settings at once or with a new network or text; waits for what is being read."""
        try:
            settings = self._wanted.change(**changes)
            if self.corpus is not None and settings.prime != self._wanted.prime:
                self.corpus.encode(settings.prime, "The prime")
        except Refusal as refusal:
            self.notice.emit(Notice("error", str(refusal)))
            self.settings_changed.emit(self._wanted)
            return
        effects = settings.effects(self._wanted)
        self._wanted = settings
        if self._jobs.busy:
            self._later |= changes
        elif self.task is None and settings.task not in DRAWN:
            self.settings = settings
        elif self.task is not None and effects == {"now"}:
            self.settings = settings
            self._worker.post(partial(self._worker.change, changes))
        else:
            self._jobs.start(*job_for(settings, effects, self.source, self.corpus))
        self.settings_changed.emit(settings)

    def would_lose_work(self, **changes: object) -> bool:
        """Whether these changes (or, with none, a new text) would end a run with unsaved steps."""
        if not self.unsaved:
            return False
        try:
            return not changes or self._wanted.change(**changes).effects(self._wanted) != {"now"}
        except Refusal:
            return False

    # Running

    def run(self, to: int = 0) -> None:
        """Train to step `to`, or to the goal, which moves on by `settings.steps` when reached."""
        self._then = ()
        self._train(partial(self._worker.train, to))

    def step_once(self) -> None:
        """Train one step and pause; steps that are asked for in a row add up."""
        self._train(self._worker.step)

    def _train(self, command: Command) -> None:
        if self._jobs.busy:
            self._then = (*self._then, command)
        elif self.task is not None:
            self._worker.post(command)

    def pause(self) -> None:
        """Stop between two steps."""
        self._then = ()
        self._worker.post(self._worker.pause, urgent=True)

    def toggle(self) -> None:
        """Run or pause, as the thread knows when it gets there; `state` lags behind."""
        running = self.state == "running"
        if self._jobs.busy and not running:
            self._then = () if self._then else (self._worker.train,)
        else:
            self._worker.post(self._worker.toggle, urgent=running)

    # Saving and closing

    @property
    def unsaved(self) -> bool:
        """Whether steps were made since the run was last saved."""
        newest = self._mailbox.peek()
        return newest is not None and newest.step > self._saved_step

    def save(self, path: str) -> None:
        """Save the run between two steps; `saved` or a `notice` tells how it went."""
        self._worker.post(partial(self._worker.save, Path(path)))

    def close(self) -> None:
        """Save unsaved work to `autosave`, end all threads; waits for them."""
        self._jobs.close()
        self._worker.stop(self.autosave)
        self._worker.wait()

    def _keep_unsaved(self) -> None:
        if self.autosave is not None:
            self._worker.post(partial(self._worker.keep, self.autosave))

    # Preparing

    def cancel_loading(self) -> None:
        """Give up what is being read or built, else a sample; the present run stays."""
        if not self._jobs.busy:
            self._worker.post(self._worker.leave_off, urgent=True)
            return
        self._jobs.drop()
        self._later = {}
        self._go_back()

    def _go_back(self) -> None:
        """What was to come does not; changes that waited for it act on what is there."""
        self._then, self._wanted = (), self.settings
        self.settings_changed.emit(self.settings)
        self._change_later()

    def _open(self, source: Source) -> None:
        self._later.pop("task", None)  # a task that was waited for ends with the text
        self._jobs.start(read_and_build(source, self._wanted), source.label)

    @Slot(object)
    def _on_prepared(self, prepared: Prepared) -> None:
        self._keep_unsaved()
        trainer, other_text = prepared.trainer, prepared.trainer.corpus is not self.corpus
        other_task = self.task != trainer.feed.facts
        self.task = trainer.feed.facts
        self.corpus, self.source, self.run_path = trainer.corpus, prepared.source, prepared.path
        self.settings = self._wanted = trainer.settings
        self._saved_step = trainer.step
        self._mailbox.put(None)
        self._worker.post(partial(self._worker.replace, trainer), urgent=True)
        if other_text and trainer.corpus is not None:
            self._announce(trainer.corpus)
        if other_task:
            self.task_changed.emit(self.task)
        self.settings_changed.emit(self.settings)
        self._change_later()
        then, self._then = self._then, ()
        for command in then:
            self._train(command)

    def _change_later(self) -> None:
        changes, self._later = self._later, {}
        if changes:
            self.change(**changes)

    def _announce(self, corpus: Corpus) -> None:
        """Tell of another text, and measure its n-gram losses."""
        self.baselines = ()
        self.corpus_changed.emit(corpus)
        for warning in corpus.warnings:
            self.notice.emit(Notice("warning", warning))
        self._jobs.aside(baselines(corpus, self.settings.validation), self._on_baselines)

    @Slot(object)
    def _on_baselines(self, measured: tuple[Corpus, tuple[float, ...]]) -> None:
        corpus, losses = measured
        if corpus is self.corpus:
            self.baselines = losses
            self.baselines_changed.emit(losses)

    @Slot(str)
    def _on_failed_preparing(self, details: str) -> None:
        self._go_back()
        self.notice.emit(Notice("error", READING_FAILED, details))

    # What the worker tells

    @Slot(str)
    def _on_state(self, state: str) -> None:
        self.state = state
        self.state_changed.emit(state)
        if state == "diverged":
            self.notice.emit(Notice("warning", DIVERGED))

    @Slot(object)
    def _on_done_by_hand(self, back: Mapping[str, object]) -> None:
        """Follow the settings that an undo brought back; what is being read keeps its own."""
        if back:
            self.settings = self.settings.change(**back)
            self._wanted = self._wanted if self._jobs.busy else self.settings
            self.settings_changed.emit(self._wanted)
        self.changed_by_hand.emit()

    @Slot(str)
    def _on_refused(self, sentence: str) -> None:
        self.notice.emit(Notice("error", sentence))

    @Slot(str)
    def _on_failed(self, details: str) -> None:
        self.state = "failed"
        self.state_changed.emit("failed")
        self.notice.emit(Notice("error", TRAINING_FAILED, details))

    @Slot(str, int)
    def _on_saved(self, path: str, step: int) -> None:
        self._saved_step = max(self._saved_step, step)
        if self.autosave is None or Path(path) != self.autosave:
            self.run_path = Path(path)
        self.saved.emit(path)
