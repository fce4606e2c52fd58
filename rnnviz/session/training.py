"""What the training's thread does with its runs: steps, and the commands between two of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from time import perf_counter, sleep
from typing import TYPE_CHECKING

from rnnviz.lab.turns import Turns
from rnnviz.session.command_queue import CommandQueue
from rnnviz.session.first_look import FirstLook
from rnnviz.session.frame_gate import PATIENCE, FrameGate
from rnnviz.session.impatience import Impatience
from rnnviz.session.keeping import Keeping
from rnnviz.session.mailbox import Mailbox
from rnnviz.session.pace import Pace
from rnnviz.session.parking import Parking
from rnnviz.session.recording import HOLD, Holding
from rnnviz.session.reports import Reports
from rnnviz.session.run_list import race_of
from rnnviz.session.sample_writer import SampleWriter
from rnnviz.session.samples import Samples
from rnnviz.session.watching import Watching

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.snapshot import RunId

    Runs = tuple[Run, ...]

ASIDE = 0.04
"""Seconds that training stands aside: about what painting the whole window takes."""


class Training:
    """Trains the run in focus, or those that race with it; all methods run in one thread.

    It owns the trainers of all runs that are open. No QObject: there, every attribute costs
    several times as much, at every step.
    """

    def __init__(self, commands: CommandQueue, mailbox: Mailbox, gate: FrameGate) -> None:
        self.reports = reports = Reports()
        self.running = False
        """Whether steps are made; any thread may ask."""
        self._commands, self._mailbox, self._gate = commands, mailbox, gate
        self.runs: tuple[Run, ...] = ()
        self.run: Run | None = None
        """The run in focus."""
        self._field = Turns(())
        """Those that train: the run in focus, or all of its race."""
        self._pace = Pace()
        self.watching = Watching(reports.tell)
        self._parking = Parking()
        self.holding = Holding(reports.picture_due.emit)
        self._stepping = False
        self._impatience = Impatience(commands)
        self._first_look = FirstLook(self._impatience)
        self.keeping = Keeping(reports.unkept.emit, self._meanwhile)
        writer = SampleWriter(commands, reports.writing.emit, reports.written.emit, reports.tell)
        self.samples = Samples(writer)

    # For the thread's loop

    def wait(self) -> float | None:
        """Seconds until the next step is due; None where none is to be made."""
        if not self.running:
            return None
        return HOLD if self.holding.is_held else self._pace.wait()

    def quiet(self) -> float | None:
        """Seconds after which runs that stand are to be kept; None where they need not be."""
        return self.keeping.quiet(self.runs)

    def keep_standing(self) -> None:
        """Keep the runs, which have stood for so long."""
        self._keep_in_passing()

    def _keep_in_passing(self) -> None:
        """Keep the runs, and look at the memory that they take by now."""
        self.keeping.in_passing(self.runs)
        self._make_room(())

    def rested(self, start: float) -> None:
        """Nothing has trained since then (of `perf_counter`)."""
        self.samples.rested(start)

    def advance(self) -> None:
        """Train until there is something else to do: a command, a sample, a wait, or the end."""
        gate = self._gate
        while self.wait() == 0.0:
            if self.samples.write_due(self._field.runs):
                return  # something may have been asked for meanwhile
            if self.holding.is_due:
                self.show(everything=True)
                return
            made = next(self._field, None)
            if made is None:
                self._end()
                return
            self._note(made)
            if self._field.stops and self._field.over:
                self._end()
                return
            if perf_counter() > self.keeping.rhythm.due:
                self._keep_in_passing()
            if self._mailbox.wanted and not self.holding.is_due:
                gate.expected = self._pace.seconds < PATIENCE
                self.show()
            if gate.closed and gate.expected:
                gate.wait()
            if not self._commands.idle:
                return

    def _note(self, made: Run) -> None:
        """A step is made; the pace is that of the run in focus while it has steps to make."""
        run = self.run
        self.holding.note(run)
        if run is None or run is made or run.trainer.over:
            self._pace.note(made.trainer.characters)

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
        run, running = self.run, self.running
        if run is None:
            self._mailbox.put(None)
            return
        for one in self._field.runs:
            self._first_look.quickly(one, running)
        self._put(run, everything)
        for one in self._field.runs:
            if self._first_look.at_leisure(one, running):
                self._put(run, everything=False)
        if everything and not self._commands.urgent:  # nothing was broken off
            self.holding.show(run, self._mailbox.peek())
        if self.watching.rewinding.write(run, lambda: self._commands.idle):
            self._put(run, everything=False)

    def _put(self, run: Run, everything: bool) -> None:
        going = self._field.runs if self.running else ()
        rate = self._pace.rate
        self._mailbox.put(self.watching.snapshot(run, self.runs, going, rate, everything))

    def _end(self) -> None:
        """Training stops by itself: diverged, at the goal, or after a single step."""
        self.running = False
        for run in self._field.runs:
            if run.step >= run.trainer.goal and not run.trainer.diverged:
                self.samples.write(run)
        self.show(everything=True)
        self._tell_state()

    def _tell_state(self) -> None:
        """Tell how the run in focus stands, or that it (or its race) trains."""
        if self.run is not None:
            from rnnviz.lab.run_rows import state_of  # when there is a run, not at the start

            self.reports.state_changed.emit("running" if self.running else state_of(self.run))

    # Commands: which runs, and how far

    def take(self, runs: Runs, focus: Run | None, field: Runs = ()) -> None:
        """These runs are open from now on, and this one is in focus.

        What trains goes on where the focus belongs to it; else, or with another `field` of runs
        that are to train in turn, it pauses.
        """
        self._receive(run for run in runs if run not in self.runs)
        gone = [run for run in self.runs if run not in runs]
        before = self.run, self._field
        self.runs, self.run = runs, focus
        field = field or tuple(run for run in self._field.runs if run in runs)
        if focus is not None and focus not in field:
            field = (focus,)
        if field != self._field.runs:
            whole = len(field) != 1 or field == race_of(runs, field[0])
            self._field, self.running = self._field.then(field, whole), False
        if focus is not before[0]:
            self.holding.leave()
        if (self.run, self._field) != before:
            self._pace.rate = 0.0
            self._pace.begin(focus.trainer.characters if focus else 0)
            self._tell_state()
        self._make_room(gone)

    def _make_room(self, gone: Sequence[Run]) -> None:
        """Keep those that are not open any more, and those for which memory does not suffice."""
        if gone:
            for run, problem in self.keeping.let_go(gone):
                self.runs += (run,)
                self.reports.stays.emit(run, problem)
            self.reports.kept_changed.emit()
        surplus = self._parking.surplus(self.runs, (self.run, *self._field.runs))
        for run in self.keeping.park(surplus):
            self.reports.parked.emit(run)

    def set_budget(self, budget: int) -> None:
        """So many bytes may all runs take from now on."""
        self._parking.budget = self.watching.budget = budget
        self._make_room(())

    def trains(self, run: Run | None) -> bool:
        """Whether this run makes steps; any thread may ask."""
        return self.running and run in self._field.runs

    def _receive(self, runs: Iterable[Run]) -> None:
        """Give new runs what they ask and tell while they train."""
        for run in runs:
            trainer = run.trainer
            trainer.network.pauses.ask = self._impatience.ask
            trainer.beside.tell = self.reports.tell_beside
            trainer.meanwhile.ask = self._meanwhile
            self.keeping.rhythm.begin()

    def train(self, to: int = 0) -> None:
        """Run on `to` a step count, or (0) to the goal.

        A goal that is reached moves on. Where the step count is reached already, it only pauses.
        """
        going = [run for run in self._field.runs if not run.trainer.diverged]
        if not going:
            return
        for run in going:
            run.trainer.goal = max(run.trainer.goal, to)
        if to and all(run.step >= to for run in going):
            self.running = False
            self.reports.state_changed.emit("paused")
            return
        self._begin(going, {run.id: to for run in going} if to else {})

    def step(self) -> None:
        """Train one step and pause; those that are asked for in a row add up."""
        going = [run for run in self._field.runs if not run.trainer.diverged]
        if not going:
            return
        if not (self.running and self._stepping):
            self._begin(going, {run.id: run.step + 1 for run in going})
            self._stepping = True
            return
        stops = {run.id: self._field.stops.get(run.id, run.step) + 1 for run in going}
        self._field.stop_at(stops)
        for run in going:
            if stops[run.id] > run.trainer.goal:
                run.trainer.goal += run.settings.steps

    def _begin(self, going: Sequence[Run], stops: Mapping[RunId, int]) -> None:
        """Train each until its goal, or to its step among the `stops`."""
        if all(run.trainer.over for run in going):
            for run in going:
                run.trainer.goal = run.step + run.settings.steps
        self._field.stop_at({})
        if self._field.over:
            self._field.begin()  # for as many seconds again
        self._field.stop_at(stops)
        self.running, self._stepping = True, False
        self.holding.note(self.run)
        self._pace.begin(self.run.trainer.characters if self.run else 0)
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

    def keep_last(self) -> None:
        """Keep the runs as they will stay: they only train on if that fails (Refusal)."""
        running, self.running = self.running, False
        try:
            self.keeping.now(self.runs)
        except BaseException:
            self.running = running
            raise
