"""Holds the training at every step that a picture is taken of, until it is taken."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnnviz.lab.run import Run
    from rnnviz.lab.snapshot import RunId, Snapshot
    from rnnviz.session.worker import Worker

HOLD = 1.0
"""Seconds of waiting for a picture after which the thread looks around; any command wakes it."""


class Holding:
    """Which steps of the run in focus have a picture taken; belongs to the training's thread.

    `is_held` from the snapshot of such a step on until its picture is there: no step is made then.
    """

    def __init__(self, tell: Callable[[Snapshot], object]) -> None:
        self._tell = tell
        self.every = 0
        """0 where nothing is recorded."""
        self.is_due = self.is_held = False
        self._last: tuple[RunId, int] | None = None

    def note(self, run: Run | None) -> None:
        """See whether the run in focus stands at a step that wants a picture and has none."""
        if self.every and run is not None and run.step % self.every == 0:
            self.is_due = self._last != (run.id, run.step)

    def leave(self) -> None:
        """Another run is in focus: want no picture of the step that the one before stands at."""
        self.is_due = False

    def show(self, run: Run, snapshot: Snapshot | None) -> None:
        """If a picture is due tell of the snapshot, and wait; but take none of the past."""
        is_due, self.is_due = self.is_due, False
        if is_due and snapshot is not None and snapshot.present is None:
            self.is_held, self._last = True, (run.id, run.step)
            self._tell(snapshot)

    def begin(self, every: int, run: Run | None) -> None:
        """Have pictures taken of these steps from now on, of none with 0."""
        self.every, self.is_due, self.is_held, self._last = every, False, False, None
        self.note(run)

    def go_on(self) -> None:
        """The picture is there."""
        self.is_held = False


class Recordings(QObject):
    """The window's side: has `due` emitted at exactly the steps that are wanted.

    Each `due` is answered by `go_on`, before which no step is made. Pausing, changing and closing
    act meanwhile as always. What is learned depends on none of it.
    """

    due = Signal(object)
    """Emitted with the snapshot of a step, in which everything that is wanted is measured."""

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._training = worker, worker.training
        self._training.reports.picture_due.connect(self.due)

    def begin(self, every: int) -> None:
        """Want a picture of every step of the run in focus that is a multiple of `every`."""
        self._worker.post(partial(self._begin, every))

    def go_on(self) -> None:
        """The picture that was due is taken."""
        self._worker.post(self._training.holding.go_on)

    def end(self) -> None:
        """Want no more pictures."""
        self._worker.post(partial(self._begin, 0))

    def _begin(self, every: int) -> None:
        self._training.holding.begin(every, self._training.run)
