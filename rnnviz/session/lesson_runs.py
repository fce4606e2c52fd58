"""What a lesson asks of the runs: its own one, numbers for its words, and the one from before."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from rnnviz.session.preparation import Preparation
from rnnviz.session.roster import Roster
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
    went_back = Signal(object, bool)
    """Emitted with the run from before when it is there again, and whether the lesson trained."""

    def __init__(
        self,
        runs: RunList,
        worker: Worker,
        preparation: Preparation,
        roster: Roster,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runs, self._worker = runs, worker
        self._preparation, self._roster = preparation, roster
        self.before: Run | None = None
        """The run that was there when the lesson began its first one."""
        self.settings: Settings | None = None
        """What was asked for then; None while the run in focus is no lesson's."""
        self._expected: Source | None = None
        self._own: list[Run] = []
        """What the lesson has begun."""
        roster.focus_changed.connect(self._on_focus)

    def begin(self, settings: Settings, source: Source | None) -> None:
        """Begin a run of the lesson; the one in focus is noted unless it is one, too."""
        if self.settings is None:
            self.before, self._own = self._runs.focus, []
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
        """Bring back what was there before, without the curves of the lesson's runs beside it.

        Where there was no run the settings come back, for the text that is there now.
        """
        before, settings, own = self.before, self.settings, self._own
        self.before, self.settings, self._own = None, None, []
        if settings is None or self._worker.isFinished():
            return
        for run in own:
            run.shown = False
        if before is not None:
            self._roster.put_in_focus(before)
            self.went_back.emit(before, any(run.step for run in own))
        elif self._runs.source is not None or settings.task in DRAWN:
            self._preparation.begin(settings)

    @Slot(object, object)
    def _on_focus(self, run: Run, _before: Run | None) -> None:
        """Note whose run it is that is in focus now; curves of others are not beside it."""
        if self.settings is None or run in self._own:
            return
        if run.path is not None or run.source is not self._expected or run is self.before:
            self.before = self.settings = None
            return
        for other in self._runs:
            other.shown = other is run
        self._own.append(run)
