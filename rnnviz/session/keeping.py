"""Keeps runs in the training's thread: now and then, when they stand, and before they end."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import TYPE_CHECKING

from rnnviz.lab.runs.kept_runs import FAILED
from rnnviz.lab.runs.rhythm import Rhythm
from rnnviz.refusal import MISTAKE, Refusal, why
from rnnviz.tasks.progress import Cancelled

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.runs.kept_runs import KeptRuns
    from rnnviz.session.command_queue import Command

QUIET = 1.0
"""Seconds that a run has stood, and nothing was asked for, when it is kept."""
GOES_ON = "{problem} It goes on; save it elsewhere with File > Save run."

FULL = (
    "{problem} It stays in memory, so that all runs take more than they may: make room on the "
    "disk, or say another number with Run > Memory for runs."
)


class Keeping:
    """Knows when runs are to be kept; `tell` is told once why it could not be.

    What takes long to be written calls `meanwhile` now and then.
    """

    def __init__(self, tell: Callable[[str], None], meanwhile: Callable[[], None]) -> None:
        self.kept: KeptRuns | None = None
        self.share = 0.0
        """How much of what is being written is written; any thread may look."""
        self.given_up = False
        """Whether nothing is to be written any more; any thread may say so."""
        self._meanwhile = meanwhile
        self.rhythm = Rhythm()
        self._tell = tell
        self._fails = False
        self._is_full = False
        """Whether runs had to stay in memory that were to leave it."""
        self._before, self._part = 0.0, 1.0
        """Which part of all that is to be written is being written."""

    def in_passing(self, runs: Iterable[Run]) -> None:
        """Keep the runs while they go on; why one cannot be is told once."""
        started, failed = perf_counter(), self._fails
        self._fails = True
        try:
            self.now(runs)
            self._fails = False
        except Cancelled:
            return  # nobody wants it any more
        except Refusal as refusal:
            if not failed:
                self._tell(GOES_ON.format(problem=refusal))
        self.rhythm.note(started)

    def now(self, runs: Iterable[Run], whole: bool = False) -> None:
        """Keep the runs that have unsaved work, with their pasts if `whole`.

        Raises Refusal if that fails, however it does.
        """
        if self.kept is None or self.given_up:
            return
        unsaved = [run for run in runs if run.unsaved]
        for number, run in enumerate(unsaved):
            self._before, self._part = number / len(unsaved), 1.0 / len(unsaved)
            self._keep(self.kept, run, whole)

    def park(self, runs: Iterable[Run]) -> list[Run]:
        """Keep runs that leave the memory, saved or not, with their pasts; return those that are.

        Why one cannot be is told once, until nothing more is in the way.
        """
        if self.kept is None or self.given_up:
            return []
        parked: list[Run] = []
        problem = ""
        for run in runs:
            self._before, self._part = 0.0, 1.0
            try:
                self._keep(self.kept, run, whole=True)
            except Refusal as refusal:
                problem = problem or str(refusal)
                continue
            self.kept.park(run)
            parked.append(run)
        if problem and not self._is_full:
            self._tell(FULL.format(problem=problem))
        self._is_full = bool(problem)
        return parked

    def _keep(self, kept: KeptRuns, run: Run, whole: bool = False) -> None:
        try:
            kept.keep(run, self.go_on, whole)
        except (Refusal, Cancelled):
            raise
        except Exception as error:
            from rnnviz.log_file import logged  # when something fails, not at the start

            raise Refusal(logged(FAILED.format(why=why(error)))) from error

    def go_on(self, share: float) -> bool:
        """Note how much is written, and tell whether the rest is still wanted."""
        self.share = self._before + self._part * share
        self._meanwhile()
        return not self.given_up

    def let_go(self, runs: Iterable[Run]) -> list[tuple[Run, str]]:
        """These runs are not open any more; what of them is unsaved is kept, with its past.

        Return those that could not be kept, each with the reason: they stay.
        """
        staying: list[tuple[Run, str]] = []
        for run in runs:
            try:
                with suppress(Cancelled):
                    self.now((run,), whole=True)
            except Refusal as refusal:
                staying.append((run, str(refusal)))
                continue
            if self.kept is not None:
                self._let_go(self.kept, run)
            self._fails = False
        return staying

    def _let_go(self, kept: KeptRuns, run: Run) -> None:
        try:
            kept.let_go(run)
        except Exception:  # the run goes all the same
            from rnnviz.log_file import logged

            logged("The earlier runs could not be sorted out.")

    def saved(self, run: Run, path: Path) -> None:
        """The run was saved there, and need not be kept any more."""
        if self.kept is not None:
            self.kept.forget(run, path)

    def close(self, runs: Iterable[Run]) -> None:
        """Keep the runs and end; raises Refusal if that fails."""
        try:
            self.now(runs)
        finally:
            if self.kept is not None:
                self.kept.close()

    def quiet(self, runs: Iterable[Run]) -> float | None:
        """Seconds to wait before runs that stand are kept; None if they need not be."""
        if self.kept is None or self._fails:
            return None
        return QUIET if any(map(_changed, runs)) else None


def _changed(run: Run) -> bool:
    """Whether a run has unsaved work that was not kept yet."""
    return run.unsaved and (run.kept is None or run.kept.mark != run.mark)


class Errand:
    """A command that another thread waits for, and what came of it."""

    def __init__(self, command: Command) -> None:
        self._command, self._done = command, Event()
        self.problem = FAILED.format(why=MISTAKE)
        """Why it failed, "" if it did not."""

    def __call__(self) -> None:
        """Do it, in the thread that obeys."""
        try:
            self._command()
            self.problem = ""
        except Cancelled:
            self.problem = ""  # somebody wants it no more, and knows
        except Refusal as refusal:
            self.problem = str(refusal)
        finally:
            self._done.set()

    def wait(self, seconds: float) -> bool:
        """Whether it is done, or is within so many seconds."""
        return self._done.wait(seconds)
