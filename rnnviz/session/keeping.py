"""Keeps the run in the training's thread: now and then, when it stands, and before it ends."""

from __future__ import annotations

from collections.abc import Callable
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


class Keeping:
    """Knows when the run is to be kept; `tell` is told once why it could not be.

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

    def in_passing(self, run: Run | None) -> None:
        """Keep the run while it goes on; why it cannot be is told once."""
        started, failed = perf_counter(), self._fails
        self._fails = True
        try:
            self.now(run)
            self._fails = False
        except Cancelled:
            return  # nobody wants it any more
        except Refusal as refusal:
            if not failed:
                self._tell(GOES_ON.format(problem=refusal))
        self.rhythm.note(started)

    def now(self, run: Run | None) -> None:
        """Keep the run if it has unsaved work; raises Refusal if that fails, however it does."""
        if self.kept is None or run is None or self.given_up:
            return
        try:
            self.kept.keep(run, self.go_on)
        except (Refusal, Cancelled):
            raise
        except Exception as error:
            from rnnviz.log_file import logged  # when something fails, not at the start

            raise Refusal(logged(FAILED.format(why=why(error)))) from error

    def go_on(self, share: float) -> bool:
        """Note how much is written, and tell whether the rest is still wanted."""
        self.share = share
        self._meanwhile()
        return not self.given_up

    def replace(self, run: Run | None) -> None:
        """Another run takes the place of this one, which was kept a moment ago."""
        with suppress(Refusal, Cancelled):
            self.now(run)  # with the last few steps
        if self.kept is not None:
            try:
                self.kept.let_go()
            except Exception:  # the other run comes all the same
                from rnnviz.log_file import logged

                logged("The earlier runs could not be sorted out.")
        self.rhythm.begin()
        self._fails = False

    def saved(self, run: Run, path: Path) -> None:
        """The run was saved there, and need not be kept any more."""
        if self.kept is not None:
            self.kept.forget(run, path)

    def close(self, run: Run | None) -> None:
        """Keep the run and end; raises Refusal if that fails."""
        try:
            self.now(run)
        finally:
            if self.kept is not None:
                self.kept.close()

    def quiet(self, run: Run | None) -> float | None:
        """Seconds to wait before a run that stands is kept; None if it need not be."""
        if self.kept is None or run is None or self._fails or not run.unsaved:
            return None
        return None if run.kept is not None and run.kept.mark == run.mark else QUIET


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
