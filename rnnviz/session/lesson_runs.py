"""What a lesson asks of the runs: its own one, numbers for its words, and the one from before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.session.preparation import Preparation
from rnnviz.session.run_list import RunList
from rnnviz.session.worker import Worker
from rnnviz.tasks import DRAWN

if TYPE_CHECKING:
    from rnnviz.lab.run import Run
    from rnnviz.lab.runs.sources import Source
    from rnnviz.lab.settings import Settings
    from rnnviz.lab.trainer import Trainer


class LessonRuns(QObject):
    """Knows whether the run in focus is a lesson's, and what was there before.

    A run that somebody opens meanwhile is none of the lesson's, and stays when that ends. What
    somebody makes of the lesson's run, with other settings or starting over, is.
    """

    found = Signal(object, object)
    """Emitted with what was asked and the answer to it, None where that failed."""
    went_back = Signal(object)
    """Emitted with the run from before when it is there again."""

    def __init__(
        self, worker: Worker, preparation: Preparation, runs: RunList, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._worker, self._preparation, self._runs = worker, preparation, runs
        self.before: Run | None = None
        """The run that was there when the lesson began its first one."""
        self.settings: Settings | None = None
        """What was asked for then; None while the run in focus is no lesson's."""
        self._expected: Source | None = None
        self._returning: Run | None = None
        preparation.ready.connect(self._on_ready)

    def begin(self, settings: Settings, source: Source | None) -> None:
        """Begin a run of the lesson; the one in focus is kept, and noted unless it is one, too."""
        if self.settings is None:
            self.before = self._returning or self._runs.focus
            self.settings = self._preparation.settings
        self._expected = source or self._runs.source
        self._preparation.begin(settings, source)

    def ask(self, question: Callable[[Trainer], object]) -> None:
        """Have this measured in the run in focus, between two steps; `found` brings the answer."""
        self._worker.post(partial(self._answer, question))

    def _answer(self, question: Callable[[Trainer], object]) -> None:
        run, found = self._worker.training.run, None
        try:
            found = question(run.trainer) if run is not None else None
        finally:  # somebody waits for it
            self.found.emit(question, found)

    def go_back(self) -> None:
        """Bring back what was there before; the lesson's run is kept if it has unsaved steps.

        Where there was no run the settings come back, for the text that is there now.
        """
        before, settings = self.before, self.settings
        self.before = self.settings = None
        if settings is None or before is self._runs.focus is not None or self._worker.isFinished():
            return
        self._returning = before
        if before is not None:
            self._preparation.take_up(before)
        elif self._runs.source is not None or settings.task in DRAWN:
            self._preparation.begin(settings)

    @Slot(object)
    def _on_ready(self, run: Run) -> None:
        """Note whose run it is that is about to take its place."""
        returning, self._returning = self._returning, None
        if run is returning:
            self.went_back.emit(run)
        elif run.path is not None or run.source is not self._expected:
            self.before = self.settings = None
