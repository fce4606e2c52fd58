"""Commands in the training's thread: what is done to the run in focus, and asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from rnnviz.refusal import Refusal
from rnnviz.session.notice import GIVEN_UP, Notice
from rnnviz.tasks.progress import Cancelled

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.session.jobs import Elsewhere
    from rnnviz.session.training import Training


class Deeds:
    """Does things between two steps to whatever run is in focus then; without one, nothing."""

    def __init__(self, training: Training) -> None:
        self._training, self._reports = training, training.reports

    def change(self, changes: Mapping[str, object]) -> None:
        """Let settings act that need no new network."""
        run = self._training.run
        if run is not None:
            run.change(run.settings.change(**changes))

    def intervene(self, name: str, value: float | None) -> None:
        """Change the network by hand; that it is given up for something urgent is told."""
        run = self._training.run
        if run is None:
            return
        self.look_back(None)  # it is done to the present
        try:
            run.intervene(name, value)
        except Cancelled:
            self._reports.mistaken.emit(Notice("info", GIVEN_UP))
        else:
            self._reports.done_by_hand.emit(run, {}, run.history.events[-1].text)

    def undo(self) -> None:
        """Take the last intervention, or switch of the clipping, back."""
        run = self._training.run
        if run is not None:
            self.look_back(None)
            run.undo()
            self._reports.done_by_hand.emit(run, dict(run.history.edits[-1].settings), "")

    def take_back(self, run: Run) -> None:
        """Take the last intervention in a run back, whatever the clipping is since then."""
        self.look_back(None)
        run.take_back()
        self._reports.done_by_hand.emit(run, {}, "")

    def redo(self, run: Run) -> None:
        """Do in a run again what was taken back last."""
        self.look_back(None)
        run.redo()
        self._reports.done_by_hand.emit(run, {}, "")

    def write(self) -> None:
        """Write a sample now, or let the past network that is looked at write."""
        training = self._training
        if training.run is None:
            return
        then = training.watching.rewinding.then(training.run)
        if then is None:
            training.samples.write(training.run, asked=True)
        else:
            training.samples.write_beside(then.trainer)
            training.watching.rewinding.take_sample(then)

    def look_back(self, step: int | None) -> None:
        """Show the kept moment nearest to a step, or the present."""
        if self._training.run is not None:
            self._training.watching.rewinding.look_back(self._training.run, step)

    def fork(self, step: int, changes: Mapping[str, object], job: Elsewhere) -> None:
        """Go on from a moment in a run of its own; `forked` tells of it."""
        forked = None
        try:
            forked = self._fork(step, changes)
        finally:  # somebody waits for it
            self._reports.forked.emit(forked, job)

    def _fork(self, step: int, changes: Mapping[str, object]) -> Run | None:
        run = self._training.run
        if run is None:
            return None
        from rnnviz.lab.past.fork import fork  # not at the window's start

        then = run.kept_moment(step).settings
        return fork(run, step, then.change(**changes))

    def save(self, path: Path, run: Run | None = None, past: bool = False) -> None:
        """Save a run, or the one in focus, with its past or without; `saved` tells the path."""
        run = run or self._training.run
        if run is None:
            raise Refusal("There is no run to save yet; open a text first.")
        from rnnviz.lab.runs.checkpoint import save_run  # not at the window's start

        past = past or (run.past_is_saved and run.path == path)  # what is there is not lost
        moments = run.past.moments if past else ()
        save_run(run.trainer, path, report=self._training.keeping.go_on, past=moments)
        for other in self._training.runs:
            if other is not run and other.path is not None and other.path == path:
                other.note_overwritten()
        run.note_saved()
        run.path, run.past_is_saved = path, past
        self._training.keeping.saved(run, path)
        self._reports.saved.emit(run, str(path))
