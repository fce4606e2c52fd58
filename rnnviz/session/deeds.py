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
        try:
            run.intervene(name, value)
        except Cancelled:
            self._reports.mistaken.emit(Notice("info", GIVEN_UP))
        else:
            self._reports.done_by_hand.emit({})

    def undo(self) -> None:
        """Take the last intervention back."""
        run = self._training.run
        if run is not None:
            run.undo()
            self._reports.done_by_hand.emit(dict(run.history.edits[-1].settings))

    def write(self) -> None:
        """Write a sample now."""
        run = self._training.run
        if run is not None:
            self._training.samples.write(run, asked=True)

    def save(self, path: Path, run: Run | None = None) -> None:
        """Save a run, or the one in focus; `saved` tells the path."""
        run = run or self._training.run
        if run is None:
            raise Refusal("There is no run to save yet; open a text first.")
        from rnnviz.lab.runs.checkpoint import save_run  # not at the window's start

        save_run(run.trainer, path, report=self._training.keeping.go_on)
        run.note_saved()
        self._training.keeping.saved(run, path)
        self._reports.saved.emit(run, str(path))
