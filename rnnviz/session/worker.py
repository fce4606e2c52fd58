"""The training's thread: steps at full speed, and between two of them whatever was asked for."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from PySide6.QtCore import QThread, Signal

from rnnviz.lab.snapshot import Request
from rnnviz.refusal import Refusal
from rnnviz.session.command_queue import Command, CommandQueue
from rnnviz.session.frame_gate import PATIENCE, FrameGate
from rnnviz.session.mailbox import Mailbox
from rnnviz.session.measuring import Measuring
from rnnviz.session.pace import Pace
from rnnviz.session.sample_schedule import SampleSchedule
from rnnviz.session.sample_writer import SampleWriter

if TYPE_CHECKING:
    from rnnviz.lab.trainer import Trainer

ASIDE = 0.04
"""Seconds that training stands aside: about what painting the whole window takes."""
DIVERGED = (
    "The loss or its gradient is no longer a number: the weights or the states ran away. Try a "
    "lower learning rate, clipping or smaller initial weights, and press Home to start over."
)


class Worker(QThread):
    """Owns the trainer while it lives; others send commands, and read snapshots.

    All methods but `post` and `stop` run in this thread.
    """

    state_changed = Signal(str)
    refused = Signal(str)
    failed = Signal(str)
    saved = Signal(str, int)
    done_by_hand = Signal(object)
    """Emitted after an intervention or its undo, with the settings (by name) that came back."""
    writing = Signal(float)
    """Emitted now and then while a sample takes long, with the share that is written."""
    written = Signal()
    """Emitted when such a sample is done or given up."""

    def __init__(self, mailbox: Mailbox, gate: FrameGate) -> None:
        super().__init__()
        self._gate = gate
        self._mailbox = mailbox
        self._orders = CommandQueue()
        self._trainer: Trainer | None = None
        self._pace = Pace()
        self._measuring = Measuring()
        self._running = self._stepping = self._stopping = False
        self._steps_wanted = 0
        self._writing = SampleSchedule()
        self._scribe = SampleWriter(self._orders, self.writing.emit, self.written.emit)
        self._saved_step = 0

    def post(self, command: Command, urgent: bool = False) -> None:
        """Have `command` run in this thread between two steps; callable from any thread.

        For what is urgent, a sample that is being written is given up.
        """
        self._orders.give(command, urgent)

    def stop(self, keep: Path | None = None) -> None:
        """End the thread after the present step; called from outside, then `wait()`.

        Unsaved steps are saved where they are to be kept.
        """
        self.post(partial(self._stop, keep), urgent=True)

    def _stop(self, keep: Path | None) -> None:
        self._stopping, self._running = True, False
        if keep is not None:
            self.keep(keep)

    def run(self) -> None:
        """Qt's entry point: step, show, obey, until stopped."""
        while not self._stopping:
            try:
                self._obey()
                if self._running:
                    self._advance()
            except Refusal as refusal:
                self.refused.emit(str(refusal))
            except Exception:
                self._running = False
                self.failed.emit(traceback.format_exc())

    def _obey(self) -> None:
        """Run waiting commands; without training, or before a slow step is due, wait for one."""
        self._gate.expected = False
        wait = self._pace.wait() if self._running else None
        obeyed, rests, start = False, wait is None, perf_counter()
        while not self._stopping:
            command = self._orders.take(wait)
            if command is None:
                break
            obeyed, wait = True, 0.0
            command()
        if rests:
            self._writing.rested(start)
        if obeyed and not self._stopping:
            self._show(everything=not self._running)

    def _advance(self) -> None:
        """Train until there is something else to do: a command, a sample, a wait, or the end."""
        trainer, steps = self._trainer, self._steps_wanted
        # Names of its own: every attribute of a QThread costs several times a plain object's.
        pace, orders, mailbox, writing = self._pace, self._orders, self._mailbox, self._writing
        gate = self._gate
        while trainer is not None and pace.wait() == 0.0:
            if writing.due(trainer.step):
                self._write_at(trainer)
                return  # something may have been asked for meanwhile
            if next(trainer, None) is None:
                self._end(trainer)
                return
            pace.note(trainer.characters)
            if steps:
                steps -= 1
                self._steps_wanted = steps
                if steps == 0:
                    self._end(trainer)
                    return
            if mailbox.wanted:
                gate.expected = pace.seconds < PATIENCE
                self._show()
            if gate.closed and gate.expected:
                gate.wait()
            if not orders.idle:
                return

    def _write_at(self, trainer: Trainer) -> None:
        """Write a sample unless this step has one, and plan the next."""
        start, samples = perf_counter(), trainer.history.samples
        if not samples or samples[-1].step != trainer.step:
            self._scribe.write(trainer)
        self._writing.note(trainer.step, perf_counter() - start)

    def _end(self, trainer: Trainer) -> None:
        """Training stops by itself: diverged, at its goal, or after a single step."""
        self._running = False
        finished = trainer.step >= trainer.goal
        if finished and not trainer.diverged:
            self._write_at(trainer)
        self._show(everything=True)
        state = "diverged" if trainer.diverged else "finished" if finished else "paused"
        self.state_changed.emit(state)

    def _show(self, everything: bool = False) -> None:
        if self._trainer is not None:
            results = self._measuring.results(self._trainer, everything)
            self._mailbox.put(self._trainer.snapshot(results, self._pace.rate))

    def replace(self, trainer: Trainer) -> None:
        """Command: train another run from now on."""
        self._trainer, self._running = trainer, False
        self._saved_step = trainer.step
        self._writing.begin(trainer.step)
        self._measuring.forget()
        self._pace.rate = 0.0
        self.state_changed.emit("ready" if trainer.step == 0 else "paused")

    def train(self, to: int = 0) -> None:
        """Command: run on `to` a step count, or (0) to the goal.

        A goal that is reached moves on. Where the step count is reached already, it only pauses.
        """
        trainer = self._trainer
        if trainer is None or trainer.diverged:
            return
        trainer.goal = max(trainer.goal, to)
        if 0 < to <= trainer.step:
            self._running = False
            self.state_changed.emit("paused")
            return
        self._begin(trainer, to - trainer.step if to else 0)

    def step(self) -> None:
        """Command: train one step and pause; those that are asked for in a row add up."""
        trainer = self._trainer
        if trainer is None or trainer.diverged:
            return
        if not (self._running and self._stepping):
            self._begin(trainer, 1)
            self._stepping = True
            return
        self._steps_wanted += 1
        if trainer.step + self._steps_wanted > trainer.goal:
            trainer.goal += trainer.settings.steps

    def _begin(self, trainer: Trainer, steps: int) -> None:
        """Train so many steps, or (0) until the goal."""
        if trainer.step >= trainer.goal:
            trainer.goal = trainer.step + trainer.settings.steps
        self._steps_wanted = steps
        self._running, self._stepping = True, False
        self._pace.begin(trainer.characters)
        self.state_changed.emit("running")

    def toggle(self) -> None:
        """Command: pause, or run to the goal."""
        (self.pause if self._running else self.train)()

    def pause(self) -> None:
        """Command: stop between two steps."""
        if self._running:
            self._running = False
            self.state_changed.emit("paused")

    def change(self, changes: Mapping[str, object]) -> None:
        """Command: let settings act that need no new network."""
        if self._trainer is not None:
            self._trainer.change(self._trainer.settings.change(**changes))

    @property
    def is_training(self) -> bool:
        """Whether steps are made; any thread may ask."""
        return self._running

    def stand_aside(self) -> None:
        """Command: make no step for a moment, so that the window's thread has Python to itself."""
        if self._running:
            sleep(ASIDE)

    def leave_off(self) -> None:
        """Command: nothing; that it is urgent gives up a sample."""

    def set_speed(self, steps_per_second: float | None) -> None:
        """Command: slow motion, or full speed with None."""
        self._pace.steps_per_second = steps_per_second

    def set_requests(self, requests: frozenset[Request]) -> None:
        """Command: what snapshots shall measure from now on."""
        self._measuring.want(requests)

    def intervene(self, name: str, value: float | None) -> None:
        """Command: change the network by hand."""
        if self._trainer is not None:
            self._trainer.intervene(name, value)
            self.done_by_hand.emit({})

    def undo(self) -> None:
        """Command: take the last intervention back."""
        if self._trainer is not None:
            self._trainer.undo()
            self.done_by_hand.emit(dict(self._trainer.history.edits[-1].settings))

    def write(self) -> None:
        """Command: write a sample now."""
        if self._trainer is not None:
            self._scribe.write(self._trainer)

    def keep(self, path: Path) -> None:
        """Command: save a run with unsaved steps where such work is kept; tells nobody."""
        if self._trainer is not None and self._trainer.step > self._saved_step:
            path.parent.mkdir(parents=True, exist_ok=True)
            _save(self._trainer, path)

    def save(self, path: Path) -> None:
        """Command: save the run; `saved` tells the path and the step."""
        if self._trainer is None:
            raise Refusal("There is no run to save yet; open a text first.")
        _save(self._trainer, path)
        self._saved_step = self._trainer.step
        self.saved.emit(str(path), self._trainer.step)


def _save(trainer: Trainer, path: Path) -> None:
    from rnnviz.lab.runs.checkpoint import save_run  # when the first run is saved, not at the start

    save_run(trainer, path)
