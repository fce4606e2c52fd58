"""What the training's thread does with its run: steps, and the commands between two of them."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from rnnviz.lab.snapshot import Wanted
from rnnviz.refusal import Refusal
from rnnviz.session.command_queue import CommandQueue
from rnnviz.session.first_look import FirstLook
from rnnviz.session.frame_gate import PATIENCE, FrameGate
from rnnviz.session.impatience import Impatience
from rnnviz.session.keeping import Keeping
from rnnviz.session.mailbox import Mailbox
from rnnviz.session.measuring import Measuring
from rnnviz.session.notice import GIVEN_UP, Notice
from rnnviz.session.pace import Pace
from rnnviz.session.reports import Reports
from rnnviz.session.sample_schedule import SampleSchedule
from rnnviz.session.sample_writer import SampleWriter
from rnnviz.tasks.progress import Cancelled

if TYPE_CHECKING:
    from rnnviz.lab.run import Run

ASIDE = 0.04
"""Seconds that training stands aside: about what painting the whole window takes."""


class Training:
    """Trains one run, and owns its trainer while it does; all methods run in one thread.

    No QObject: there, every attribute costs several times as much, at every step.
    """

    def __init__(self, commands: CommandQueue, mailbox: Mailbox, gate: FrameGate) -> None:
        self.reports = Reports()
        self.running = False
        """Whether steps are made; any thread may ask."""
        self._commands, self._mailbox, self._gate = commands, mailbox, gate
        self.run: Run | None = None
        self._pace = Pace()
        self._measuring = Measuring(self.mistaken)
        self._stepping = False
        self._steps_wanted = 0
        self._schedule = SampleSchedule()
        self._impatience = Impatience(commands)
        self._first_look = FirstLook(self._impatience)
        reports = self.reports
        self.keeping = Keeping(reports.unkept.emit, self._meanwhile)
        self._writer = SampleWriter(
            commands, reports.writing.emit, reports.written.emit, self.mistaken
        )

    # For the thread's loop

    def wait(self) -> float | None:
        """Seconds until the next step is due; None where none is to be made."""
        return self._pace.wait() if self.running else None

    def quiet(self) -> float | None:
        """Seconds after which a run that stands is to be kept; None where it need not be."""
        return self.keeping.quiet(self.run)

    def keep_standing(self) -> None:
        """Keep the run, which has stood for so long."""
        self.keeping.in_passing(self.run)

    def rested(self, start: float) -> None:
        """Nothing has trained since then (of `perf_counter`)."""
        self._schedule.rested(start)

    def advance(self) -> None:
        """Train until there is something else to do: a command, a sample, a wait, or the end."""
        run, gate = self.run, self._gate
        while run is not None and self._pace.wait() == 0.0:
            if self._schedule.due(run.step):
                self._write_at(run)
                return  # something may have been asked for meanwhile
            if self._made_last_step(run):
                self._end(run)
                return
            self._pace.note(run.trainer.characters)
            if self._steps_wanted:
                self._steps_wanted -= 1
                if self._steps_wanted == 0:
                    self._end(run)
                    return
            if perf_counter() > self.keeping.rhythm.due:
                self.keeping.in_passing(run)
            if self._mailbox.wanted:
                gate.expected = self._pace.seconds < PATIENCE
                self.show()
            if gate.closed and gate.expected:
                gate.wait()
            if not self._commands.idle:
                return

    def _made_last_step(self, run: Run) -> bool:
        """Make a step, and return whether there was none; Cancelled where something is urgent."""
        before = run.step
        try:
            return next(run, None) is None
        except Cancelled:
            if run.step == before:
                raise
            return False  # it was made, and what was to be measured then comes before the next

    def _meanwhile(self, _share: float = 0.0) -> None:
        """Pause at once within what has to be ended: an update, or writing a file."""
        if self._impatience.looks():
            pauses = (self.pause, self.toggle) if self.running else (self.pause,)
            command = self._commands.take_if(pauses.__contains__)
            if command is not None:
                command()
                self._commands.give(self.leave_off)  # ends the steps, and shows the last

    def show(self, everything: bool = False) -> None:
        """Put a snapshot into the mailbox, with what is due, or everything, measured now."""
        if self.run is not None:
            self._first_look.quickly(self.run, self.running)
            results = self._measuring.results(self.run, everything)
            self._mailbox.put(self.run.snapshot(results, self._pace.rate))
            if self._first_look.at_leisure(self.run, self.running):
                self._mailbox.put(self.run.snapshot(results, self._pace.rate))

    def mistaken(self, sentence: str, details: str) -> None:
        """Tell of what failed although nothing was wrong with what was asked for; log it."""
        from rnnviz.log_file import log  # when something fails, not at the start

        if details:
            log(sentence, details)
        self.reports.mistaken.emit(Notice("error", sentence, details))

    def _beside(self, failure: str, error: Exception) -> None:
        """Tell of what failed beside a step."""
        from rnnviz.lab.beside import sentence_of  # when something fails, not at the start

        self.mistaken(sentence_of(failure, error), traceback.format_exc())

    def _write_at(self, run: Run) -> None:
        """Write a sample unless this step has one, and plan the next."""
        start, samples = perf_counter(), run.history.samples
        if not samples or samples[-1].step != run.step:
            self._writer.write(run.trainer, asked=False)
        self._schedule.note(run.step, perf_counter() - start)

    def _end(self, run: Run) -> None:
        """Training stops by itself: diverged, at its goal, or after a single step."""
        self.running = False
        trainer = run.trainer
        finished = trainer.step >= trainer.goal
        if finished and not trainer.diverged:
            self._write_at(run)
        self.show(everything=True)
        state = "diverged" if trainer.diverged else "finished" if finished else "paused"
        self.reports.state_changed.emit(state)

    # Commands: which run, and how far

    def replace(self, run: Run) -> None:
        """Train another run from now on."""
        self.keeping.replace(self.run)
        self.run, self.running = run, False
        run.trainer.network.pauses.ask = self._impatience.ask
        run.trainer.beside.tell = self._beside
        run.trainer.meanwhile.ask = self._meanwhile
        self._schedule.begin(run.step)
        self._measuring.forget()
        self._writer.forget()
        self._pace.rate = 0.0
        diverged, begun = run.trainer.diverged, run.step > 0
        self.reports.state_changed.emit("diverged" if diverged else "paused" if begun else "ready")

    def train(self, to: int = 0) -> None:
        """Run on `to` a step count, or (0) to the goal.

        A goal that is reached moves on. Where the step count is reached already, it only pauses.
        """
        if self.run is None or self.run.trainer.diverged:
            return
        trainer = self.run.trainer
        trainer.goal = max(trainer.goal, to)
        if 0 < to <= trainer.step:
            self.running = False
            self.reports.state_changed.emit("paused")
            return
        self._begin(self.run, to - trainer.step if to else 0)

    def step(self) -> None:
        """Train one step and pause; those that are asked for in a row add up."""
        if self.run is None or self.run.trainer.diverged:
            return
        trainer = self.run.trainer
        if not (self.running and self._stepping):
            self._begin(self.run, 1)
            self._stepping = True
            return
        self._steps_wanted += 1
        if trainer.step + self._steps_wanted > trainer.goal:
            trainer.goal += trainer.settings.steps

    def _begin(self, run: Run, steps: int) -> None:
        """Train so many steps, or (0) until the goal."""
        trainer = run.trainer
        if trainer.step >= trainer.goal:
            trainer.goal = trainer.step + trainer.settings.steps
        self._steps_wanted = steps
        self.running, self._stepping = True, False
        self._pace.begin(trainer.characters)
        self.reports.state_changed.emit("running")

    def toggle(self) -> None:
        """Pause, or run to the goal."""
        (self.pause if self.running else self.train)()

    def pause(self) -> None:
        """Stop between two steps."""
        if self.running:
            self.running = False
            self.reports.state_changed.emit("paused")

    def stand_aside(self) -> None:
        """Make no step for a moment, so that the window's thread has Python to itself."""
        if self.running:
            sleep(ASIDE)

    def leave_off(self) -> None:
        """Do nothing; that it is urgent gives up a sample."""

    def set_speed(self, steps_per_second: float | None) -> None:
        """Slow motion, or full speed with None."""
        self._pace.steps_per_second = steps_per_second

    # Commands: what is done to the run, and asked of it

    def change(self, changes: Mapping[str, object]) -> None:
        """Let settings act that need no new network."""
        if self.run is not None:
            self.run.change(self.run.settings.change(**changes))

    def intervene(self, name: str, value: float | None) -> None:
        """Change the network by hand; that it is given up for something urgent is told."""
        if self.run is None:
            return
        try:
            self.run.intervene(name, value)
        except Cancelled:
            self.reports.mistaken.emit(Notice("info", GIVEN_UP))
        else:
            self.reports.done_by_hand.emit({})

    def undo(self) -> None:
        """Take the last intervention back."""
        if self.run is not None:
            self.run.undo()
            self.reports.done_by_hand.emit(dict(self.run.history.edits[-1].settings))

    def set_requests(self, wanted: Wanted) -> None:
        """What snapshots shall measure from now on."""
        self._measuring.want(wanted.focus)

    def write(self) -> None:
        """Write a sample now."""
        if self.run is not None:
            self._writer.write(self.run.trainer, asked=True)

    def keep(self) -> None:
        """Keep the run if it has unsaved work; raises Refusal if that fails."""
        self.keeping.now(self.run)

    def keep_last(self) -> None:
        """Keep the run as it will stay: it only trains on if that fails (Refusal)."""
        running, self.running = self.running, False
        try:
            self.keep()
        except BaseException:
            self.running = running
            raise

    def give_up(self) -> None:
        """Let the run go without being kept."""
        if self.run is not None:
            self.run.note_saved()

    def save(self, path: Path) -> None:
        """Save the run; `saved` tells the path."""
        if self.run is None:
            raise Refusal("There is no run to save yet; open a text first.")
        from rnnviz.lab.runs.checkpoint import save_run  # not at the window's start

        save_run(self.run.trainer, path, report=self.keeping.go_on)
        self.run.note_saved()
        self.keeping.saved(self.run, path)
        self.reports.saved.emit(self.run, str(path))
